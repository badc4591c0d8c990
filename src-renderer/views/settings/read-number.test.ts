import { describe, expect, it } from 'vitest'
import { readNumber } from './read-number.ts'

describe('a number in a setting', () => {
  it.each([
    ['30', 'days', 30],
    ['30 days', 'days', 30],
    ['1 Day', 'days', 1],
    ['7d', 'days', 7],
    ['2 days', 'day', 2],
    [' 1,000,000 rows ', 'rows', 1_000_000],
    ['1 000 000', 'rows', 1_000_000],
    ["1'000", 'rows', 1_000],
    ['1.000', 'rows', 1_000],
    ['-5', 'days', -5],
    ['300s', 's', 300],
    ['9001', '', 9_001],
  ])('%s in %s is %d', (text, unit, number) => expect(readNumber(text, unit)).toBe(number))

  it.each([
    ['', 'days'],
    ['many', 'days'],
    ['30 days and nights', 'days'],
    ['x30', 'days'],
    ['6 months', 'days'],
    ['1 year', 'days'],
    ['1.5 days', 'days'],
    ['0.5', 'days'],
    ['5 min', 's'],
    ['500k', 'rows'],
    ['1,00', 'rows'],
    ['80 rows', ''],
  ])('“%s” in %s is none', (text, unit) => {
    expect(readNumber(text, unit)).toBeNaN()
  })
})
