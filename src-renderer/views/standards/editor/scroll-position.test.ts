import { expect, it } from 'vitest'
import { type LineMark, scrollPositionOfLine } from './scroll-position.ts'

const MARKS: readonly LineMark[] = [
  { line: 3, top: 20 },
  { line: 5, top: 100 },
  // A list and its first item.
  { line: 5, top: 100 },
  { line: 9, top: 500 },
]
const END: LineMark = { line: 19, top: 1_000 }
const placeOf = (line: number) =>
  scrollPositionOfLine(line, MARKS.length, (index) => MARKS[index] as LineMark, END)

it.each([
  [1, 0],
  [2, 10],
  [3, 20],
  [4, 60],
  [5, 100],
  [7.5, 350],
  [9, 500],
  [14, 750],
  [19, 1_000],
  [400, 1_000],
])('line %d is shown at %d px', (line, px) => expect(placeOf(line)).toBe(px))

it('handles a preview without elements', () => {
  expect(scrollPositionOfLine(7, 0, () => MARKS[0] as LineMark, { line: 1, top: 0 })).toBe(0)
})
