import { describe, expect, it } from 'vitest'
import {
  countFilters,
  figureFilterOf,
  NOT_OK,
  readQuery,
  rowFilterOf,
  statusChoice,
  statusesOf,
  withoutFilters,
  writeQuery,
} from './activity-query.ts'

describe('the query of the address', () => {
  it('is empty when everything is as usual', () => expect(writeQuery(readQuery(''))).toBe(''))

  it('comes back as it was written', () => {
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
    expect(readQuery(writeQuery(query))).toEqual(query)
  })

  it('that makes no sense counts as absent', () => {
    const query = readQuery('span=2y&from=9&to=3&status=fine&cache=warm&all=yes&drawer=what')
    expect(query).toEqual(readQuery(''))
    expect(readQuery('from=-1&to=1e9').between).toBeNull()
  })
})

describe('what it narrows', () => {
  const query = readQuery('status=empty&cache=miss&tool=get_stdlib&from=1&to=9')

  it('are the rows by everything', () =>
    expect(rowFilterOf(query)).toEqual({
      callsOnly: true,
      tools: ['get_stdlib'],
      statuses: ['empty'],
      cache: ['miss'],
      from: 1,
      to: 9,
    }))

  it('are the figures by what they do not tell of themselves', () =>
    expect(figureFilterOf(query)).toEqual({ callsOnly: true, tools: ['get_stdlib'] }))

  it('is counted, and can be taken away at once', () => {
    expect(countFilters(query)).toBe(4)
    expect(countFilters(readQuery('all=1&span=7d&q=%20'))).toBe(0)
    expect(rowFilterOf(withoutFilters(query))).toEqual({ callsOnly: true })
  })
})

describe('the status menu', () => {
  it('has one choice for all that is not ok', () => {
    expect(statusesOf(['not-ok'], [])).toEqual(NOT_OK)
    expect(statusChoice(NOT_OK)).toEqual(['not-ok'])
    expect(statusesOf(['ok', 'not-ok'], ['ok'])).toEqual(NOT_OK)
  })

  it('takes a single choice after it as meant', () =>
    expect(statusesOf(['not-ok', 'empty'], ['not-ok'])).toEqual(['empty']))
})
