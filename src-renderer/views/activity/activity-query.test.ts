import { describe, expect, it } from 'vitest'
import {
  countFilters,
  figureFilterOf,
  NOT_OK,
  readActivityQuery,
  rowFilterOf,
  statusChoices,
  statusesOf,
  withoutFilters,
  writeActivityQuery,
} from './activity-query.ts'

describe('the query in the address', () => {
  it('is empty for the defaults', () => expect(writeActivityQuery(readActivityQuery(''))).toBe(''))

  it('is read as it was written', () => {
    const query = {
      span: '7d' as const,
      between: { from: 1_000, to: 2_000 },
      text: 'retry & “back off”',
      clients: ['claude-code', ''],
      tools: ['get_standard'],
      statuses: ['empty' as const],
      cache: ['hit' as const],
      all: true,
      session: 's1',
      standard: 'go/errors.md',
      closed: true,
    }
    expect(readActivityQuery(writeActivityQuery(query))).toEqual(query)
  })

  it('ignores invalid values', () => {
    const query = readActivityQuery('span=2y&from=9&to=3&status=fine&cache=warm&all=yes&drawer=what')
    expect(query).toEqual(readActivityQuery(''))
    expect(readActivityQuery('from=-1&to=1e9').between).toBeNull()
  })
})

describe('the filters of a query', () => {
  const query = readActivityQuery('status=empty&cache=miss&tool=get_stdlib&from=1&to=9')

  it('apply to the rows', () =>
    expect(rowFilterOf(query)).toEqual({
      callsOnly: true,
      tools: ['get_stdlib'],
      statuses: ['empty'],
      cache: ['miss'],
      from: 1,
      to: 9,
    }))

  it('apply to the figures, except status and cache', () =>
    expect(figureFilterOf(query)).toEqual({ callsOnly: true, tools: ['get_stdlib'] }))

  it('are counted, and cleared together', () => {
    expect(countFilters(query)).toBe(4)
    expect(countFilters(readActivityQuery('all=1&span=7d&q=%20'))).toBe(0)
    expect(rowFilterOf(withoutFilters(query))).toEqual({ callsOnly: true })
  })
})

describe('the status menu', () => {
  it('has one choice for every status that is not ok', () => {
    expect(statusesOf(['not-ok'], [])).toEqual(NOT_OK)
    expect(statusChoices(NOT_OK)).toEqual(['not-ok'])
    expect(statusesOf(['ok', 'not-ok'], ['ok'])).toEqual(NOT_OK)
  })

  it('replaces that choice by a single status that is chosen after it', () =>
    expect(statusesOf(['not-ok', 'empty'], ['not-ok'])).toEqual(['empty']))
})
