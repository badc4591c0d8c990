/** The cause of a failure and the remedy, as text for the user. */
export interface Explanation {
  readonly message: string
  readonly remedy: string
}

const CONNECT_AGAIN = 'Connect again, so that Plumbline writes its current location.'

/** Explains why a process could not be spawned. */
export function explainSpawn(error: unknown, command: string): Explanation {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  if (code === 'ENOENT') return { message: `There is no program at ${command}.`, remedy: CONNECT_AGAIN }
  if (code === 'EACCES' || code === 'EPERM')
    return {
      message: `The system does not let ${command} be started (${code}).`,
      remedy: 'Install Plumbline again, or allow the program in the settings of your security software.',
    }
  return { message: `${command} could not be started (${code}).`, remedy: CONNECT_AGAIN }
}

/** Patterns in a server's output with their explanations. The first match applies. */
const KNOWN_OUTPUT: readonly (readonly [RegExp, Explanation])[] = [
  [
    /snapshot|V8 version|startup blob/i,
    {
      message: 'Its start file was built with another version of Node than the one that runs it.',
      remedy: 'Connect again, so that Plumbline writes a start command that works here.',
    },
  ],
  [
    /Cannot find module|ERR_MODULE_NOT_FOUND/,
    { message: 'A file of Plumbline is missing at the path in the entry.', remedy: CONNECT_AGAIN },
  ],
  [
    /ERR_DLOPEN_FAILED|better_sqlite3|NODE_MODULE_VERSION/,
    {
      message: 'Plumbline’s database module does not fit this version of Node or this computer.',
      remedy: 'Install Plumbline again; in a checkout, `npm ci` and then `npm run build`.',
    },
  ],
  [
    /bad option|usage: server\.mjs|Unknown option/,
    { message: 'The entry passes an option that it does not know.', remedy: CONNECT_AGAIN },
  ],
  [
    /heap out of memory|ENOMEM/i,
    { message: 'It ran out of memory.', remedy: 'Close other programs, then try again.' },
  ],
  [
    /EACCES|EPERM|EROFS|unable to open database file|readonly database/i,
    {
      message: 'It has no permission to write to Plumbline’s folder.',
      remedy: 'Make the folder writable for your user; `plumbline doctor` names it.',
    },
  ],
]

/** Explains a server's output; `null` when it matches no known pattern. */
export function explainOutput(text: string): Explanation | null {
  return KNOWN_OUTPUT.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** Explains why a process ended before it answered. Node ends with code 14 or SIGTRAP when a start file does not fit. */
export function explainExit(
  code: number | null,
  signal: string | null,
  stderr: readonly string[],
): Explanation {
  const known = explainOutput(stderr.join('\n'))
  if (code === 14 || signal === 'SIGTRAP' || code === 133)
    return known ?? (KNOWN_OUTPUT[0]?.[1] as Explanation)
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`
  if (known) return { message: `It ${how} before it answered. ${known.message}`, remedy: known.remedy }
  const last = stderr.at(-1)
  return {
    message: `It ${how} before it answered${last ? `, with the output: ${last}` : ''}.`,
    remedy: 'Run `plumbline doctor` to find the cause.',
  }
}
