import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 50

/**
 * Waits until no other process builds into the folder, and locks it. The system releases the lock when its holder ends.
 * @param onWait called once when another process holds the lock
 * @returns a function that releases the lock
 */
export async function lockBuild(folder: string, onWait: () => void): Promise<() => void> {
  // The configuration of every Vite environment loads this module, but only a build needs the database.
  const { default: Database } = await import('better-sqlite3')
  mkdirSync(join(folder, '.parts'), { recursive: true })
  const lock = new Database(join(folder, '.parts/lock.db'), { timeout: 0 })
  for (let isWaiting = false; ; isWaiting = true) {
    try {
      lock.exec('BEGIN EXCLUSIVE')
      return () => void lock.close()
    } catch (error) {
      if (!isBusy(error)) {
        lock.close()
        throw error
      }
    }
    if (!isWaiting) onWait()
    await sleep(POLL_MS)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
