import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Settings, SettingsSchema } from '../../src-shared/contract/settings.ts'
import { openDatabase } from '../base/open-database.ts'
import { IndexHandle } from '../library/index/index-handle.ts'
import { openTempIndex, type TempIndex } from '../testing/temp-index.ts'
import { MAX_BYTES, MAX_ENTRIES, ResponseCache } from './cache.ts'

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
  return new ResponseCache({
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

/** Looks up a call, and stores `answer` if it is a miss. Returns the cached answer, else `null`. */
function lookUp(query: string, answer = `{"about":"${query}"}`, from = cache): string | null {
  const found = from.find(call(query))
  if (found.state === 'hit') return found.answer
  if (found.state === 'miss') found.store(answer, `“${query}”`)
  return null
}

function store(query: string, answer?: string): void {
  expect(lookUp(query, answer)).toBeNull()
  cache.flush()
}

describe('a cached answer', () => {
  it('is served byte for byte to calls with the same meaning', () => {
    store('apple', '{"b":1,"a":"é"}')
    expect(lookUp('apple')).toBe('{"b":1,"a":"é"}')
    expect(cache.find({ tool: 'search', args: { limit: 10, tag: undefined, query: 'apple' } }).state).toBe(
      'hit',
    )
    expect(cache.find({ tool: 'search', args: { limit: 11, query: 'apple' } }).state).toBe('miss')
    expect(cache.find({ tool: 'get_standard', args: call('apple').args })).toEqual({ state: 'bypass' })
  })

  it('is shared by all processes', () => {
    store('apple')
    const otherHandle = new IndexHandle(index.file, undefined)
    const other = new ResponseCache({
      index: otherHandle,
      indexDb: index.file,
      nativeBinding: undefined,
      root: () => ROOT,
      settings: () => settings,
      log: () => {},
      tools: ['search'],
      clock: { now: () => now, up: () => up },
    })
    expect(lookUp('apple', '', other)).toBe('{"about":"apple"}')
    other.close()
    otherHandle.close()
    expect(cache.list()).toMatchObject([{ hits: 1 }])
  })

  it('is listed without the secrets of its call', () => {
    const secret = `ghp${'_'}abcdefghijklmnopqrstuvwxyz0123456789`
    store(secret)
    const [entry] = cache.list()
    expect(JSON.stringify(entry)).not.toContain(secret)
    expect(lookUp(secret)).toBe(`{"about":"${secret}"}`)
  })

  it('is not served in the next generation of the index', () => {
    store('apple')
    index.put({ 'b.md': '# Banana\n' })
    expect(lookUp('apple')).toBeNull()
    expect(cache.status()).toMatchObject({ entries: 0, bytes: 0 })
  })

  it('is not stored when the index changed while it was made', () => {
    const found = cache.find(call('apple'))
    index.put({ 'b.md': '# Banana\n' })
    if (found.state === 'miss') found.store('{}', 'apple')
    cache.flush()
    expect(found.state).toBe('miss')
    expect(cache.list()).toEqual([])
  })

  it('is not stored when the index was rebuilt, though the generation has the same number', () => {
    const found = cache.find(call('apple'))
    const db = openDatabase(index.file)
    db.exec("UPDATE meta SET value = 'another' WHERE key = 'born'")
    db.close()
    if (found.state === 'miss') found.store('{}', 'apple')
    cache.flush()
    expect(cache.list()).toEqual([])
  })

  it('is neither served nor stored while the index is of another library', () => {
    store('apple')
    const other = openCache('/elsewhere')
    expect(other.find(call('apple'))).toEqual({ state: 'bypass' })
    const found = cache.find(call('pear'))
    index.writer.setMeta('library', '/elsewhere')
    if (found.state === 'miss') found.store('{}', 'pear')
    cache.flush()
    index.writer.setMeta('library', ROOT)
    expect(cache.list().map(({ question }) => question)).toEqual(['“apple”'])
    other.close()
  })
})

describe('the time to live', () => {
  it('limits the age of an answer', () => {
    store('apple')
    now += TTL - 1
    up += TTL - 1
    expect(lookUp('apple')).not.toBeNull()
    now += 1
    up += 1
    expect(lookUp('apple')).toBeNull()
    expect(cache.list()).toEqual([])
  })

  it('begins before the answer is made', () => {
    const found = cache.find(call('apple'))
    now += TTL / 2
    up += TTL / 2
    if (found.state === 'miss') found.store('{}', 'apple')
    cache.flush()
    now += TTL / 2
    up += TTL / 2
    expect(lookUp('apple')).toBeNull()
  })

  it.each([
    ['forwards', 3_600_000],
    ['backwards', -3_600_000],
  ])('ends when the clock is set %s', (_, step) => {
    store('apple')
    now += step
    expect(lookUp('apple')).toBeNull()
  })

  it('is not longer when the clock is set back', () => {
    store('apple')
    now -= 200_000
    // 4 minutes and 40 seconds later.
    now += 280_000
    up += 280_000
    expect(lookUp('apple')).not.toBeNull()
    now += 30_000
    up += 30_000
    expect(now).toBeLessThan(1_700_000_000_000 + TTL)
    expect(lookUp('apple')).toBeNull()
  })

  it('follows a change of the settings at once', () => {
    store('apple')
    now += 20_000
    up += 20_000
    settings = { ...settings, ttl: 10 }
    expect(lookUp('apple')).toBeNull()
  })
})

describe('the cache', () => {
  it('has a limited number of entries, the last used ones', () => {
    for (let n = 0; n < MAX_ENTRIES; n++) {
      now++
      lookUp(`question ${n}`)
    }
    cache.flush()
    now++
    expect(lookUp('question 0')).not.toBeNull()
    cache.flush()
    now++
    store('one more')
    expect(cache.status()).toMatchObject({ entries: MAX_ENTRIES, maxEntries: MAX_ENTRIES })
    const questions = new Set(cache.list().map((entry) => entry.question))
    expect([
      questions.has('“question 0”'),
      questions.has('“question 1”'),
      questions.has('“one more”'),
    ]).toEqual([true, false, true])
  })

  it('has a limited size', () => {
    const answer = JSON.stringify('x'.repeat(900_000))
    for (let n = 0; n < 12; n++) {
      now++
      store(`question ${n}`, answer)
    }
    const { entries, bytes } = cache.status()
    expect(entries).toBe(Math.floor(MAX_BYTES / (900_000 + 50)))
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES)
  })

  it('stores no huge answer', () => {
    store('huge', JSON.stringify('x'.repeat(2_000_000)))
    expect(cache.list()).toEqual([])
  })

  it('is listed, with its hits', () => {
    store('apple')
    lookUp('apple')
    expect(cache.list()).toEqual([
      {
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        tool: 'search',
        question: '“apple”',
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

  it('drops one entry or all', async () => {
    for (const word of ['apple', 'pear', 'plum']) store(word)
    await cache.drop(cache.list().find(({ question }) => question === '“pear”')!.key)
    expect(cache.list().map(({ question }) => question)).toEqual(['“plum”', '“apple”'])
    expect(lookUp('pear')).toBeNull()
    expect(await cache.dropAll()).toBe(2)
    cache.flush()
    expect(cache.list()).toEqual([])
  })

  it('is bypassed while it is off', () => {
    store('apple')
    settings = { ...settings, enabled: false }
    expect(cache.find(call('apple'))).toEqual({ state: 'bypass' })
    expect(cache.status().enabled).toBe(false)
  })
})

describe('while another process writes', () => {
  it('storing does not wait: an answer is dropped, and hits are counted later', () => {
    store('apple')
    const other = openDatabase(index.file)
    other.exec('BEGIN IMMEDIATE')
    expect(lookUp('apple')).not.toBeNull()
    lookUp('pear')
    cache.flush()
    other.exec('COMMIT')
    cache.flush()
    expect(cache.list()).toMatchObject([{ question: '“apple”', hits: 1 }])
    const row = other.prepare('SELECT hits FROM cache').get()
    expect(row).toEqual({ hits: 1 })
    other.close()
    expect(logged).toEqual([])
  })

  it('dropping waits for the end of the write', async () => {
    store('apple')
    const other = openDatabase(index.file)
    other.exec('BEGIN IMMEDIATE')
    const dropping = cache.dropAll()
    setTimeout(() => other.exec('COMMIT'), 30)
    expect(await dropping).toBe(1)
    expect(cache.list()).toEqual([])
    other.close()
  })
})
