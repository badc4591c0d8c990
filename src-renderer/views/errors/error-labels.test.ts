import { expect, it } from 'vitest'
import type { ErrorGroup } from '../../../src-shared/contract/activity.ts'
import { causeOf, effectOf, locationOf, remedyLocation, timesOf } from './error-labels.ts'
import { countBySource, mergeGroups } from './group-list.ts'

const group = (change: Partial<ErrorGroup>): ErrorGroup => ({
  id: '1',
  source: 'index',
  code: 'front-matter-asterisk',
  title: 'The value of "globs" begins with *',
  where: 'go/errors.md',
  line: 4,
  cause: 'It is taken as text.',
  remedy: 'Put quotes around it: globs: "*.go"',
  stack: null,
  client: null,
  count: 1,
  firstAt: 1,
  lastAt: 2,
  acknowledgedAt: null,
  request: null,
  ...change,
})
const tool = group({
  source: 'tool',
  code: 'tool-failed',
  where: 'search_standards',
  line: null,
  title: 'The query is empty',
  cause: '',
  remedy: 'Give a few words.',
})

it('writes where a failure occurred', () => {
  expect(locationOf(group({}))).toBe('go/errors.md:4')
  expect(locationOf(group({ line: null }))).toBe('go/errors.md')
  expect(locationOf(group({ line: null, where: '' }))).toBe('library folder')
  expect(locationOf(tool)).toBe('search_standards')
  const rejected = group({ source: 'protocol', code: '-32602', where: 'get_std', client: 'cursor-vscode' })
  expect(locationOf(rejected)).toBe('-32602, Cursor')
  expect(locationOf({ ...rejected, client: null, where: 'http' })).toBe('-32602, http')
})

it('writes how often a failure occurred, and in how many places of a file', () => {
  expect(timesOf({ source: 'tool', count: 1 })).toBe('once')
  expect(timesOf({ source: 'tool', count: 1_400 })).toBe('1,400 times')
  expect(timesOf({ source: 'index', count: 3 })).toBe('3 places')
})

it('has a cause when the title does not say it', () => {
  expect(causeOf(tool)).toBeNull()
  expect(causeOf({ ...tool, cause: 'limit: 900 is too big.' })).toBe('limit: 900 is too big.')
  expect(causeOf(group({}))).toBeNull()
})

it('has the effect of the index problem, else that of its code', () => {
  expect(effectOf(group({}))).toBe('It is taken as text.')
  expect(effectOf(group({ cause: '' }))).toContain('The text is served')
  expect(effectOf(group({ code: 'other', cause: '' }))).toBeNull()
  expect(effectOf(group({ source: 'protocol', code: '-32602' }))).toContain('-32602')
  expect(effectOf(group({ source: 'system' }))).toBeNull()
})

it('links to the part of the window where the failure can be fixed', () => {
  expect(remedyLocation(group({ source: 'system', code: 'port-unusable' }))?.path).toBe('/settings')
  expect(remedyLocation(group({ source: 'protocol', code: '-32003', where: 'http' }))?.path).toBe(
    '/connections',
  )
  expect(remedyLocation(tool)).toBeNull()
})

it('merges open and acknowledged groups by time, and counts them by source', () => {
  const open = [group({ id: 'a', lastAt: 9 }), group({ id: 'b', lastAt: 3 })]
  const acknowledged = [{ ...tool, id: 'c', lastAt: 5 }]
  const all = mergeGroups(open, acknowledged)
  expect(all.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  expect(countBySource(all)).toEqual({ index: 2, tool: 1, protocol: 0, system: 0 })
})
