import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openDatabase } from './open-database.ts'
import { isBusy } from './sqlite-errors.ts'

/** The exclusive right to index. The operating system releases it when the process ends, even after a crash. */
export interface Lease {
  /** False after the file was deleted or replaced: another process can hold the lease on the new file. */
  isCurrent(): boolean
  release(): void
}

/** The file `lease.db`, with which a process repeatedly tries to acquire the lease. */
export interface LeaseManager {
  /**
   * `null` while another process, or another manager in this process, holds the lease. Takes microseconds.
   * @throws SqliteError or the system's error when the file cannot be opened for writing
   */
  tryAcquire(): Lease | null
  close(): void
}

/** The lease is an exclusive SQLite lock on `file`, which is opened, and created, by the first attempt to acquire it. */
export function openLeaseManager(file: string, nativeBinding: string | undefined): LeaseManager {
  return new FileLeaseManager(file, nativeBinding)
}

class FileLeaseManager implements LeaseManager {
  readonly #file: string
  readonly #nativeBinding: string | undefined
  #db: Database | null = null
  /** Of the open file. */
  #identity = ''

  constructor(file: string, nativeBinding: string | undefined) {
    this.#file = file
    this.#nativeBinding = nativeBinding
  }

  tryAcquire(): Lease | null {
    const db = this.#connection()
    if (db === null) return null
    try {
      db.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      if (isBusy(error)) return null
      throw error
    }
    return {
      isCurrent: () => identityOf(this.#file) === this.#identity,
      // A closed connection has released its lock.
      release: () => void (db.open && db.inTransaction && db.exec('ROLLBACK')),
    }
  }

  close(): void {
    this.#db?.close()
    this.#db = null
  }

  /** `null` when another process replaced the file in this moment. */
  #connection(): Database | null {
    const before = identityOf(this.#file)
    if (this.#db !== null && before === this.#identity) return this.#db
    this.close()
    mkdirSync(dirname(this.#file), { recursive: true })
    // SQLite would open a file that cannot be written for reading, and then lock nothing.
    if (before !== '') accessSync(this.#file, constants.W_OK)
    const db = openDatabase(this.#file, {
      nativeBinding: this.#nativeBinding,
      busyTimeout: 0,
      journal: 'DELETE',
    })
    const identity = identityOf(this.#file)
    if (identity === '' || (before !== '' && before !== identity)) {
      db.close()
      return null
    }
    this.#identity = identity
    this.#db = db
    return db
  }
}

/** Device and inode of the file at this path; empty when there is none. */
function identityOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats ? `${stats.dev}:${stats.ino}` : ''
}

/**
 * True when a process holds the lease.
 * @throws SqliteError or the system's error when the file cannot be opened for writing
 */
export function isLeaseHeld(file: string, nativeBinding: string | undefined): boolean {
  const manager = openLeaseManager(file, nativeBinding)
  try {
    const lease = manager.tryAcquire()
    lease?.release()
    return lease === null
  } finally {
    manager.close()
  }
}
