import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { openDatabase } from '../../base/open-database.ts'

const LOCK_SUFFIX = '.mending'
const OPENING_MS = 50
// A lock file that is older was left by a process that died; it must not block the others.
const LOCK_LIFETIME_MS = 10_000

/**
 * True while a process moves the damaged database aside. A database created meanwhile would have its write-ahead log moved
 * away with the old one's.
 */
export function isBeingSetAside(file: string): boolean {
  const lockedAt = statSync(file + LOCK_SUFFIX, { throwIfNoEntry: false })?.mtimeMs
  return lockedAt !== undefined && Math.abs(Date.now() - lockedAt) < LOCK_LIFETIME_MS
}

/**
 * Renames a damaged database to `<file>.damaged-<time>`, so that the next open creates a new one. Processes that find the
 * damage at the same time run this one after the other; all but the first find another file in its place.
 * @param inode of the file in which the damage was found
 * @returns the new path; `null` when another process had renamed the file already
 * @throws when it cannot be renamed, as on Windows while another process has it open
 */
export function setAside(
  file: string,
  inode: number,
  nativeBinding: string | undefined,
  now: number,
): string | null {
  const lockFile = file + LOCK_SUFFIX
  const lock = openDatabase(lockFile, { nativeBinding, journal: 'DELETE' })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    if (statSync(file, { throwIfNoEntry: false })?.ino !== inode) return null
    // A process that checked for the lock just before it existed has finished opening after this pause.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, OPENING_MS)
    const path = `${file}.damaged-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
    renameSync(file, path)
    // SQLite would replay a write-ahead log that stays behind into the new file.
    for (const suffix of ['-wal', '-shm'])
      if (existsSync(file + suffix)) renameSync(file + suffix, path + suffix)
    return path
  } finally {
    lock.close()
    rmSync(lockFile, { force: true })
  }
}
