import { describe, expect, it } from 'vitest'
import type { CacheEntry, NamedFigures } from '../../../src-shared/contract/activity.ts'
import { estimateSavedTime, filterEntries, nameList, sortEntries } from './entries.ts'

const entry = (key: string, more: Partial<CacheEntry> = {}): CacheEntry => ({
  key,
  tool: 'search_standards',
  question: key,
  args: '{}',
  storedAt: 0,
  expiresAt: 300_000,
  hits: 0,
  bytes: 10,
  ...more,
})

const tool = (name: string, count: number, p50: number) => ({ name, count, p50 }) as NamedFigures

describe('the entries', () => {
  const all = [
    entry('“retry” in go', { hits: 2, storedAt: 5 }),
    entry('python, testing', { tool: 'get_checklist', hits: 9, args: '{"domain":"testing"}' }),
    entry('“naming”', { hits: 2, storedAt: 9 }),
  ]

  it('are filtered by tool, and by words that must all occur', () => {
    expect(filterEntries(all, { text: 'GO retry', tools: [] }).map(({ key }) => key)).toEqual([
      '“retry” in go',
    ])
    expect(filterEntries(all, { text: 'domain', tools: [] })).toHaveLength(1)
    expect(filterEntries(all, { text: '', tools: ['search_standards'] })).toHaveLength(2)
    expect(filterEntries(all, { text: 'retry', tools: ['get_checklist'] })).toEqual([])
  })

  it('are sorted by a column, and by time when values are equal', () => {
    const keys = (column: Parameters<typeof sortEntries>[1]['column'], descending: boolean) =>
      sortEntries(all, { column, descending }).map(({ key }) => key)
    expect(keys('hits', true)).toEqual(['python, testing', '“naming”', '“retry” in go'])
    expect(keys('hits', false)).toEqual(['“naming”', '“retry” in go', 'python, testing'])
    expect(keys('age', true)[0]).toBe('python, testing')
    expect(keys('tool', false)[0]).toBe('python, testing')
  })
})

describe('the saved time', () => {
  it('is estimated for each tool, as 0 when hits take longer than misses', () => {
    const hits = [tool('a', 10, 100), tool('b', 5, 900), tool('c', 7, 1)]
    const misses = [tool('a', 2, 600), tool('b', 2, 800)]
    expect(estimateSavedTime(hits, misses)).toEqual({ micros: 5_000, hits: 15 })
  })

  it('is null without hits and misses of the same tool', () => {
    expect(estimateSavedTime([tool('a', 1, 1)], [tool('b', 1, 5)])).toBeNull()
    expect(estimateSavedTime([], [])).toBeNull()
  })
})

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('writes %j as %j', (names, text) => expect(nameList(names)).toBe(text))
