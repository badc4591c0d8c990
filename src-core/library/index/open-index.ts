import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { Logger } from '../../base/log.ts'
import { openDatabase } from '../../base/open-database.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { hasCurrentSchema, rebuildSchema } from './index-schema.ts'

// During a bulk load, the indexer reads and writes pages all over the file.
const WRITER_CACHE_KIB = 32_000

/**
 * Opens the index in the process that holds the lease. An index that is damaged or has another schema version is replaced
 * by an empty one, because everything in it can be read from the library again.
 */
export function openIndexForWriting(file: string, nativeBinding: string | undefined, log: Logger): Database {
  const open = () => openDatabase(file, { nativeBinding, cacheKiB: WRITER_CACHE_KIB })
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
    writeFileSync(file + DAMAGED, '')
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
