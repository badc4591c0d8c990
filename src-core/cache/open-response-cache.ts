import { setTimeout as sleep } from 'node:timers/promises'
import type { CacheEntry, CacheStatus } from '../../src-shared/contract/activity.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Settings } from '../../src-shared/contract/settings.ts'
import type { Logger } from '../base/log.ts'
import { maskJson, maskText } from '../base/mask.ts'
import type { IndexConnection } from '../library/library.ts'
import { CACHED_TOOLS, type CacheLookup, type ResponseCache } from './cache.ts'
import { type CacheClock, isFresh, SYSTEM_CLOCK } from './cache-clock.ts'
import { keyOf } from './cache-key.ts'
import { type CachedRow, prepareCacheReads } from './cache-reader.ts'
import { type CacheWriter, isBusy, openCacheWriter, type StoreJob } from './cache-writer.ts'

/** What the cache needs. */
export interface ResponseCacheOptions {
  readonly index: IndexConnection
  readonly indexDb: string
  readonly nativeBinding: string | undefined
  /** The library that this process serves now. Answers about another one are neither served nor kept. */
  readonly root: () => string
  readonly settings: () => Settings['cache']
  readonly log: Logger
  /** Absent: {@link CACHED_TOOLS}. */
  readonly tools?: readonly string[]
  /** Absent: the machine's. */
  readonly clock?: CacheClock
}

export const MAX_ENTRIES = 500
export const MAX_BYTES = 8 * 1024 * 1024
/** One answer must not push out a fifth of the others. */
const MAX_ANSWER = 1024 * 1024

/** Behind the answer, and with its neighbours: answers that come in a burst share one transaction. */
const WRITE_AFTER_MS = 50
/** A file that cannot be written is left alone for so long. */
const REST_MS = 60_000
const RETRY_MS = 5

const BYPASS: CacheLookup = { state: 'bypass' }

/** The cache in `index.db`, shared by every process of the home. Opens nothing until something is to be written. */
export function openResponseCache(options: ResponseCacheOptions): ResponseCache {
  const { index, settings, log, tools = CACHED_TOOLS, clock = SYSTEM_CLOCK } = options
  const hits = new Map<string, { count: number; usedAt: number }>()
  let stores: StoreJob[] = []
  let writer: CacheWriter | null = null
  let timer: NodeJS.Timeout | undefined
  let restUntil = 0
  let closed = false

  const ttl = () => settings().ttl * 1_000

  function find(tool: string, args: Readonly<Record<string, unknown>>): CacheLookup {
    if (closed || !tools.includes(tool) || !settings().enabled) return BYPASS
    let row: CachedRow | undefined
    const call = keyOf({ tool, args })
    try {
      row = index.readOne((reader) => reader.prepared(prepareCacheReads).find().get(call.key))
    } catch {
      // Whoever answers meets the same, and says it.
      return BYPASS
    }
    const library = options.root()
    if (row === undefined || row.library !== library) return BYPASS
    if (row.answer !== null && isFresh(row, clock, ttl())) {
      countHit(call.key)
      return { state: 'hit', answer: row.answer }
    }
    const { born, generation } = row
    // Its age counts from before it was made.
    const stored = { storedAt: clock.now(), storedUp: clock.up() }
    return {
      state: 'miss',
      keep(answer, asked) {
        const bytes = Buffer.byteLength(answer) + Buffer.byteLength(call.args)
        if (bytes > MAX_ANSWER) return
        // The key is made of the true arguments; these are for people to read.
        const told = { asked: maskText(asked), args: maskJson(call.args) }
        stores.push({ ...call, ...told, ...stored, tool, answer, bytes, of: { born, generation, library } })
        writeSoon()
      },
    }
  }

  function countHit(key: string): void {
    const known = hits.get(key)
    if (known === undefined) hits.set(key, { count: 1, usedAt: clock.now() })
    else {
      known.count++
      known.usedAt = clock.now()
    }
    writeSoon()
  }

  function writeSoon(): void {
    if (timer !== undefined || closed) return
    timer = setTimeout(flush, WRITE_AFTER_MS)
    timer.unref()
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (hits.size === 0 && stores.length === 0) return
    const jobs = stores
    // An answer that cannot be written now is made again when it is asked for again.
    stores = []
    if (clock.up() < restUntil) {
      hits.clear()
      return
    }
    try {
      currentWriter().write(jobs, hits, { clock, ttl: ttl(), maxEntries: MAX_ENTRIES, maxBytes: MAX_BYTES })
      hits.clear()
    } catch (error) {
      if (isBusy(error)) {
        writeSoon()
        return
      }
      closeWriter()
      hits.clear()
      restUntil = clock.up() + REST_MS
      log('warn', `Answers cannot be kept for now: ${describeError(error)}`)
    }
  }

  function currentWriter(): CacheWriter {
    if (writer !== null && !writer.isCurrent()) closeWriter()
    writer ??= openCacheWriter(options.indexDb, index.schemaVersion, options.nativeBinding)
    return writer
  }

  function closeWriter(): void {
    writer?.close()
    writer = null
  }

  /** A person waits for it, so that it is tried until the file is free. */
  async function whenFree<T>(work: (writer: CacheWriter) => T): Promise<T> {
    for (;;) {
      try {
        return work(currentWriter())
      } catch (error) {
        if (!isBusy(error)) throw cannotWrite(options.indexDb, error)
        await sleep(RETRY_MS)
      }
    }
  }

  function list(): readonly CacheEntry[] {
    const lifetime = ttl()
    return index
      .readOne((reader) => reader.prepared(prepareCacheReads).entries().all())
      .filter((entry) => isFresh(entry, clock, lifetime))
      .map(({ storedUp: _, ...entry }) => ({
        ...entry,
        hits: entry.hits + (hits.get(entry.key)?.count ?? 0),
        expiresAt: entry.storedAt + lifetime,
      }))
  }

  return {
    find: ({ tool, args }) => find(tool, args),
    list,
    status(): CacheStatus {
      const entries = list()
      const { enabled, ttl: seconds } = settings()
      return {
        enabled,
        ttl: seconds,
        entries: entries.length,
        maxEntries: MAX_ENTRIES,
        bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
        maxBytes: MAX_BYTES,
        generation: index.readOne((reader) => reader.generation()),
        tools,
      }
    },
    async drop(key) {
      stores = stores.filter((job) => job.key !== key)
      hits.delete(key)
      await whenFree((open) => open.drop(key))
    },
    async dropAll() {
      stores = []
      hits.clear()
      const there = list().length
      await whenFree((open) => open.dropAll())
      return there
    },
    flush,
    close() {
      if (closed) return
      flush()
      closed = true
      clearTimeout(timer)
      closeWriter()
    },
  }
}

function cannotWrite(file: string, error: unknown): PlumblineError {
  return new PlumblineError(
    'index-unavailable',
    `The index ${file} cannot be written (${describeError(error)}).`,
    'Make it writable for your user, and try again.',
    { cause: error },
  )
}
