import { expect, it } from 'vitest'
import type { ErrorGroup } from '../../../src-shared/contract/activity.ts'
import { causeOf, effectOf, locationOf, remedyLocation, remedyParts, timesOf } from './error-labels.ts'
import { describeChange, wrongPart } from './file-lines.ts'
import { countSources, mergeGroups, pickGroup } from './pick-group.ts'

const group = (change: Partial<ErrorGroup>): ErrorGroup => ({
  id: '1',
  source: 'index',
  code: 'front-matter-asterisk',
  title: 'The value of "globs" begins with *',
  where: 'go/errors.md',
  line: 4,
  cause: 'The value of "globs" begins with *. It is taken as text.',
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
  cause: 'The query is empty. Give a few words.',
  remedy: 'Give a few words.',
})

it('says where it was', () => {
  expect(locationOf(group({}))).toBe('go/errors.md:4')
  expect(locationOf(group({ line: null }))).toBe('go/errors.md')
  expect(locationOf(group({ line: null, where: '' }))).toBe('library folder')
  expect(locationOf(tool)).toBe('search_standards')
  const refused = group({ source: 'protocol', code: '-32602', where: 'get_std', client: 'cursor-vscode' })
  expect(locationOf(refused)).toBe('-32602, Cursor')
  expect(locationOf({ ...refused, client: null, where: 'http' })).toBe('-32602, http')
})

it('says how often, of a file in how many places', () => {
  expect(timesOf({ source: 'tool', count: 1 })).toBe('once')
  expect(timesOf({ source: 'tool', count: 1_400 })).toBe('1,400 times')
  expect(timesOf({ source: 'index', count: 3 })).toBe('3 places')
})

it('does not repeat the title or the remedy as the cause', () => {
  expect(causeOf(tool)).toBeNull()
  expect(causeOf({ ...tool, cause: 'limit: 900 is too big. Give a few words.' })).toBe(
    'limit: 900 is too big.',
  )
  expect(causeOf(group({}))).toBeNull()
})

it('tells what follows: from the message, else from the kind', () => {
  expect(effectOf(group({}))).toBe('It is taken as text.')
  expect(effectOf(group({ cause: 'The value of "globs" begins with *.' }))).toContain('The text is served')
  expect(effectOf(group({ code: 'unheard-of', cause: 'The value of "globs" begins with *' }))).toBeNull()
  expect(effectOf(group({ source: 'protocol', code: '-32602' }))).toContain('-32602')
  expect(effectOf(group({ source: 'system' }))).toBeNull()
})

it('sets apart what is to be typed', () => {
  expect(remedyParts(group({}))).toEqual({ text: 'Put quotes around it:', type: 'globs: "*.go"' })
  const plain = { code: 'front-matter-tab', remedy: 'Indent with spaces.' }
  expect(remedyParts(plain)).toEqual({ text: 'Indent with spaces.', type: null })
})

it('leads to where the remedy is', () => {
  expect(remedyLocation(group({ source: 'system', code: 'port-unusable' }))?.path).toBe('/settings')
  expect(remedyLocation(group({ source: 'protocol', code: '-32003', where: 'http' }))?.path).toBe(
    '/connections',
  )
  expect(remedyLocation(tool)).toBeNull()
})

it.each([
  ['globs: *.py', '*.py'],
  ['  - @home', '@home'],
  ['title: a: b  ', 'a: b'],
  ['tags:', 'tags:'],
  ['just words', 'just words'],
  ['caf\uFFFD\uFFFD here', '\uFFFD\uFFFD'],
  ['', ''],
])('underlines what is wrong in %j', (line, wrong) => {
  const { start, stop } = wrongPart(line)
  expect(line.slice(start, stop)).toBe(wrong)
})

it.each([
  ['a\nb\nc', 'a\nB\nc', 'Changes line 2 only, every other byte stays.'],
  ['a\nc', 'a\nb\nc', 'Adds line 2 only, every other byte stays.'],
  ['a\nb\nc', 'a\nc', 'Deletes line 2 only, every other byte stays.'],
  ['a\nb\nc\nd', 'a\nB\nC\nd', 'Changes lines 2 to 3 only, every other byte stays.'],
])('describes the change of %j to %j', (before, after, words) => {
  expect(describeChange(before, after)).toBe(words)
})

it('shows the neighbour of a group that has gone', () => {
  const groups = ['1', '2', '3'].map((id) => group({ id }))
  expect(pickGroup(groups, '2', { id: '', at: 0 })?.id).toBe('2')
  expect(pickGroup(groups, '9', { id: '', at: 1 })?.id).toBe('2')
  expect(pickGroup(groups, '9', { id: '', at: 7 })?.id).toBe('3')
  expect(pickGroup([], '1', { id: '', at: 0 })).toBeNull()
})

it('lists open and acknowledged ones by time, and counts them by source', () => {
  const open = [group({ id: 'a', lastAt: 9 }), group({ id: 'b', lastAt: 3 })]
  const done = [{ ...tool, id: 'c', lastAt: 5 }]
  const all = mergeGroups(open, done)
  expect(all.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  expect(countSources(all)).toEqual({ index: 2, tool: 1, protocol: 0, system: 0 })
})
