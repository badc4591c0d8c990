import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ClientId } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { errorCode, type FileOps, NODE_FILES } from './file-ops.ts'

const MAX_BACKUPS = 20

/**
 * Writes a new backup of a file to Plumbline's own folder, readable by the user only. The backup is not stored beside the
 * original, so that the client's folder stays clean and the Claude Store build's private copy of AppData is irrelevant.
 * @returns the path of the backup
 * @throws PlumblineError `home-unusable`; then the file must not be changed
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
    const reason = error instanceof Error ? error.message : String(error)
    throw new PlumblineError(
      'home-unusable',
      `A copy of ${file} cannot be saved in ${folder} (${reason}), so nothing was changed.`,
      'Make the folder writable for your user, and check that the disk is not full.',
      { cause: error },
    )
  }
}

/** Deletes all but the newest 20 backups of a client. @param inUse backups that an undo needs, which are never deleted */
export function pruneBackups(
  folder: string,
  client: ClientId,
  inUse: readonly string[],
  files: FileOps = NODE_FILES,
): void {
  try {
    // The names contain the time, so their order is that of creation.
    const backups = readdirSync(folder).filter((name) => name.startsWith(`${client}.`))
    for (const name of backups.toSorted().slice(0, -MAX_BACKUPS)) {
      const path = join(folder, name)
      if (!inUse.includes(path)) files.unlinkSync(path)
    }
  } catch {
    // Backups that cannot be deleted only take disk space.
  }
}
