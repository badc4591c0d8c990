import { describe, expect, it } from 'vitest'
import { readNumber } from './read-number.ts'

describe('a number in a setting', () => {
  it.each([
    ['30', 30],
    ['30 days', 30],
    [' 1,000,000 rows ', 1_000_000],
    ['1 000 000', 1_000_000],
    ["1'000", 1_000],
    ['-5', -5],
    ['300s', 300],
  ])('%s is %d', (text, number) => expect(readNumber(text)).toBe(number))

  it.each(['', 'many', '30 days and nights', 'x30'])('“%s” is none', (text) => {
    expect(readNumber(text)).toBeNaN()
  })
})
