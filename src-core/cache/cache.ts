import { setTimeout as sleep } from 'node:timers/promises'
import type { CacheEntry, CacheStatus } from '../../src-shared/contract/activity.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Settings } from '../../src-shared/contract/settings.ts'
import type { Logger } from '../base/log.ts'
import { maskJson, maskText } from '../base/mask.ts'
import { isBusy } from '../base/sqlite-errors.ts'
import { databaseErrorOf } from '../base/storage-errors.ts'
import type { IndexConnection } from '../library/library.ts'
import { type CacheClock, isFresh, SYSTEM_CLOCK } from './cache-clock.ts'
import { type CachedCall, keyOf } from './cache-key.ts'
import { type CachedRow, prepareCacheReads } from './cache-reader.ts'
import { CacheWriter, type HitCounts, type StoreJob } from './cache-writer.ts'

/**
 * The tools whose answers are cached: those that the cache makes faster, as `bench/cache.ts` measures. Reading a standard
 * takes about as long as reading a cached answer, and would fill the cache with copies of what the index holds.
 */
const CACHED_TOOLS: readonly string[] = ['search_standards', 'list_standards', 'get_checklist']

export const MAX_ENTRIES = 500
export const MAX_BYTES = 8 * 1024 * 1024
// A larger answer would displace many others.
const MAX_ANSWER_BYTES = 1024 * 1024

// Writing waits until the answer is sent, and for answers that follow, which share the transaction.
const WRITE_DELAY_MS = 50
// After a write failed, the file is left alone for so long.
const FAILURE_PAUSE_MS = 60_000
const RETRY_MS = 5

export type CacheLookup =
  | {
      readonly state: 'hit'
      /** JSON, and what it says. */
      readonly answer: string
      readonly value: Record<string, unknown>
    }
  | {
      readonly state: 'miss'
      /**
       * Stores the answer, unless the index changes between the lookup and the write.
       * @param answer JSON
       * @param question the call in a few words, for people
       */
      store(answer: string, question: string): void
    }
  | { readonly state: 'bypass' }

const BYPASS: CacheLookup = { state: 'bypass' }

export interface ResponseCacheOptions {
  readonly index: IndexConnection
  /** Absolute path of `index.db`, which the cache is part of. */
  readonly indexDb: string
  readonly nativeBinding: string | undefined
  /** The library that this process serves. Answers from another library are neither served nor stored. */
  readonly root: () => string
  readonly settings: () => Settings['cache']
  readonly log: Logger
  /** Default: {@link CACHED_TOOLS}. */
  readonly tools?: readonly string[]
  /** Default: the system's. */
  readonly clock?: CacheClock
}

/**
 * Answers of recent tool calls, shared by the processes of this home. An answer is served only while the index is the one, and
 * of the generation, that it was made from. The file is opened for writing by the first write.
 */
export class ResponseCache {
  readonly #options: ResponseCacheOptions
  readonly #tools: readonly string[]
  readonly #clock: CacheClock
  readonly #hits: HitCounts = new Map()
  #jobs: StoreJob[] = []
  #writer: CacheWriter | null = null
  #timer: NodeJS.Timeout | undefined
  /** By the clock's `up`. */
  #pausedUntil = 0
  #isClosed = false

  constructor(options: ResponseCacheOptions) {
    this.#options = options
    this.#tools = options.tools ?? CACHED_TOOLS
    this.#clock = options.clock ?? SYSTEM_CLOCK
  }

  /** To be called before the answer is made. Never throws, and does not wait for other processes. */
  find({ tool, args }: CachedCall): CacheLookup {
    const { index, settings, root } = this.#options
    if (this.#isClosed || !this.#tools.includes(tool) || !settings().enabled) return BYPASS
    let row: CachedRow | undefined
    const call = keyOf({ tool, args })
    try {
      row = index.readOne((reader) => reader.prepared(prepareCacheReads).find().get(call.key))
    } catch {
      // The tool fails to read the index too, and reports it.
      return BYPASS
    }
    const library = root()
    if (row === undefined || row.library !== library) return BYPASS
    if (row.answer !== null && isFresh(row, this.#clock, this.#ttl())) {
      return this.#hit(call.key, row.answer)
    }
    const of = { indexId: row.indexId, generation: row.generation, library }
    // The time to live begins before the answer is made.
    const stored = { storedAt: this.#clock.now(), storedUp: this.#clock.up() }
    return {
      state: 'miss',
      store: (answer, question) => {
        const bytes = Buffer.byteLength(answer) + Buffer.byteLength(call.args)
        if (bytes > MAX_ANSWER_BYTES) return
        // The key is the hash of the arguments; the masked ones are for people.
        const masked = { question: maskText(question), args: maskJson(call.args) }
        this.#jobs.push({ key: call.key, ...masked, ...stored, tool, answer, bytes, of })
        this.#writeSoon()
      },
    }
  }

  #hit(key: string, answer: string): CacheLookup {
    try {
      // Within a read, so that text that is no JSON counts as a damaged index.
      const value = this.#options.index.readOne(() => JSON.parse(answer))
      this.#countHit(key)
      return { state: 'hit', answer, value }
    } catch {
      return BYPASS
    }
  }

  /** The entries that may be served now, newest first. @throws PlumblineError `index-unavailable` */
  list(): readonly CacheEntry[] {
    const ttl = this.#ttl()
    return this.#options.index
      .readOne((reader) => reader.prepared(prepareCacheReads).entries().all())
      .filter((entry) => isFresh(entry, this.#clock, ttl))
      .map(({ storedUp: _, ...entry }) => ({
        ...entry,
        hits: entry.hits + (this.#hits.get(entry.key)?.count ?? 0),
        expiresAt: entry.storedAt + ttl,
      }))
  }

  /** @throws PlumblineError `index-unavailable` */
  status(): CacheStatus {
    const entries = this.list()
    const { enabled, ttl } = this.#options.settings()
    return {
      enabled,
      ttl,
      entries: entries.length,
      maxEntries: MAX_ENTRIES,
      bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
      maxBytes: MAX_BYTES,
      generation: this.#options.index.readOne((reader) => reader.generation()),
      tools: this.#tools,
    }
  }

  /** Deletes one entry. @throws PlumblineError `index-unavailable` when the file cannot be written */
  async drop(key: string): Promise<void> {
    this.#jobs = this.#jobs.filter((job) => job.key !== key)
    this.#hits.delete(key)
    await this.#writeWhenFree((writer) => writer.drop(key))
  }

  /** Deletes all entries and returns their number. @throws PlumblineError `index-unavailable` */
  async dropAll(): Promise<number> {
    this.#jobs = []
    this.#hits.clear()
    const entries = this.list().length
    await this.#writeWhenFree((writer) => writer.dropAll())
    return entries
  }

  /** Writes what is queued, unless another process is writing. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#hits.size === 0 && this.#jobs.length === 0) return
    const jobs = this.#jobs
    // Answers that cannot be written now are dropped: the next call makes them again.
    this.#jobs = []
    if (this.#clock.up() < this.#pausedUntil) {
      this.#hits.clear()
      return
    }
    try {
      this.#openWriter().write(jobs, this.#hits, {
        clock: this.#clock,
        ttl: this.#ttl(),
        maxEntries: MAX_ENTRIES,
        maxBytes: MAX_BYTES,
      })
      this.#hits.clear()
    } catch (error) {
      if (isBusy(error)) {
        this.#writeSoon()
        return
      }
      this.#closeWriter()
      this.#hits.clear()
      this.#pausedUntil = this.#clock.up() + FAILURE_PAUSE_MS
      const { indexDb, log } = this.#options
      log(
        'warn',
        `Answers cannot be cached for now: ${describeError(databaseErrorOf(error, indexDb) ?? error)}`,
      )
    }
  }

  /** Flushes. Idempotent. */
  close(): void {
    if (this.#isClosed) return
    this.flush()
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#closeWriter()
  }

  /** Milliseconds. */
  #ttl(): number {
    return this.#options.settings().ttl * 1_000
  }

  #countHit(key: string): void {
    const hits = this.#hits.get(key)
    if (hits === undefined) this.#hits.set(key, { count: 1, usedAt: this.#clock.now() })
    else {
      hits.count++
      hits.usedAt = this.#clock.now()
    }
    this.#writeSoon()
  }

  #writeSoon(): void {
    if (this.#timer !== undefined || this.#isClosed) return
    this.#timer = setTimeout(() => this.flush(), WRITE_DELAY_MS)
    this.#timer.unref()
  }

  #openWriter(): CacheWriter {
    const { index, indexDb, nativeBinding } = this.#options
    if (this.#writer !== null && !this.#writer.isCurrent()) this.#closeWriter()
    this.#writer ??= new CacheWriter(indexDb, index.schemaVersion, nativeBinding)
    return this.#writer
  }

  #closeWriter(): void {
    this.#writer?.close()
    this.#writer = null
  }

  /** Repeats the work until no other process is writing, as a person waits for it. */
  async #writeWhenFree<T>(work: (writer: CacheWriter) => T): Promise<T> {
    for (;;) {
      try {
        return work(this.#openWriter())
      } catch (error) {
        if (!isBusy(error)) throw notWritable(this.#options.indexDb, error)
        await sleep(RETRY_MS)
      }
    }
  }
}

function notWritable(file: string, error: unknown): PlumblineError {
  const storageError = databaseErrorOf(error, file)
  if (storageError !== null) return storageError
  return new PlumblineError(
    'index-unavailable',
    `The index ${file} cannot be written (${describeError(error)}).`,
    'Make it writable for your user, and try again.',
    { cause: error },
  )
}
