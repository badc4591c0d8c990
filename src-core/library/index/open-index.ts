import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { Logger } from '../../base/log.ts'
import { openDatabase } from '../../base/open-database.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { hasCurrentSchema, rebuildSchema } from './index-schema.ts'

// The indexer reads and writes everywhere in a bulk load.
const WRITER_CACHE_KIB = 32_000

/**
 * Opens the index for the process that holds the lease, and makes it anew when it belongs to another version or is
 * damaged: all of it can be read from the library again.
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
  log('warn', `The index ${file} is damaged (${reason}) and is made anew.`)
  for (const end of ['', '-wal', '-shm', DAMAGED]) rmSync(file + end, { force: true })
}

const DAMAGED = '.damaged'

/**
 * Leaves word beside the index that it is damaged inside, which shows only where the damage is read. Whoever indexes
 * looks for it, in whatever process it was seen, and makes the index anew.
 */
export function markDamaged(file: string): void {
  try {
    writeFileSync(file + DAMAGED, '')
  } catch {
    // The home is gone or full; the damage will be seen again.
  }
}

/** True when somebody left word that the index is damaged. */
export function isMarkedDamaged(file: string): boolean {
  return existsSync(file + DAMAGED)
}

/**
 * Opens the index for reading, in any process. A new file gets its tables at once, so that nobody has to wait for the
 * indexer to ask whether anything is there.
 * @returns `null` while the file belongs to another version of Plumbline
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
