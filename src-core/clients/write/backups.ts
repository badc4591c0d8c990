import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ClientId } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { errorCode, type FileOps, NODE_FILES } from './file-ops.ts'

const KEPT = 20

/**
 * Keeps what a file held before it is changed, in Plumbline's own folder: the client's stays clean, and Claude's private copy
 * of AppData does not matter. A backup is made anew, never written over, and readable by the user alone.
 * @returns its path
 * @throws PlumblineError `home-unusable`; then nothing may be changed
 */
export function writeBackup(
  folder: string,
  client: ClientId,
  file: string,
  bytes: Uint8Array,
  now: Date,
  files: FileOps = NODE_FILES,
): string {
  const stamp = now.toISOString().replace(/[:.]/g, '-')
  try {
    files.mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (let number = 1; ; number++) {
      const path = join(folder, `${client}.${stamp}${number === 1 ? '' : `-${number}`}.${basename(file)}`)
      try {
        const fd = files.openSync(path, 'wx', 0o600)
        try {
          files.writeFileSync(fd, bytes)
          files.fsyncSync(fd)
        } finally {
          files.closeSync(fd)
        }
        return path
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error
      }
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new PlumblineError(
      'home-unusable',
      `A copy of ${file} cannot be kept in ${folder} (${said}), so nothing was changed.`,
      'Make the folder writable for your user, and see that there is room on the disk.',
      { cause: error },
    )
  }
}

/** Deletes all but the newest of a client. @param inUse those that an undo needs */
export function pruneBackups(
  folder: string,
  client: ClientId,
  inUse: readonly string[],
  files: FileOps = NODE_FILES,
): void {
  try {
    // The time in the name sorts them.
    const own = readdirSync(folder).filter((name) => name.startsWith(`${client}.`))
    for (const name of own.toSorted().slice(0, -KEPT)) {
      const path = join(folder, name)
      if (!inUse.includes(path)) files.unlinkSync(path)
    }
  } catch {
    // They take some room, and that is all.
  }
}
