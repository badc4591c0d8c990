import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { storageErrorOf } from '../../base/storage-errors.ts'
import { IndexReader } from './index-reader.ts'
import { INDEX_SCHEMA_VERSION } from './index-schema.ts'
import { markDamaged, openIndexForReading, openUnwritableIndex } from './open-index.ts'

// The file is replaced rarely, and the check takes a system call.
const CHECK_FILE_EVERY_MS = 1_000
// Opening a file that cannot be written takes a millisecond.
const CHECK_WRITABLE_EVERY_MS = 2_000

/** An index reader that reopens the file when it was replaced, was damaged, or had another schema version. */
export class IndexHandle {
  readonly schemaVersion = INDEX_SCHEMA_VERSION
  readonly file: string
  readonly #nativeBinding: string | undefined
  #db: Database | null = null
  #reader: IndexReader | null = null
  #inode = 0
  #checkedAt = 0
  #version = 0
  #dataVersion = -1
  #storageError: PlumblineError | null = null
  /** The times and sizes of the files that the copy in memory was read from; `null` when the file itself is open. */
  #copied: string | null = null

  /** Opens the index at once, so that the first read does not have to. */
  constructor(file: string, nativeBinding: string | undefined) {
    this.file = file
    this.#nativeBinding = nativeBinding
    try {
      this.#open()
    } catch {
      // The first read throws the same error, if it still applies.
      this.close()
    }
  }

  /** Why the index can only be read, or why it could not be read; `null` when it can also be written. */
  storageError(): PlumblineError | null {
    return this.#storageError
  }

  /**
   * Reads from one state of the index.
   * @throws PlumblineError `index-unavailable` when the index is damaged, `version-mismatch` when it has another schema version,
   *   `home-unusable` when the disk or its permissions make reading impossible
   */
  read<T>(work: (index: IndexReader) => T): T {
    return this.readOne((index) => index.snapshot(() => work(index)))
  }

  /**
   * Like `read`, without a transaction, for a single statement.
   * @throws PlumblineError as `read`
   */
  readOne<T>(work: (index: IndexReader) => T): T {
    try {
      return work(this.#current())
    } catch (error) {
      if (error instanceof PlumblineError) throw error
      // JSON in the index that cannot be parsed was damaged in a way that SQLite does not detect.
      const damaged = isDamage(error) || error instanceof SyntaxError
      // A file that has replaced the damaged one may be valid.
      if (damaged && inodeOf(this.file) === this.#inode) markDamaged(this.file)
      const storageError = this.#storageError
      this.close()
      if (!damaged && !isSchemaMissing(error)) throw storageErrorOf(error, dirname(this.file)) ?? error
      if (storageError !== null) throw damagedForGood(this.file, storageError)
      throw new PlumblineError(
        'index-unavailable',
        `The index ${this.file} is being rebuilt, because it was damaged or of another version.`,
        'Ask again in a few seconds.',
        { cause: error },
      )
    }
  }

  /**
   * Returns a number that changes whenever anything in the index may have changed. Takes about 2 microseconds.
   * @throws PlumblineError as `read`
   */
  version(): number {
    const dataVersion = this.readOne((index) => index.dataVersion())
    if (dataVersion !== this.#dataVersion) {
      this.#dataVersion = dataVersion
      this.#version++
    }
    return this.#version
  }

  /** The next read opens the file again. */
  close(): void {
    this.#reader = null
    this.#db?.close()
    this.#db = null
    this.#storageError = null
    this.#copied = null
  }

  #current(): IndexReader {
    const now = Date.now()
    const interval = this.#storageError === null ? CHECK_FILE_EVERY_MS : CHECK_WRITABLE_EVERY_MS
    if (this.#reader && Math.abs(now - this.#checkedAt) >= interval) {
      this.#checkedAt = now
      if (this.#storageError !== null) this.#tryWritable()
      else if (inodeOf(this.file) !== this.#inode) this.close()
    }
    return this.#reader ?? this.#open()
  }

  #open(): IndexReader {
    this.#inode = inodeOf(this.file)
    try {
      const db = openIndexForReading(this.file, this.#nativeBinding)
      // A new file exists only after it was opened.
      this.#inode ||= inodeOf(this.file)
      if (!db) throw otherVersion(this.file)
      this.#storageError = null
      return this.#use(db)
    } catch (error) {
      const storageError = storageErrorOf(error, dirname(this.file))
      if (storageError === null) throw error
      this.#checkedAt = Date.now()
      return this.#openUnwritable(storageError)
    }
  }

  /** @throws PlumblineError `storageError` when there is no index to read */
  #openUnwritable(storageError: PlumblineError): IndexReader {
    this.#storageError = storageError
    const copied = stampOf(this.file)
    let opened: ReturnType<typeof openUnwritableIndex>
    try {
      opened = openUnwritableIndex(this.file, this.#nativeBinding)
    } catch (error) {
      // The damage that another process finds in it is for that process to repair.
      throw isDamage(error) ? damagedForGood(this.file, storageError) : storageError
    }
    if (opened === null) throw storageError
    const reader = this.#use(opened.db)
    this.#copied = opened.isCopy ? copied : null
    return reader
  }

  /** Opens the file itself when it can be written again, or reads a changed one again. */
  #tryWritable(): void {
    try {
      const db = openIndexForReading(this.file, this.#nativeBinding)
      this.close()
      if (db) this.#use(db)
      this.#inode = inodeOf(this.file)
    } catch {
      const isOutdated = this.#copied !== null && this.#copied !== stampOf(this.file)
      if (isOutdated || (this.#copied === null && inodeOf(this.file) !== this.#inode)) this.close()
    }
  }

  #use(db: Database): IndexReader {
    this.#db = db
    this.#reader = new IndexReader(db)
    this.#dataVersion = -1
    return this.#reader
  }
}

/** A text that changes whenever the index may have changed. */
function stampOf(file: string): string {
  return ['', '-wal']
    .map((end) => statSync(file + end, { throwIfNoEntry: false }))
    .map((stats) => `${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`)
    .join(' ')
}

function otherVersion(file: string): PlumblineError {
  return new PlumblineError(
    'version-mismatch',
    `The index ${file} was written by another version of Plumbline that is still running.`,
    'Quit the other version, or restart it after the update.',
  )
}

function damagedForGood(file: string, storageError: PlumblineError): PlumblineError {
  return new PlumblineError(
    'index-unavailable',
    `The index ${file} is damaged, and cannot be rebuilt. ${storageError.message}`,
    storageError.remedy,
  )
}

function isSchemaMissing(error: unknown): boolean {
  return error instanceof Error && /no such (table|column)/.test(error.message)
}
