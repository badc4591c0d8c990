import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Settings, SettingsSchema } from '../../src-shared/contract/settings.ts'
import { openDatabase } from '../base/open-database.ts'
import { IndexHandle } from '../library/index/index-handle.ts'
import { openTempIndex, type TempIndex } from '../testing/temp-index.ts'
import type { ResponseCache } from './cache.ts'
import { MAX_BYTES, MAX_ENTRIES, openResponseCache } from './open-response-cache.ts'

const ROOT = '/library'
const TTL = 300_000

let index: TempIndex
let handle: IndexHandle
let cache: ResponseCache
let settings: Settings['cache']
let now: number
let up: number
let logged: string[]

beforeEach(() => {
  index = openTempIndex({ 'a.md': '# Apple\n' })
  index.writer.setMeta('library', ROOT)
  handle = new IndexHandle(index.file, undefined)
  settings = SettingsSchema.parse({}).cache
  now = 1_700_000_000_000
  up = 5_000_000
  logged = []
  cache = openCache()
})
afterEach(() => {
  cache.close()
  handle.close()
  index.close()
})

function openCache(root = ROOT): ResponseCache {
  return openResponseCache({
    index: handle,
    indexDb: index.file,
    nativeBinding: undefined,
    root: () => root,
    settings: () => settings,
    log: (level, message) => logged.push(`${level} ${message}`),
    tools: ['search'],
    clock: { now: () => now, up: () => up },
  })
}

const call = (query: string) => ({ tool: 'search', args: { query, limit: 10 } })

/** Asks, and keeps `answer` unless there is one. Returns what was found. */
function ask(query: string, answer = `{"about":"${query}"}`, from = cache): string | null {
  const found = from.find(call(query))
  if (found.state === 'hit') return found.answer
  if (found.state === 'miss') found.keep(answer, `“${query}”`)
  return null
}

function keep(query: string, answer?: string): void {
  expect(ask(query, answer)).toBeNull()
  cache.flush()
}

describe('a kept answer', () => {
  it('is served byte for byte to calls that mean the same', () => {
    keep('apple', '{"b":1,"a":"é"}')
    expect(ask('apple')).toBe('{"b":1,"a":"é"}')
    expect(cache.find({ tool: 'search', args: { limit: 10, tag: undefined, query: 'apple' } }).state).toBe(
      'hit',
    )
    expect(cache.find({ tool: 'search', args: { limit: 11, query: 'apple' } }).state).toBe('miss')
    expect(cache.find({ tool: 'get_standard', args: call('apple').args })).toEqual({ state: 'bypass' })
  })

  it('is shared by every process', () => {
    keep('apple')
    const otherHandle = new IndexHandle(index.file, undefined)
    const other = openResponseCache({
      index: otherHandle,
      indexDb: index.file,
      nativeBinding: undefined,
      root: () => ROOT,
      settings: () => settings,
      log: () => {},
      tools: ['search'],
      clock: { now: () => now, up: () => up },
    })
    expect(ask('apple', '', other)).toBe('{"about":"apple"}')
    other.close()
    otherHandle.close()
    expect(cache.list()).toMatchObject([{ hits: 1 }])
  })

  it('shows no secret that was asked with', () => {
    const secret = `ghp${'_'}abcdefghijklmnopqrstuvwxyz0123456789`
    keep(secret)
    const [entry] = cache.list()
    expect(JSON.stringify(entry)).not.toContain(secret)
    expect(ask(secret)).toBe(`{"about":"${secret}"}`)
  })

  it('goes with the next generation', () => {
    keep('apple')
    index.put({ 'b.md': '# Banana\n' })
    expect(ask('apple')).toBeNull()
    expect(cache.status()).toMatchObject({ entries: 0, bytes: 0 })
  })

  it('is not kept when the index changed while it was made', () => {
    const found = cache.find(call('apple'))
    index.put({ 'b.md': '# Banana\n' })
    if (found.state === 'miss') found.keep('{}', 'apple')
    cache.flush()
    expect(found.state).toBe('miss')
    expect(cache.list()).toEqual([])
  })

  it('is not kept when it is of an index that was made anew, though its generation has the same number', () => {
    const found = cache.find(call('apple'))
    const db = openDatabase(index.file)
    db.exec("UPDATE meta SET value = 'another' WHERE key = 'born'")
    db.close()
    if (found.state === 'miss') found.keep('{}', 'apple')
    cache.flush()
    expect(cache.list()).toEqual([])
  })

  it('is not served, nor kept, while the index is of another library', () => {
    keep('apple')
    const other = openCache('/elsewhere')
    expect(other.find(call('apple'))).toEqual({ state: 'bypass' })
    const found = cache.find(call('pear'))
    index.writer.setMeta('library', '/elsewhere')
    if (found.state === 'miss') found.keep('{}', 'pear')
    cache.flush()
    index.writer.setMeta('library', ROOT)
    expect(cache.list().map(({ asked }) => asked)).toEqual(['“apple”'])
    other.close()
  })
})

describe('the time to live', () => {
  it('ends', () => {
    keep('apple')
    now += TTL - 1
    up += TTL - 1
    expect(ask('apple')).not.toBeNull()
    now += 1
    up += 1
    expect(ask('apple')).toBeNull()
    expect(cache.list()).toEqual([])
  })

  it('counts from before the answer was made', () => {
    const found = cache.find(call('apple'))
    now += TTL / 2
    up += TTL / 2
    if (found.state === 'miss') found.keep('{}', 'apple')
    cache.flush()
    now += TTL / 2
    up += TTL / 2
    expect(ask('apple')).toBeNull()
  })

  it.each([
    ['forwards', 3_600_000],
    ['backwards', -3_600_000],
  ])('is over when the clock steps %s', (_, step) => {
    keep('apple')
    now += step
    expect(ask('apple')).toBeNull()
  })

  it('is not prolonged by a clock that stepped back and has caught up again', () => {
    keep('apple')
    now -= 200_000
    // Four minutes and forty seconds later, by the clock that nobody sets.
    now += 280_000
    up += 280_000
    expect(ask('apple')).not.toBeNull()
    now += 30_000
    up += 30_000
    expect(now).toBeLessThan(1_700_000_000_000 + TTL)
    expect(ask('apple')).toBeNull()
  })

  it('follows the settings at once', () => {
    keep('apple')
    now += 20_000
    up += 20_000
    settings = { ...settings, ttl: 10 }
    expect(ask('apple')).toBeNull()
  })
})

describe('what is kept', () => {
  it('is not more than so many, those used last', () => {
    for (let n = 0; n < MAX_ENTRIES; n++) {
      now++
      ask(`question ${n}`)
    }
    cache.flush()
    now++
    expect(ask('question 0')).not.toBeNull()
    cache.flush()
    now++
    keep('one more')
    expect(cache.status()).toMatchObject({ entries: MAX_ENTRIES, maxEntries: MAX_ENTRIES })
    const asked = new Set(cache.list().map((entry) => entry.asked))
    expect([asked.has('“question 0”'), asked.has('“question 1”'), asked.has('“one more”')]).toEqual([
      true,
      false,
      true,
    ])
  })

  it('is not more than so many bytes', () => {
    const answer = JSON.stringify('x'.repeat(900_000))
    for (let n = 0; n < 12; n++) {
      now++
      keep(`question ${n}`, answer)
    }
    const { entries, bytes } = cache.status()
    expect(entries).toBe(Math.floor(MAX_BYTES / (900_000 + 50)))
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES)
  })

  it('is no single huge answer', () => {
    keep('huge', JSON.stringify('x'.repeat(2_000_000)))
    expect(cache.list()).toEqual([])
  })

  it('is told of', () => {
    keep('apple')
    ask('apple')
    expect(cache.list()).toEqual([
      {
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        tool: 'search',
        asked: '“apple”',
        args: '{"limit":10,"query":"apple"}',
        storedAt: now,
        expiresAt: now + TTL,
        hits: 1,
        bytes: 45,
      },
    ])
    cache.flush()
    expect(cache.list()).toMatchObject([{ hits: 1 }])
    expect(cache.status()).toMatchObject({ enabled: true, ttl: 300, generation: 1, tools: ['search'] })
  })

  it('can be dropped, one or all', async () => {
    for (const word of ['apple', 'pear', 'plum']) keep(word)
    await cache.drop(cache.list().find(({ asked }) => asked === '“pear”')!.key)
    expect(cache.list().map(({ asked }) => asked)).toEqual(['“plum”', '“apple”'])
    expect(ask('pear')).toBeNull()
    expect(await cache.dropAll()).toBe(2)
    cache.flush()
    expect(cache.list()).toEqual([])
  })

  it('is not asked for while the cache is off', () => {
    keep('apple')
    settings = { ...settings, enabled: false }
    expect(cache.find(call('apple'))).toEqual({ state: 'bypass' })
    expect(cache.status().enabled).toBe(false)
  })
})

describe('while another process writes', () => {
  it('nothing is waited for: an answer is not kept, and hits are counted later', () => {
    keep('apple')
    const other = openDatabase(index.file)
    other.exec('BEGIN IMMEDIATE')
    expect(ask('apple')).not.toBeNull()
    ask('pear')
    cache.flush()
    other.exec('COMMIT')
    cache.flush()
    expect(cache.list()).toMatchObject([{ asked: '“apple”', hits: 1 }])
    const row = other.prepare('SELECT hits FROM cache').get()
    expect(row).toEqual({ hits: 1 })
    other.close()
    expect(logged).toEqual([])
  })

  it('dropping waits until it has ended', async () => {
    keep('apple')
    const other = openDatabase(index.file)
    other.exec('BEGIN IMMEDIATE')
    const dropped = cache.dropAll()
    setTimeout(() => other.exec('COMMIT'), 30)
    expect(await dropped).toBe(1)
    expect(cache.list()).toEqual([])
    other.close()
  })
})
