import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findElectron } from '../../src-main/cli/commands/find-electron.ts'

export const ROOT = join(import.meta.dirname, '../..')

/** Returns the path of Electron: `ELECTRON_EXECUTABLE`, or the binary of its package; `null` when there is none, or no screen. */
export function findDesktop(): string | null {
  const { executable } = findElectron(ROOT)
  return executable !== null && existsSync(executable) ? executable : null
}
