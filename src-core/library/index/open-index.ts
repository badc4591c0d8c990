import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Logger } from '../../base/log.ts'
import { openDatabase, openInMemory } from '../../base/open-database.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { hasCurrentSchema, rebuildSchema } from './index-schema.ts'

// During a bulk load, the indexer reads and writes pages all over the file.
const WRITER_CACHE_KIB = 32_000

/**
 * Opens the index in the process that holds the lease. An index that is damaged or has another schema version is replaced
 * by an empty one, because everything in it can be read from the library again.
 */
export function openIndexForWriting(file: string, nativeBinding: string | undefined, log: Logger): Database {
  const open = () => {
    mkdirSync(dirname(file), { recursive: true })
    return openDatabase(file, { nativeBinding, cacheKiB: WRITER_CACHE_KIB })
  }
  let db: Database | null = null
  try {
    if (isMarkedDamaged(file)) removeIndex(file, 'it could not be read', log)
    db = open()
    rebuildSchema(db)
    return db
  } catch (error) {
    if (!isDamage(error)) throw error
    db?.close()
    removeIndex(file, String(error), log)
    db = open()
    rebuildSchema(db)
    return db
  }
}

function removeIndex(file: string, reason: string, log: Logger): void {
  log('warn', `The index ${file} is damaged (${reason}) and is being rebuilt.`)
  for (const end of ['', '-wal', '-shm', DAMAGED]) rmSync(file + end, { force: true })
}

const DAMAGED = '.damaged'

/**
 * Creates a marker file beside the index, because only the process that reads a damaged page can detect the damage. The
 * indexing process checks for the marker and rebuilds the index.
 */
export function markDamaged(file: string): void {
  try {
    writeFileSync(file + DAMAGED, '', { mode: 0o600 })
  } catch {
    // The home is missing or full. The next read detects the damage again.
  }
}

/** Returns true when a process has marked the index as damaged. */
export function isMarkedDamaged(file: string): boolean {
  return existsSync(file + DAMAGED)
}

/**
 * Opens the index for reading, in any process. A new file gets its tables at once, so that reads do not have to wait for
 * the indexer.
 * @returns `null` while the file has another schema version
 */
export function openIndexForReading(file: string, nativeBinding: string | undefined): Database | null {
  const db = openDatabase(file, { nativeBinding })
  try {
    if (db.pragma('user_version', { simple: true }) === 0) rebuildSchema(db)
    if (hasCurrentSchema(db)) return db
  } catch (error) {
    db.close()
    throw error
  }
  db.close()
  return null
}

/** An index that this process cannot write. */
interface UnwritableIndex {
  readonly db: Database
  /** True for a copy in memory, which does not follow changes of the file. */
  readonly isCopy: boolean
}

/**
 * Opens an index whose folder cannot be written: because of its permissions, a read-only file system or a full disk. SQLite needs
 * to create files beside a database even to read it, so where these do not exist, the index is read into memory.
 * @returns `null` when there is no index of this schema version
 * @throws whatever reading the file throws
 */
export function openUnwritableIndex(file: string, nativeBinding: string | undefined): UnwritableIndex | null {
  const readers = [
    { isCopy: false, open: () => openDatabase(file, { nativeBinding, readonly: true }) },
    { isCopy: true, open: () => readIntoMemory(file, nativeBinding) },
  ]
  let failure: unknown
  for (const { isCopy, open } of readers) {
    let db: Database | null = null
    try {
      db = open()
      // Reads from the file, which may fail although it could be opened.
      if (hasCurrentSchema(db)) return { db, isCopy }
      db.close()
      return null
    } catch (error) {
      db?.close()
      failure = error
    }
  }
  throw failure
}

function readIntoMemory(file: string, nativeBinding: string | undefined): Database {
  const wal = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
  const bytes = wal === 0 ? readFileSync(file) : readWithLog(file, nativeBinding)
  // Bytes 18 and 19 of a database say that it has a write-ahead log, which one in memory cannot have.
  bytes.fill(1, 18, 20)
  return openInMemory(bytes, nativeBinding)
}

/** The database including what is in its write-ahead log: SQLite joins them in a temporary copy. */
function readWithLog(file: string, nativeBinding: string | undefined): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-index-'))
  try {
    const copy = join(folder, 'index.db')
    for (const end of ['', '-wal']) copyFileSync(file + end, copy + end)
    // Closing the last connection ends the log.
    openDatabase(copy, { nativeBinding }).close()
    return readFileSync(copy)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
