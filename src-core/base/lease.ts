import type { Database } from 'better-sqlite3'
import { openDatabase } from './open-database.ts'

/** The right to index. The system takes it back when the process dies, however it dies. */
export interface Lease {
  release(): void
}

/** An open `lease.db`, on which the lease can be tried again and again. */
export interface LeaseManager {
  /** `null` while another process (or another connection of this one) has it. Takes microseconds. */
  tryAcquire(): Lease | null
  close(): void
}

/**
 * The lease is an exclusive SQLite lock that is kept for the life of the process.
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
