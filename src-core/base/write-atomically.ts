import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { newId } from './new-id.ts'

/**
 * Writes a small file atomically: readers see the old or the new content, even after a power failure. Follows symbolic links and
 * preserves the mode of an existing file. `write-file-atomic` does the same, but loads `node:crypto`, which the server's snapshot
 * cannot contain.
 * @param mode the mode of a new file
 * @throws the system error when the file cannot be written
 */
export function writeAtomically(file: string, content: string, mode = 0o600): void {
  const target = followLinks(file)
  const temporary = `${target}.${newId()}.new`
  try {
    const descriptor = openSync(temporary, 'wx', mode)
    try {
      const existing = statSync(target, { throwIfNoEntry: false })
      if (existing) fchmodSync(descriptor, existing.mode & 0o777)
      writeFileSync(descriptor, content)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function followLinks(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    // The file or the target of the link does not exist yet. Then the target is the path to create.
    try {
      return resolve(dirname(file), readlinkSync(file))
    } catch {
      return file
    }
  }
}
