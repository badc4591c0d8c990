import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { ActivityHealth } from '../../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import type { Logger } from '../../base/log.ts'
import { openDatabase } from '../../base/open-database.ts'
import { makePrivateFolder } from '../../base/private-home.ts'
import { isDamage, isFull, isWriteDenied } from '../../base/sqlite-errors.ts'
import { storageErrorOf } from '../../base/storage-errors.ts'
import { FileReplacedError, isTemporary, messageOf, notWritable, unavailable } from './file-errors.ts'
import { ACTIVITY_VERSION, migrate, schemaVersionOf } from './migrate.ts'
import { isBeingSetAside, setAside } from './set-aside.ts'

export interface ActivityFileOptions {
  /** Absolute path of `activity.db`. */
  readonly file: string
  readonly nativeBinding?: string | undefined
  readonly log: Logger
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** False: the file is neither written nor created. */
  readonly writable: boolean
  /** Called with the new path of a damaged file that was moved aside; the next use creates a new file. */
  readonly onSetAside: (path: string) => void
}

// A file is replaced rarely, and nobody needs to know sooner than within a second.
const CHECK_INTERVAL_MS = 1_000
// Opening may meet another process that is creating the tables.
const OPEN_TIMEOUT_MS = 2_000
// A write blocks the calling thread, so it waits no longer for a lock; the rows are tried again.
const WRITE_TIMEOUT_MS = 100
// Rows are appended to a few B-trees. Every stdio child has this connection, and would fill a larger cache.
const WRITER_CACHE_KIB = 256
const READ_TRIES = 20
const READ_PAUSE_MS = 10

/**
 * A connection to `activity.db` that opens itself on first use, and again after the file was replaced or repaired.
 * `Statements` are prepared once for each connection.
 */
export class ActivityFile<Statements> {
  readonly #options: ActivityFileOptions
  readonly #prepare: (db: Database) => Statements
  #db: Database | null = null
  #statements: Statements | null = null
  /** Of the open file. */
  #inode = 0
  /** Of the file at this path just before the last attempt to open it; 0 when there was none. */
  #inodeBeforeOpen = 0
  #checkedAt = 0
  /** Why the open file can only be read. */
  #readOnlyReason: string | null = null
  /** Why the last use failed. */
  #failure: string | null = null
  #trouble: string | null = null
  #loggedFailure = ''

  constructor(options: ActivityFileOptions, prepare: (db: Database) => Statements) {
    this.#options = options
    this.#prepare = prepare
  }

  /**
   * Runs `work` on the open connection. A damaged file is moved aside, and `work` runs on a new file.
   * @throws whatever `work` throws, SqliteError, PlumblineError
   */
  use<T>(work: (statements: Statements, db: Database) => T): T {
    return this.#use(work, false)
  }

  /** As {@link ActivityFile.use}, in a write transaction. @throws PlumblineError when the file can only be read */
  write<T>(work: (statements: Statements, db: Database) => T): T {
    return this.#use((statements, db) => {
      if (!this.#options.writable || this.#readOnlyReason !== null)
        throw notWritable(this.#options.file, this.#readOnlyReason)
      return db.transaction(() => work(statements, db)).immediate()
    }, true)
  }

  /** As {@link ActivityFile.use}, in a read transaction. @throws PlumblineError `activity-unavailable` */
  read<T>(work: (statements: Statements, db: Database) => T): T {
    try {
      return retryWhileBusy(() =>
        this.use((statements, db) => db.transaction(() => work(statements, db)).deferred()),
      )
    } catch (error) {
      if (error instanceof PlumblineError) throw error
      const storageError = storageErrorOf(error, dirname(this.#options.file))
      if (storageError !== null)
        throw unavailable(
          `The activity database ${this.#options.file} cannot be read. ${storageError.message}`,
          `${storageError.remedy} Requests are answered without it.`,
          error,
        )
      throw unavailable(
        `The activity database ${this.#options.file} cannot be read (${messageOf(error)}).`,
        'Check that the disk is not full and that the folder belongs to your user. Requests are answered without it.',
        error,
      )
    }
  }

  /** True when no later attempt to write can succeed. */
  isReadOnly(): boolean {
    return !this.#options.writable || (this.#db !== null && this.#readOnlyReason !== null)
  }

  /** The state after the last use. */
  health(): Pick<ActivityHealth, 'state' | 'message'> {
    if (this.#failure !== null) {
      return {
        state: 'unavailable',
        message: `The activity database ${this.#options.file} cannot be used (${this.#failure}), so new requests are not recorded. They are answered all the same.`,
      }
    }
    if (this.#readOnlyReason !== null) return { state: 'read-only', message: this.#readOnlyReason }
    return { state: this.#trouble === null ? 'ok' : 'read-only', message: this.#trouble }
  }

  /** Sets what {@link ActivityFile.health} reports while writing fails; `null`: writing succeeds again. */
  setTrouble(trouble: string | null): void {
    if (trouble !== null && trouble !== this.#trouble) this.#options.log('warn', trouble)
    this.#trouble = trouble
  }

  /** The next use opens the file again. */
  close(): void {
    this.#statements = null
    const closing = this.#db
    this.#db = null
    this.#readOnlyReason = null
    try {
      closing?.close()
    } catch {
      // SQLite may fail to close a damaged file; the connection is dropped all the same.
    }
  }

  #use<T>(work: (statements: Statements, db: Database) => T, writes: boolean): T {
    try {
      return this.#attempt(work, writes)
    } catch (error) {
      if (isTemporary(error)) throw error
      if (!isDamage(error) || !this.#options.writable) throw this.#afterFailure(error)
      try {
        this.#setAside(error)
        return this.#attempt(work, writes)
      } catch (failure) {
        throw isTemporary(failure) ? failure : this.#afterFailure(failure)
      }
    }
  }

  #attempt<T>(work: (statements: Statements, db: Database) => T, writes: boolean): T {
    const now = this.#options.now()
    // Rows that are written to a deleted file are lost, so every write checks. The absolute difference keeps reads
    // checking after the clock was set back.
    if (this.#db && (writes || Math.abs(now - this.#checkedAt) >= CHECK_INTERVAL_MS)) {
      this.#checkedAt = now
      if (inodeOf(this.#options.file) !== this.#inode) this.close()
    }
    const statements = this.#statements ?? this.#open()
    if (!this.#db) throw new Error('The activity database is closed')
    const result = work(statements, this.#db)
    this.#failure = null
    this.#loggedFailure = ''
    return result
  }

  #open(): Statements {
    const { file, writable, now } = this.#options
    if (writable && isBeingSetAside(file)) throw new FileReplacedError()
    this.#inodeBeforeOpen = inodeOf(file)
    if (!writable && this.#inodeBeforeOpen === 0)
      throw unavailable(
        `There is no activity database ${file} yet.`,
        'It is created when the first request is recorded.',
      )
    const opened = writable ? this.#openForWriting() : this.#openForReading(null)
    let prepared: Statements
    try {
      prepared = this.#prepare(opened)
    } catch (error) {
      opened.close()
      throw error
    }
    this.#inode = inodeOf(file)
    if (this.#inodeBeforeOpen !== 0 && this.#inode !== this.#inodeBeforeOpen) {
      opened.close()
      throw new FileReplacedError()
    }
    this.#db = opened
    this.#checkedAt = now()
    this.#statements = prepared
    return prepared
  }

  /** Falls back to reading when the operating system denies writing. */
  #openForWriting(): Database {
    const { file } = this.#options
    try {
      return this.#openWritable()
    } catch (error) {
      if (!isWriteDenied(error) || inodeOf(file) === 0) throw error
      return this.#openForReading(
        `The activity database ${file} cannot be written (${messageOf(error)}), so new requests are not recorded. Make it writable for your user.`,
      )
    }
  }

  #openWritable(): Database {
    const { file, nativeBinding } = this.#options
    makePrivateFolder(dirname(file))
    const opened = openDatabase(file, {
      nativeBinding,
      busyTimeout: OPEN_TIMEOUT_MS,
      cacheKiB: WRITER_CACHE_KIB,
      shrinks: true,
    })
    try {
      if (schemaVersionOf(opened) > ACTIVITY_VERSION) {
        opened.pragma('query_only = 1')
        this.#readOnlyReason = `The activity database ${file} was written by a newer version of Plumbline, so this version only reads it. Update Plumbline.`
      } else {
        migrate(opened)
      }
      opened.pragma(`busy_timeout = ${WRITE_TIMEOUT_MS}`)
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  }

  /** @param reason why the file cannot be written, if it was to be written */
  #openForReading(reason: string | null): Database {
    const { file, nativeBinding } = this.#options
    const opened = openDatabase(file, { nativeBinding, busyTimeout: OPEN_TIMEOUT_MS, readonly: true })
    try {
      if (schemaVersionOf(opened) === 0) throw new Error('It has no tables yet')
      this.#readOnlyReason = reason
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  }

  #setAside(damage: unknown): void {
    const { file, nativeBinding, now, log, onSetAside } = this.#options
    const damagedInode = this.#db ? this.#inode : this.#inodeBeforeOpen
    this.close()
    const path = setAside(file, damagedInode, nativeBinding, now())
    if (path === null) return
    log(
      'error',
      `The activity database ${file} was damaged (${messageOf(damage)}). It was moved to ${path}, and a new one is created.`,
    )
    onSetAside(path)
  }

  /** The reason and what to do, to be put into a sentence. */
  #reasonOf(error: unknown): string {
    const storageError = storageErrorOf(error, dirname(this.#options.file))
    return storageError === null
      ? messageOf(error)
      : `${storageError.message} ${storageError.remedy}`.replace(/\.$/, '')
  }

  /** Notes the failure and returns it. */
  #afterFailure(error: unknown): unknown {
    // A new connection may succeed. A full disk and errors of Plumbline's own are not the connection's fault.
    if (!(error instanceof PlumblineError) && !isFull(error)) this.close()
    this.#failure = isFull(error) ? null : this.#reasonOf(error)
    if (this.#failure !== null && this.#loggedFailure !== this.#failure) {
      this.#loggedFailure = this.#failure
      this.#options.log(
        'warn',
        `The activity database ${this.#options.file} cannot be used: ${this.#failure}`,
      )
    }
    return error
  }
}

/** Blocks for at most `READ_TRIES` pauses, as other processes hold the lock for milliseconds. */
function retryWhileBusy<T>(work: () => T): T {
  for (let tries = 0; ; tries++) {
    try {
      return work()
    } catch (error) {
      if (!isTemporary(error) || tries >= READ_TRIES) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, READ_PAUSE_MS)
    }
  }
}
