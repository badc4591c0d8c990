import { expect, it } from 'vitest'
import type { NearGap } from '../../../src-shared/contract/contract.ts'
import { clientChart, countCalls } from './client-series.ts'
import { readInsightsFilter, writeInsightsFilter } from './insights-filter.ts'
import { orderGaps } from './order-gaps.ts'

const gap = (question: string, times: number, lastAt: number): NearGap => ({
  id: question,
  tool: 'search_standards',
  question,
  args: {},
  times,
  clients: [],
  firstAt: 0,
  lastAt,
  dismissed: false,
  nearest: null,
  answered: false,
})
const GAPS = [gap('“b”', 1, 5), gap('a', 1, 9), gap('“C”', 7, 1)]
const ordered = (column: string, descending: boolean) =>
  orderGaps(GAPS, { column, descending }).map(({ question }) => question)

it('sorts gaps regardless of quotation marks and case, and equal ones by time', () => {
  expect(ordered('times', true)).toEqual(['“C”', 'a', '“b”'])
  expect(ordered('times', false)).toEqual(['a', '“b”', '“C”'])
  expect(ordered('asked', false)).toEqual(['a', '“b”', '“C”'])
  expect(ordered('last', true)).toEqual(['a', '“b”', '“C”'])
})

it('writes the filters to the address without the defaults, and reads them again', () => {
  const defaults = readInsightsFilter('')
  expect(writeInsightsFilter(defaults)).toBe('')
  const filter = {
    days: 90,
    client: '',
    gaps: 'dismissed',
    sorting: { column: 'last', descending: false },
  } as const
  expect(readInsightsFilter(`?${writeInsightsFilter(filter)}`)).toEqual(filter)
  expect(readInsightsFilter('?days=13&gaps=x&sort=-nearest')).toEqual(defaults)
})

it('has a series for each of the three clients with the most calls, and one for all others', () => {
  const from = new Date(2026, 10, 20).getTime()
  const clients = ['claude-code', 'zed', '', 'x', 'y'].map((client, at) => ({ client, days: [9 - at, 1] }))
  const { series, data } = clientChart({ unit: 'day', from, clients }, undefined)
  expect(series.map(({ label, total }) => [label, total])).toEqual([
    ['Claude Code', 10],
    ['Zed', 9],
    ['No name', 8],
    ['Other', 13],
  ])
  expect(data[1]).toEqual({
    at: new Date(2026, 10, 21).getTime(),
    client0: 1,
    client1: 1,
    client2: 1,
    other: 2,
  })
  expect(clientChart({ unit: 'day', from, clients }, '').series.map(({ label }) => label)).toEqual([
    'No name',
  ])
  expect(clientChart({ unit: 'hour', from, clients }, 'nobody')).toEqual({ series: [], data: [] })
  expect(clientChart({ unit: 'hour', from, clients }, 'x').data[1]?.at).toBe(from + 3_600_000)
  expect(countCalls({ unit: 'day', from, clients }, undefined)).toBe(40)
  expect(countCalls({ unit: 'day', from, clients }, 'zed')).toBe(9)
})
