import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CACHE_STATES,
  type NewRequest,
  REQUEST_STATUSES,
  type RequestFilter,
} from '../../../src-shared/contract/activity.ts'
import { runs } from '../../testing/long.ts'
import { aRequest, makeTempActivity, type TempActivity } from '../../testing/temp-activity.ts'
import type { Activity } from '../activity.ts'
import { isCall } from '../request-type.ts'
import { SEGMENT_ROWS } from '../retention/compact.ts'
import { percentile } from './histogram.ts'

// Compares filters with a plain loop over the rows, most of which are compacted.

const CLIENTS = ['claude-code', 'cursor', null, 'Zed “beta”']
const TOOLS = ['search_standards', 'get_standard', null]
const WORDS = [
  'retry',
  'retries',
  'backoff',
  'getUserName',
  'snake_case',
  '数据库',
  '错误处理',
  'Größe',
  'C++',
  'é',
]
const SESSIONS = ['one', 'two', 'three']
const STANDARDS = ['go/errors.md', 'python/testing.md']
const ROWS = SEGMENT_ROWS * 4 + 137
const BEGUN = 1_700_000_000_000

let temp: TempActivity
let log: Activity
let rows: (NewRequest & { seq: number })[]

beforeAll(async () => {
  temp = makeTempActivity()
  temp.settings = { ...temp.settings, keepDays: 3650 }
  log = temp.open()
  const random = pseudoRandom(7)
  const anyOf = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  rows = Array.from({ length: ROWS }, (_, index) => {
    const tool = anyOf(TOOLS)
    return {
      ...aRequest({
        // The clock is often set back a little, and once far.
        at: BEGUN + index * 1_000 - (index % 97 === 0 ? 90_000 : 0) - (index > ROWS / 2 ? 600_000 : 0),
        client: anyOf(CLIENTS),
        tool,
        method: tool === null ? anyOf(['tools/list', 'resources/read']) : 'tools/call',
        status: index < 900 ? anyOf(['ok', 'empty']) : anyOf(REQUEST_STATUSES),
        cache: anyOf(CACHE_STATES),
        session: anyOf(SESSIONS),
        question: `${anyOf(WORDS)} ${anyOf(WORDS)} ${index === 1_000 ? 'xylophagous' : ''}`,
        message: random() < 0.1 ? `no ${anyOf(WORDS)}` : null,
        micros: Math.floor(Math.exp(random() * 12)),
        references: STANDARDS.filter(() => random() < 0.2).map((id) => ({
          id,
          section: anyOf([null, 'a', 'b']),
        })),
      }),
      seq: index + 1,
    }
  })
  for (const row of rows) log.record(row)
  log.flush()
  await temp.compacted()
  for (const row of rows.slice(-20)) expect(log.request(row.seq)?.question).toBe(row.question)
})
afterAll(() => temp.close())

const filters: fc.Arbitrary<RequestFilter> = fc.record(
  {
    from: fc.integer({ min: BEGUN - 700_000, max: BEGUN + ROWS * 1_000 }),
    to: fc.integer({ min: BEGUN - 700_000, max: BEGUN + ROWS * 1_000 }),
    clients: fc.subarray(['claude-code', 'cursor', '', 'Zed “beta”', 'nobody']),
    tools: fc.subarray(['search_standards', 'get_standard', 'none']),
    statuses: fc.subarray([...REQUEST_STATUSES]),
    cache: fc.subarray([...CACHE_STATES]),
    callsOnly: fc.boolean(),
    session: fc.constantFrom(...SESSIONS, 'nowhere'),
    standard: fc.constantFrom(...STANDARDS, 'none.md'),
    text: fc.constantFrom(
      'retry',
      'retr',
      'r',
      'RETRIES backoff',
      'user',
      'getUserName',
      'snake_ca',
      '数据',
      '据库',
      '错 retry',
      'grosse',
      'größ',
      'e',
      'c++',
      'xylophagous',
      'xylo retry',
      'nothing like this',
      'sections',
      '7',
      'tools/call',
      'search_standards',
      ' … ',
      '"retry" OR *',
    ),
  },
  { requiredKeys: [] },
)

describe('a filter', () => {
  it('finds what a loop over all rows finds, in pages of both directions, and counts it', () => {
    fc.assert(
      fc.property(
        filters,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: ROWS + 1 }),
        (filter, limit, anchor) => {
          const expected = rows.filter((row) => matches(row, filter)).map(({ seq }) => seq)
          expect(log.count(filter)).toBe(expected.length)
          const newestFirst = [...expected].reverse()

          const newest = log.page(filter, { limit })
          expect(newest.rows.map(({ seq }) => seq)).toEqual(newestFirst.slice(0, limit))
          expect([newest.newer, newest.older]).toEqual([false, expected.length > limit])

          const below = newestFirst.filter((seq) => seq < anchor)
          const before = log.page(filter, { limit, before: anchor })
          expect(before.rows.map(({ seq }) => seq)).toEqual(below.slice(0, limit))
          expect([before.newer, before.older]).toEqual([expected.length > below.length, below.length > limit])

          const above = expected.filter((seq) => seq > anchor)
          const after = log.page(filter, { limit, after: anchor })
          expect(after.rows.map(({ seq }) => seq)).toEqual(above.slice(0, limit).reverse())
          expect([after.newer, after.older]).toEqual([above.length > limit, expected.length > above.length])
        },
      ),
      { numRuns: runs(400) },
    )
  })

  it('selects the same rows for figures', () => {
    fc.assert(
      fc.property(
        filters,
        fc.integer({ min: 0, max: ROWS }),
        fc.integer({ min: 1, max: ROWS }),
        (filter, start, length) => {
          const from = BEGUN + start * 1_000
          const to = from + length * 1_000
          const expected = rows.filter((row) => matches(row, filter) && row.at >= from && row.at < to)
          const { all, steps, tools, clients, step } = log.figures(filter, from, to, 20)
          expect(all.count).toBe(expected.length)
          expect(all.bytes).toBe(expected.reduce((sum, { bytes }) => sum + bytes, 0))
          expect(all.hits).toBe(expected.filter(({ cache }) => cache === 'hit').length)
          expect(all.misses).toBe(expected.filter(({ cache }) => cache === 'miss').length)
          expect(all.empty).toBe(expected.filter(({ status }) => status === 'empty').length)
          expect(all.errors).toBe(expected.filter(({ status }) => status.endsWith('-error')).length)
          expect(all.cancelled).toBe(expected.filter(({ status }) => status === 'cancelled').length)
          const sorted = expected.map(({ micros }) => micros).sort((a, b) => a - b)
          for (const [share, found] of [
            [0.5, all.p50],
            [0.95, all.p95],
            [0.99, all.p99],
          ] as const) {
            const exact = sorted[Math.ceil(share * sorted.length) - 1]
            if (exact === undefined) expect(found).toBeNull()
            else expect(Math.abs((found ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.05)
          }
          expect(steps.length).toBeLessThanOrEqual(20)
          expect(steps.map(({ count }) => count)).toEqual(
            steps.map(({ from: at }) => expected.filter((row) => row.at >= at && row.at < at + step).length),
          )
          expect(Object.fromEntries(tools.map(({ name, count }) => [name, count]))).toEqual(
            countBy(expected.flatMap(({ tool }) => tool ?? [])),
          )
          expect(Object.fromEntries(clients.map(({ name, count }) => [name, count]))).toEqual(
            countBy(expected.map(({ client }) => client ?? '')),
          )
        },
      ),
      { numRuns: runs(100) },
    )
  })

  it('has no percentile without rows', () => {
    expect(percentile(new Uint32Array(464), 0, 0.5)).toBeNull()
  })
})

/** The meaning of a filter, row by row. */
function matches(row: NewRequest, filter: RequestFilter): boolean {
  const contains = <T>(list: readonly T[] | undefined, value: T) =>
    list === undefined || list.length === 0 || list.includes(value)
  return (
    row.at >= (filter.from ?? 0) &&
    row.at < (filter.to ?? Number.POSITIVE_INFINITY) &&
    contains(filter.clients, row.client ?? '') &&
    contains(filter.tools, row.tool ?? '') &&
    contains(filter.statuses, row.status) &&
    contains(filter.cache, row.cache) &&
    (!filter.callsOnly || isCall(row.method)) &&
    (filter.session === undefined || row.session === filter.session) &&
    (filter.standard === undefined || row.references.some(({ id }) => id === filter.standard)) &&
    (filter.text === undefined || hasWords(row, filter.text))
  )
}

// Written out for the words of this test, so that it does not repeat the tested code.
const MATCHING: Readonly<Record<string, (text: string) => boolean>> = {
  retry: (text) => text.includes('retry'),
  retr: (text) => text.includes('retr'),
  r: (text) => /retr|resources|read/.test(text),
  'RETRIES backoff': (text) => text.includes('retries') && text.includes('backoff'),
  user: (text) => text.includes('getUserName'),
  getUserName: (text) => text.includes('getUserName'),
  snake_ca: (text) => text.includes('snake_case'),
  数据: (text) => text.includes('数据'),
  据库: (text) => text.includes('据库'),
  '错 retry': (text) => text.includes('错') && text.includes('retry'),
  grosse: () => false,
  größ: (text) => text.includes('Größe'),
  e: (text) => text.includes('é'),
  'c++': (text) => text.includes('C++'),
  xylophagous: (text) => text.includes('xylophagous'),
  'xylo retry': (text) => text.includes('xylophagous') && text.includes('retry'),
  'nothing like this': () => false,
  sections: () => true,
  '7': () => true,
  'tools/call': (text) => text.includes('tools/call'),
  search_standards: (text) => text.includes('search_standards'),
  ' … ': () => true,
  '"retry" OR *': () => false,
}

function hasWords(row: NewRequest, text: string): boolean {
  const whole = [row.question, row.summary, row.message, row.tool, row.method].join('\n')
  return MATCHING[text]?.(whole) ?? false
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function pseudoRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
