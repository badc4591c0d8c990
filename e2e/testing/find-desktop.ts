import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findElectron } from '../../src-main/cli/commands/find-electron.ts'

export const ROOT = join(import.meta.dirname, '../..')

/** The Electron to test with: `ELECTRON_EXECUTABLE`, else the binary of its package; `null`: there is none, or no screen. */
export function findDesktop(): string | null {
  const { executable } = findElectron(ROOT)
  return executable !== null && existsSync(executable) ? executable : null
}
