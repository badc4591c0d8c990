import { expect, it } from 'vitest'
import type { NearGap } from '../../../src-shared/contract/contract.ts'
import { chartOf } from './client-series.ts'
import { readChoice, writeChoice } from './insights-filter.ts'
import { orderGaps } from './order-gaps.ts'

const gap = (asked: string, times: number, lastAt: number): NearGap => ({
  id: asked,
  tool: 'search_standards',
  asked,
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
const asked = (column: string, descending: boolean) =>
  orderGaps(GAPS, { column, descending }).map((one) => one.asked)

it('sorts gaps, past quotes and case, and what is equal by how lately it was asked for', () => {
  expect(asked('times', true)).toEqual(['“C”', 'a', '“b”'])
  expect(asked('times', false)).toEqual(['a', '“b”', '“C”'])
  expect(asked('asked', false)).toEqual(['a', '“b”', '“C”'])
  expect(asked('last', true)).toEqual(['a', '“b”', '“C”'])
})

it('keeps what is looked at in the address, and nothing of what is as usual', () => {
  const usual = readChoice('')
  expect(writeChoice(usual)).toBe('')
  const choice = {
    days: 90,
    client: '',
    kind: 'dismissed',
    sorting: { column: 'last', descending: false },
  } as const
  expect(readChoice(`?${writeChoice(choice)}`)).toEqual(choice)
  expect(readChoice('?days=13&gaps=x&sort=-nearest')).toEqual(usual)
})

it('draws the three that called most, and the others as one', () => {
  const from = new Date(2026, 10, 20).getTime()
  const clients = ['claude-code', 'zed', '', 'x', 'y'].map((client, at) => ({ client, days: [9 - at, 1] }))
  const { series, data } = chartOf({ unit: 'day', from, clients }, undefined)
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
  expect(chartOf({ unit: 'day', from, clients }, '').series.map(({ label }) => label)).toEqual(['No name'])
  expect(chartOf({ unit: 'hour', from, clients }, 'nobody')).toEqual({ series: [], data: [] })
  expect(chartOf({ unit: 'hour', from, clients }, 'x').data[1]?.at).toBe(from + 3_600_000)
})
