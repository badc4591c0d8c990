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
 * Writes a small file so that whoever reads it finds the old content or the new one, also after a power failure. A link
 * is followed, the mode of a file that is there is kept. `write-file-atomic` does the same, but loads `node:crypto`,
 * which the server's snapshot cannot hold.
 * @param mode of a new file
 * @throws the system's error when it cannot be written
 */
export function writeAtomically(file: string, content: string, mode = 0o600): void {
  const target = followLinks(file)
  const half = `${target}.${newId()}.new`
  try {
    const descriptor = openSync(half, 'wx', mode)
    try {
      const there = statSync(target, { throwIfNoEntry: false })
      if (there) fchmodSync(descriptor, there.mode & 0o777)
      writeFileSync(descriptor, content)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(half, target)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

function followLinks(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    // Nothing is there, or a link to nothing: then that is what is to be made.
    try {
      return resolve(dirname(file), readlinkSync(file))
    } catch {
      return file
    }
  }
}
