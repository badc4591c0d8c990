import { expect, it } from 'vitest'
import { compareLines, lineChangeLabel, wrongRange } from './line-changes.ts'

it.each([
  ['globs: *.py', '*.py'],
  ['  - @home', '@home'],
  ['title: a: b  ', 'a: b'],
  ['tags:', 'tags:'],
  ['just words', 'just words'],
  ['caf\uFFFD\uFFFD here', '\uFFFD\uFFFD'],
  ['', ''],
])('marks the wrong range of %j', (line, wrong) => {
  const { start, stop } = wrongRange(line)
  expect(line.slice(start, stop)).toBe(wrong)
})

it.each([
  ['a\nb\nc', 'a\nB\nc', ['B'], 'Changes line 2 only, every other byte stays.'],
  ['a\nc', 'a\nb\nc', ['b'], 'Adds line 2 only, every other byte stays.'],
  ['a\nb\nc', 'a\nc', [], 'Deletes line 2 only, every other byte stays.'],
  ['a\na', 'a', [], 'Deletes line 2 only, every other byte stays.'],
  ['a\nb\nc\nd', 'a\nB\nC\nd', ['B', 'C'], 'Changes lines 2 to 3 only, every other byte stays.'],
])('compares the lines of %j and %j', (before, after, lines, label) => {
  const change = compareLines(before, after)
  expect(change.lines).toEqual(lines)
  expect(lineChangeLabel(change)).toBe(label)
})
