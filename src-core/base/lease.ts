import { accessSync, constants, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { identityOf } from './identity-of.ts'
import { openDatabase } from './open-database.ts'
import { isBusy, isDamage } from './sqlite-errors.ts'

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
  #identity: string | null = null

  constructor(file: string, nativeBinding: string | undefined) {
    this.#file = file
    this.#nativeBinding = nativeBinding
  }

  tryAcquire(): Lease | null {
    try {
      const db = this.#connection()
      if (db === null) return null
      db.exec('BEGIN EXCLUSIVE')
      return this.#leaseOn(db)
    } catch (error) {
      if (isBusy(error)) return null
      if (!isDamage(error)) throw error
      // The file holds nothing. The next attempt creates a new one.
      this.close()
      rmSync(this.#file)
      return null
    }
  }

  #leaseOn(db: Database): Lease {
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
    if (before !== null) accessSync(this.#file, constants.W_OK)
    const db = openDatabase(this.#file, {
      nativeBinding: this.#nativeBinding,
      busyTimeout: 0,
      journal: 'DELETE',
    })
    const identity = identityOf(this.#file)
    if (identity === null || (before !== null && before !== identity)) {
      db.close()
      return null
    }
    writeFirstPage(db, this.#file)
    this.#identity = identity
    this.#db = db
    return db
  }
}

/** SQLite would write the first page of an empty file to lock it, which a disk that is full later makes impossible. */
function writeFirstPage(db: Database, file: string): void {
  if (statSync(file).size > 0) return
  try {
    db.pragma('synchronous = OFF')
    db.pragma('user_version = 1')
  } catch {
    // Another process holds the lock, or the disk is full already.
  }
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
