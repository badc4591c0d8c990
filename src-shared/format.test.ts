import { expect, it } from 'vitest'
import { formatCount } from './format.ts'

it.each([
  [1, 'standard', undefined, '1 standard'],
  [0, 'standard', undefined, '0 standards'],
  [6_412, 'entry', 'entries', '6,412 entries'],
])('writes %d %s', (value, singular, plural, text) => {
  expect(formatCount(value, singular, plural)).toBe(text)
})
