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

/** Makes this process look for the user's files in `folder`. Returns a function that undoes it. */
function moveUser(folder: string): () => void {
  const before = { ...process.env }
  const unset = ['XDG_CONFIG_HOME', 'CLAUDE_CONFIG_DIR', 'CODEX_HOME', 'GEMINI_CLI_HOME', 'COPILOT_HOME']
  for (const name of unset) delete process.env[name]
  Object.assign(process.env, { HOME: folder, USERPROFILE: folder })
  return () => {
    process.env = before
  }
}
