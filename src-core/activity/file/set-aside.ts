import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { openDatabase } from '../../base/open-database.ts'

const MENDING = '.mending'
const OPENING_MS = 50
// A process that died over it must not keep the others out.
const MENDED_BY_MS = 10_000

/** True while some process moves the log away: a file that is made meanwhile would lose its parts to it. */
export function isBeingRepaired(file: string): boolean {
  const since = statSync(file + MENDING, { throwIfNoEntry: false })?.mtimeMs
  return since !== undefined && Math.abs(Date.now() - since) < MENDED_BY_MS
}

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
  const lockFile = file + MENDING
  const lock = openDatabase(lockFile, { nativeBinding, journal: 'DELETE' })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    if (statSync(file, { throwIfNoEntry: false })?.ino !== inode) return null
    // Whoever looked for the lock just before it came is done with opening by then.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, OPENING_MS)
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
