import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { openDatabase } from '../store/open-database.ts'

/**
 * Moves a damaged log out of the way as `<file>.damaged-<time>`, so that the next open makes a new one. Processes that
 * see the damage at the same time come one after the other, and all but the first find another file in its place.
 * @param inode of the file in which the damage was seen
 * @returns where it lies now; `null` when another process had moved it already
 * @throws when it cannot be moved, as on Windows while another process has it open
 */
export function setAside(
  file: string,
  inode: number,
  nativeBinding: string | undefined,
  now: number,
): string | null {
  const lockFile = `${file}.mending`
  const lock = openDatabase(lockFile, { nativeBinding, journal: 'DELETE' })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    if (statSync(file, { throwIfNoEntry: false })?.ino !== inode) return null
    const kept = `${file}.damaged-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
    renameSync(file, kept)
    // Without its own log next to it, SQLite would play the old one into the new file.
    for (const end of ['-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, kept + end)
    return kept
  } finally {
    lock.close()
    rmSync(lockFile, { force: true })
  }
}
