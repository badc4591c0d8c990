import type { Database } from 'better-sqlite3'
import { once } from '../base/once.ts'

/** A cached response without its text. */
export interface CachedEntry {
  readonly key: string
  readonly tool: string
  /** Milliseconds since the epoch. */
  readonly storedAt: number
  /** Milliseconds since the machine started. */
  readonly storedUp: number
  readonly hits: number
  readonly bytes: number
  readonly question: string
  readonly args: string
}

/** The state of the index and the cached response for a key, read at the same time. */
export interface CachedRow {
  /** The index id, which differs after a rebuild. */
  readonly indexId: string
  readonly generation: number
  /** The indexed library; `null`: none yet. */
  readonly library: string | null
  /** `null`: no response of this generation is cached under the key. */
  readonly answer: string | null
  readonly storedAt: number
  readonly storedUp: number
}

/** The statements that read the cache. Each is a single statement, so that the response and the generation agree. */
export function prepareCacheReads(db: Database) {
  return {
    find: once(() =>
      db.prepare<[string], CachedRow>(
        `SELECT born.value AS indexId, now.value AS generation, (SELECT value FROM meta WHERE key = 'library') AS library,
         answer, stored_at AS storedAt, stored_up AS storedUp
       FROM meta AS born JOIN meta AS now LEFT JOIN cache ON cache.key = ? AND generation = now.value
       WHERE born.key = 'born' AND now.key = 'generation'`,
      ),
    ),
    entries: once(() =>
      db.prepare<[], CachedEntry>(
        `SELECT key, tool, stored_at AS storedAt, stored_up AS storedUp, hits, bytes, asked AS question, args FROM cache
       WHERE generation = (SELECT value FROM meta WHERE key = 'generation') ORDER BY stored_at DESC, rowid DESC`,
      ),
    ),
  }
}
