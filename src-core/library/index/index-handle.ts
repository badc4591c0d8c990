import type { Database } from 'better-sqlite3'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { IndexReader } from './index-reader.ts'
import { INDEX_SCHEMA_VERSION } from './index-schema.ts'
import { markDamaged, openIndexForReading } from './open-index.ts'

// The file is replaced rarely, and the check takes a system call.
const CHECK_FILE_EVERY_MS = 1_000

/** An index reader that reopens the file when it was replaced, was damaged, or had another schema version. */
export class IndexHandle {
  readonly schemaVersion = INDEX_SCHEMA_VERSION
  readonly #file: string
  readonly #nativeBinding: string | undefined
  #db: Database | null = null
  #reader: IndexReader | null = null
  #inode = 0
  #checkedAt = 0
  #version = 0
  #dataVersion = -1

  /** Opens the index at once, so that the first read does not have to. */
  constructor(file: string, nativeBinding: string | undefined) {
    this.#file = file
    this.#nativeBinding = nativeBinding
    try {
      this.#open()
    } catch {
      // The first read throws the same error, if it still applies.
      this.close()
    }
  }

  /**
   * Reads from one state of the index.
   * @throws PlumblineError `index-unavailable` when the index is damaged or has another schema version
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
      const damaged = isDamage(error)
      // A file that has replaced the damaged one may be valid.
      if (damaged && inodeOf(this.#file) === this.#inode) markDamaged(this.#file)
      this.close()
      if (!damaged && !isSchemaMissing(error)) throw error
      throw new PlumblineError(
        'index-unavailable',
        `The index ${this.#file} is being rebuilt, because it was damaged or of another version.`,
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
  }

  #current(): IndexReader {
    const now = Date.now()
    if (this.#reader && now - this.#checkedAt >= CHECK_FILE_EVERY_MS) {
      this.#checkedAt = now
      if (inodeOf(this.#file) !== this.#inode) this.close()
    }
    return this.#reader ?? this.#open()
  }

  #open(): IndexReader {
    this.#inode = inodeOf(this.#file)
    this.#db = openIndexForReading(this.#file, this.#nativeBinding)
    // A new file exists only after it was opened.
    this.#inode ||= inodeOf(this.#file)
    if (!this.#db) {
      throw new PlumblineError(
        'index-unavailable',
        `The index ${this.#file} was written by another version of Plumbline that is still running.`,
        'Quit the other version, or restart it after the update.',
      )
    }
    this.#reader = new IndexReader(this.#db)
    this.#dataVersion = -1
    return this.#reader
  }
}

function isSchemaMissing(error: unknown): boolean {
  return error instanceof Error && /no such (table|column)/.test(error.message)
}
