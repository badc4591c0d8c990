import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTempHost, type TempHost, type TempHostOptions } from '../../src-main/testing/temp-host.ts'

/** The real engine in this process, on a library, a home and a user's folder of its own. */
export interface Engine extends TempHost {
  /** The user's own folder, in which clients and folders are looked for. */
  readonly userFolder: string
  /** The text of a file of the library. @throws when there is none */
  read(id: string): string
  /** What the settings file holds. */
  settings(): Readonly<Record<string, unknown>>
}

/** Starts it with the first run behind it. */
export async function startEngine(
  files: Readonly<Record<string, string>>,
  { settings, ...options }: TempHostOptions = {},
): Promise<Engine> {
  const host = await startTempHost(files, { ...options, settings: { welcomed: true, ...settings } })
  const { folder, home, path } = host.library
  const userFolder = join(folder, 'user')
  mkdirSync(userFolder)
  const restore = moveUser(userFolder)
  return {
    ...host,
    userFolder,
    read: (id) => readFileSync(path(id), 'utf8'),
    settings: () => JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')),
    async close() {
      restore()
      await host.close()
    },
  }
}

/** Variables that say where the user's files are. */
const USER_FOLDERS = [
  'HOME',
  'USERPROFILE',
  'XDG_CONFIG_HOME',
  'CLAUDE_CONFIG_DIR',
  'CODEX_HOME',
  'GEMINI_CLI_HOME',
  'COPILOT_HOME',
] as const

/** Makes this process look for the user's files in `folder`. Returns a function that undoes it. */
function moveUser(folder: string): () => void {
  const before = Object.fromEntries(USER_FOLDERS.map((name) => [name, process.env[name]]))
  for (const name of USER_FOLDERS) delete process.env[name]
  Object.assign(process.env, { HOME: folder, USERPROFILE: folder })
  return () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
