/** What went wrong and what to do, for a person. */
export interface Explanation {
  readonly message: string
  readonly remedy: string
}

const AGAIN = 'Connect again: Plumbline then writes where it is now.'

/** Why a command could not be started at all. */
export function explainSpawn(error: unknown, command: string): Explanation {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  if (code === 'ENOENT') return { message: `There is no program at ${command}.`, remedy: AGAIN }
  if (code === 'EACCES' || code === 'EPERM')
    return {
      message: `The system does not let ${command} be started (${code}).`,
      remedy: 'Install Plumbline again, or allow the program in the settings of your security software.',
    }
  return { message: `${command} could not be started (${code}).`, remedy: AGAIN }
}

/** Words on stderr, and what they mean for the user. The first that fits counts. */
const SAYINGS: readonly (readonly [RegExp, Explanation])[] = [
  [
    /snapshot|V8 version|startup blob/i,
    {
      message: 'Its start file was made by another Node than the one that starts it.',
      remedy: 'Connect again: Plumbline then writes the way to start that works here.',
    },
  ],
  [
    /Cannot find module|ERR_MODULE_NOT_FOUND/,
    { message: 'A file of Plumbline is not where the entry says.', remedy: AGAIN },
  ],
  [
    /ERR_DLOPEN_FAILED|better_sqlite3|NODE_MODULE_VERSION/,
    {
      message: 'The database part of Plumbline does not fit this Node or this computer.',
      remedy: 'Install Plumbline again; in a checkout, `npm ci` and then `npm run build`.',
    },
  ],
  [
    /bad option|usage: server\.mjs|Unknown option/,
    { message: 'It does not know an option that the entry gives it.', remedy: AGAIN },
  ],
  [
    /heap out of memory|ENOMEM/i,
    { message: 'It ran out of memory.', remedy: 'Close other programs, then try again.' },
  ],
  [
    /EACCES|EPERM|EROFS|unable to open database file|readonly database/i,
    {
      message: 'It may not write to Plumbline’s folder.',
      remedy: 'Make the folder writable for your user; `plumbline doctor` names it.',
    },
  ],
]

/** What a line of a server's output means; `null` when nothing is known about it. */
export function explainOutput(text: string): Explanation | null {
  return SAYINGS.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** Why a process ended before it answered. Node's 14 and SIGTRAP are start files that do not fit. */
export function explainExit(
  code: number | null,
  signal: string | null,
  stderr: readonly string[],
): Explanation {
  const known = explainOutput(stderr.join('\n'))
  if (code === 14 || signal === 'SIGTRAP' || code === 133) return known ?? (SAYINGS[0]?.[1] as Explanation)
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`
  if (known) return { message: `It ${how} before it answered. ${known.message}`, remedy: known.remedy }
  const last = stderr.at(-1)
  return {
    message: `It ${how} before it answered${last ? `, and said: ${last}` : ''}.`,
    remedy: '`plumbline doctor` looks for the cause.',
  }
}
