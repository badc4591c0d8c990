import type { Database } from 'better-sqlite3'
import { openDatabase } from './open-database.ts'

/** The exclusive right to index. The operating system releases it when the process ends, even after a crash. */
export interface Lease {
  release(): void
}

/** An open `lease.db`, with which a process repeatedly tries to acquire the lease. */
export interface LeaseManager {
  /** `null` while another process, or another manager in this process, holds the lease. Takes microseconds. */
  tryAcquire(): Lease | null
  close(): void
}

/**
 * Opens the file on which the lease is an exclusive SQLite lock.
 * @throws SqliteError when the file cannot be opened
 */
export function openLeaseManager(file: string, nativeBinding: string | undefined): LeaseManager {
  const db: Database = openDatabase(file, { nativeBinding, busyTimeout: 0, journal: 'DELETE' })
  return {
    tryAcquire() {
      try {
        db.exec('BEGIN EXCLUSIVE')
      } catch (error) {
        if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
          return null
        throw error
      }
      return { release: () => void db.exec('ROLLBACK') }
    },
    close: () => void db.close(),
  }
}
