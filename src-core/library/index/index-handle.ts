import type { Database } from 'better-sqlite3'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { createIndexReader, type IndexReader } from './index-reader.ts'
import { markDamaged, openIndexForReading } from './open-index.ts'

/** A reader that opens itself again when the index file was replaced, damaged or of another version. */
export interface IndexHandle {
  /**
   * Reads from one state of the index.
   * @throws PlumblineError `index-unavailable` when there is nothing that this version can read
   */
  read<T>(work: (index: IndexReader) => T): T
  /**
   * The same for a single statement, which sees one state anyway: spares the transaction.
   * @throws as `read`
   */
  readOne<T>(work: (index: IndexReader) => T): T
  /**
   * Another number than before whenever anything in the index may have changed. About 2 microseconds.
   * @throws as `read`
   */
  version(): number
  close(): void
}

// A replaced file is rare: once a second is soon enough, and costs nothing.
const LOOK_EVERY_MS = 1_000

/** Opens the index at once, so that the first question need not. */
export function openIndexHandle(file: string, nativeBinding: string | undefined): IndexHandle {
  let db: Database | null = null
  let reader: IndexReader | null = null
  let inode = 0
  let lookedAt = 0
  let version = 0
  let dataVersion = -1

  function close(): void {
    reader = null
    db?.close()
    db = null
  }

  function open(): IndexReader {
    inode = inodeOf(file)
    db = openIndexForReading(file, nativeBinding)
    // A new file has its number only now.
    inode ||= inodeOf(file)
    if (!db) {
      throw new PlumblineError(
        'index-unavailable',
        `The index ${file} was written by another version of Plumbline that is still running.`,
        'Quit the other version, or restart it after the update.',
      )
    }
    reader = createIndexReader(db)
    dataVersion = -1
    return reader
  }

  function current(): IndexReader {
    const now = Date.now()
    if (reader && now - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = now
      if (inodeOf(file) !== inode) close()
    }
    return reader ?? open()
  }

  try {
    open()
  } catch {
    // The first question says what is wrong, if it still is.
    close()
  }

  function readOne<T>(work: (index: IndexReader) => T): T {
    try {
      return work(current())
    } catch (error) {
      if (error instanceof PlumblineError) throw error
      // A file that was replaced meanwhile may be sound.
      if (isDamage(error) && inodeOf(file) === inode) markDamaged(file)
      close()
      if (!isDamage(error) && !isSchemaGone(error)) throw error
      throw new PlumblineError(
        'index-unavailable',
        `The index ${file} is being made anew, because it was damaged or of another version.`,
        'Ask again in a few seconds.',
        { cause: error },
      )
    }
  }

  return {
    read: (work) => readOne((index) => index.snapshot(() => work(index))),
    readOne,
    version() {
      const now = readOne((index) => index.dataVersion())
      if (now !== dataVersion) {
        dataVersion = now
        version++
      }
      return version
    },
    close,
  }
}

function isSchemaGone(error: unknown): boolean {
  return error instanceof Error && /no such (table|column)/.test(error.message)
}
