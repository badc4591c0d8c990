import { inodeOf } from '../base/inode-of.ts'
import { openDatabase } from '../base/open-database.ts'
import type { CacheClock, StoredAt } from './cache-clock.ts'

/** The state of the index that an answer was made from. */
export interface IndexState {
  readonly born: string
  readonly generation: number
  readonly library: string
}

/** An answer that is to be kept. */
export interface StoreJob extends StoredAt {
  readonly key: string
  readonly tool: string
  readonly asked: string
  readonly args: string
  readonly answer: string
  readonly bytes: number
  readonly of: IndexState
}

/** What is kept at most, and for how long. */
export interface Limits {
  readonly clock: CacheClock
  /** Milliseconds. */
  readonly ttl: number
  readonly maxEntries: number
  readonly maxBytes: number
}

/** Writes the cache, over a connection that never waits for a lock: this is a thread that has questions to answer. */
export interface CacheWriter {
  /** True while the file that was opened is the one that has this name. */
  isCurrent(): boolean
  /**
   * In one transaction: keeps the answers that the index would still give, counts hits, and drops what is too old or
   * too much.
   * @throws SqliteError also when another process is writing, see {@link isBusy}
   */
  write(
    jobs: readonly StoreJob[],
    hits: ReadonlyMap<string, { readonly count: number; readonly usedAt: number }>,
    limits: Limits,
  ): void
  /** @throws as `write` */
  drop(key: string): void
  /** @throws as `write` */
  dropAll(): void
  close(): void
}

// It touches a few pages now and then, and every child has one.
const CACHE_KIB = 256

/** @throws SqliteError when the file cannot be opened */
export function openCacheWriter(
  file: string,
  schemaVersion: number,
  nativeBinding: string | undefined,
): CacheWriter {
  const inode = inodeOf(file)
  const db = openDatabase(file, { nativeBinding, busyTimeout: 0, cacheKiB: CACHE_KIB })
  try {
    const sql = prepare(db)
    const write = db.transaction((...[jobs, hits, limits]: Parameters<CacheWriter['write']>) => {
      const { version, born, generation, library } = sql.state.get() ?? NO_STATE
      if (version !== schemaVersion) return
      for (const [key, { count, usedAt }] of hits) sql.count.run(count, usedAt, key)
      let stored = false
      for (const { of, ...job } of jobs) {
        // The index has changed since: the answer may be older than it is.
        if (of.born !== born || of.generation !== generation || of.library !== library) continue
        sql.store.run({ ...job, generation })
        stored = true
      }
      if (!stored) return
      const { clock, ttl, maxEntries, maxBytes } = limits
      sql.dropOld.run({ now: clock.now(), up: clock.up(), ttl })
      sql.dropSurplus.run(maxEntries, maxBytes)
    })
    return {
      isCurrent: () => inodeOf(file) === inode,
      write: (jobs, hits, limits) => write.immediate(jobs, hits, limits),
      drop: (key) => void sql.drop.run(key),
      dropAll: () => void sql.dropAll.run(),
      close: () => db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

interface StoredState {
  readonly version: number
  readonly born: string
  readonly generation: number
  readonly library: string | null
}

const NO_STATE: StoredState = { version: 0, born: '', generation: 0, library: null }

function prepare(db: ReturnType<typeof openDatabase>) {
  return {
    state: db.prepare<[], StoredState>(
      `SELECT (SELECT user_version FROM pragma_user_version) AS version,
         (SELECT value FROM meta WHERE key = 'born') AS born,
         (SELECT value FROM meta WHERE key = 'generation') AS generation,
         (SELECT value FROM meta WHERE key = 'library') AS library`,
    ),
    store: db.prepare(
      `INSERT OR REPLACE INTO cache (key, tool, generation, stored_at, stored_up, used_at, hits, bytes, asked, args, answer)
       VALUES (@key, @tool, @generation, @storedAt, @storedUp, @storedAt, 0, @bytes, @asked, @args, @answer)`,
    ),
    count: db.prepare<[number, number, string]>(
      'UPDATE cache SET hits = hits + ?, used_at = max(used_at, ?) WHERE key = ?',
    ),
    // As `isFresh` has it.
    dropOld: db.prepare(
      `DELETE FROM cache WHERE @now < stored_at OR @now >= stored_at + @ttl OR @up < stored_up OR @up >= stored_up + @ttl`,
    ),
    // The index on what is read here spares reading over the answers. Those used last stay.
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

/** True when another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
