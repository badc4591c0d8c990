import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A temporary home folder of a user, with configuration files of clients. */
export interface ClientHome {
  readonly dir: string
  /** Environment variables for the host, so that it finds only these files and no desktop. */
  readonly env: Readonly<Record<string, string>>
  read(path: string): string
  write(path: string, text: string): void
  remove(): void
}

/** @param files by path below the user's folder */
export function makeClientHome(files: Readonly<Record<string, string>> = {}): ClientHome {
  const dir = mkdtempSync(join(tmpdir(), 'plumbline-user-'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  // An empty variable counts as not set.
  const unset = [
    'XDG_CONFIG_HOME',
    'CLAUDE_CONFIG_DIR',
    'CODEX_HOME',
    'GEMINI_CLI_HOME',
    'COPILOT_HOME',
    'DISPLAY',
    'WAYLAND_DISPLAY',
  ]
  return {
    dir,
    env: { HOME: dir, USERPROFILE: dir, ...Object.fromEntries(unset.map((name) => [name, ''])) },
    read: (path) => readFileSync(join(dir, path), 'utf8'),
    write,
    remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  }
}
