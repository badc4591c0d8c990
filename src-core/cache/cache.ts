import type { CacheEntry, CacheStatus } from '../../src-shared/contract/activity.ts'

/**
 * The tools whose answers are kept: those that a kept answer makes faster, as `bench/cache.ts` measures. Reading one
 * standard takes as long as reading a kept answer, or in a library of the usual size hardly longer, and would fill the
 * cache with copies of what lies beside it.
 */
export const CACHED_TOOLS: readonly string[] = ['search_standards', 'list_standards', 'get_checklist']

/** A call as the cache tells it from others. */
export interface CachedCall {
  readonly tool: string
  /** Checked, with defaults filled in and aliases resolved: whatever means the same must be the same. */
  readonly args: Readonly<Record<string, unknown>>
}

/** What the cache has for a call. */
export type CacheLookup =
  | { readonly state: 'hit'; readonly answer: string }
  | {
      readonly state: 'miss'
      /**
       * Takes the answer as JSON. It is written behind the answer, unless the index has changed since the lookup.
       * @param asked the call in a few words, for people
       */
      keep(answer: string, asked: string): void
    }
  | { readonly state: 'bypass' }

/**
 * Answers that any process of this home gave not long ago. An answer is served only while the index is the very one that
 * it was made from.
 */
export interface ResponseCache {
  /** To be asked before the answer is made. Never throws, and never waits for another process. */
  find(call: CachedCall): CacheLookup
  /** The entries that would be served now, the newest first. @throws as {@link ResponseCache.status} */
  list(): readonly CacheEntry[]
  /** @throws PlumblineError `index-unavailable` */
  status(): CacheStatus
  /** Forgets one entry. @throws PlumblineError `index-unavailable` when the file cannot be written */
  drop(key: string): Promise<void>
  /** Forgets all; returns how many there were. @throws as {@link ResponseCache.drop} */
  dropAll(): Promise<number>
  /** Writes what waits, now, if no other process is writing. */
  flush(): void
  /** Also more than once. Flushes. */
  close(): void
}
