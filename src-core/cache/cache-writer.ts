import type { Database } from 'better-sqlite3'
import { inodeOf } from '../base/inode-of.ts'
import { openDatabase } from '../base/open-database.ts'
import type { CacheClock, StoredAt } from './cache-clock.ts'

/** The state of the index that an answer was made from. */
interface IndexState {
  /** Different after the index was rebuilt. */
  readonly indexId: string
  readonly generation: number
  readonly library: string
}

/** An answer to be stored. */
export interface StoreJob extends StoredAt {
  readonly key: string
  readonly tool: string
  readonly question: string
  readonly args: string
  readonly answer: string
  readonly bytes: number
  readonly of: IndexState
}

/** By key. */
export type HitCounts = Map<string, { count: number; usedAt: number }>

/** The entries that may stay. */
export interface CacheLimits {
  readonly clock: CacheClock
  /** Milliseconds. */
  readonly ttl: number
  readonly maxEntries: number
  readonly maxBytes: number
}

// It reads few pages, and every stdio child may have one.
const CACHE_KIB = 256

/**
 * A connection that writes the cache. It never waits for a lock, because its thread has requests to answer: a locked file
 * is a SqliteError `SQLITE_BUSY`.
 */
export class CacheWriter {
  readonly #file: string
  readonly #schemaVersion: number
  readonly #inode: number
  readonly #db: Database
  readonly #sql: ReturnType<typeof prepare>

  /** @throws SqliteError when the file cannot be opened */
  constructor(file: string, schemaVersion: number, nativeBinding: string | undefined) {
    this.#file = file
    this.#schemaVersion = schemaVersion
    this.#inode = inodeOf(file)
    this.#db = openDatabase(file, { nativeBinding, busyTimeout: 0, cacheKiB: CACHE_KIB })
    try {
      this.#sql = prepare(this.#db)
    } catch (error) {
      this.#db.close()
      throw error
    }
  }

  /** False when the file was replaced since it was opened. */
  isCurrent(): boolean {
    return inodeOf(this.#file) === this.#inode
  }

  /**
   * In one transaction: stores the answers that are still those of the index, counts hits, and deletes entries beyond the
   * limits.
   * @throws SqliteError
   */
  write(jobs: readonly StoreJob[], hits: HitCounts, limits: CacheLimits): void {
    this.#db.transaction(() => this.#write(jobs, hits, limits)).immediate()
  }

  /** @throws SqliteError */
  drop(key: string): void {
    this.#sql.drop.run(key)
  }

  /** @throws SqliteError */
  dropAll(): void {
    this.#sql.dropAll.run()
  }

  close(): void {
    this.#db.close()
  }

  #write(
    jobs: readonly StoreJob[],
    hits: HitCounts,
    { clock, ttl, maxEntries, maxBytes }: CacheLimits,
  ): void {
    const sql = this.#sql
    const { version, indexId, generation, library } = sql.state.get() ?? NO_STATE
    if (version !== this.#schemaVersion) return
    for (const [key, { count, usedAt }] of hits) sql.count.run(count, usedAt, key)
    let hasStored = false
    for (const { of, ...job } of jobs) {
      // The index has changed since the lookup, so the answer may be outdated.
      if (of.indexId !== indexId || of.generation !== generation || of.library !== library) continue
      sql.store.run({ ...job, generation })
      hasStored = true
    }
    if (!hasStored) return
    sql.dropExpired.run({ now: clock.now(), up: clock.up(), ttl })
    sql.dropSurplus.run(maxEntries, maxBytes)
  }
}

interface StoredState {
  readonly version: number
  readonly indexId: string
  readonly generation: number
  readonly library: string | null
}

const NO_STATE: StoredState = { version: 0, indexId: '', generation: 0, library: null }

function prepare(db: Database) {
  return {
    state: db.prepare<[], StoredState>(
      `SELECT (SELECT user_version FROM pragma_user_version) AS version,
         (SELECT value FROM meta WHERE key = 'born') AS indexId,
         (SELECT value FROM meta WHERE key = 'generation') AS generation,
         (SELECT value FROM meta WHERE key = 'library') AS library`,
    ),
    store: db.prepare(
      `INSERT OR REPLACE INTO cache (key, tool, generation, stored_at, stored_up, used_at, hits, bytes, asked, args, answer)
       VALUES (@key, @tool, @generation, @storedAt, @storedUp, @storedAt, 0, @bytes, @question, @args, @answer)`,
    ),
    count: db.prepare<[number, number, string]>(
      'UPDATE cache SET hits = hits + ?, used_at = max(used_at, ?) WHERE key = ?',
    ),
    // The negation of `isFresh`.
    dropExpired: db.prepare(
      `DELETE FROM cache WHERE @now < stored_at OR @now >= stored_at + @ttl OR @up < stored_up OR @up >= stored_up + @ttl`,
    ),
    // Deletes the least recently used. An index covers these columns, so that the answers are not read.
    dropSurplus: db.prepare<[number, number]>(
      `DELETE FROM cache WHERE rowid IN (
         SELECT rowid FROM (
           SELECT rowid, row_number() OVER w AS entries, sum(bytes) OVER w AS total
           FROM cache WINDOW w AS (ORDER BY used_at DESC, rowid DESC)
         ) WHERE entries > ? OR total > ?)`,
    ),
    drop: db.prepare<[string]>('DELETE FROM cache WHERE key = ?'),
    dropAll: db.prepare('DELETE FROM cache'),
  }
}
