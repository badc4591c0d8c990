import { describe, expect, it } from 'vitest'
import { changeBetween } from './text-change.ts'

describe('the change between two texts', () => {
  it.each([
    ['abc', 'abXc', { from: 2, to: 2, insert: 'X' }],
    ['aa', 'aaa', { from: 2, to: 2, insert: 'a' }],
    ['tags: [a]', 'tags: [a, b]', { from: 8, to: 8, insert: ', b' }],
    ['', 'x', { from: 0, to: 0, insert: 'x' }],
    ['abab', 'ab', { from: 2, to: 4, insert: '' }],
    ['same', 'same', null],
  ])('%j to %j', (before, after, change) => {
    expect(changeBetween(before, after)).toEqual(change)
    if (change) expect(before.slice(0, change.from) + change.insert + before.slice(change.to)).toBe(after)
  })
})
