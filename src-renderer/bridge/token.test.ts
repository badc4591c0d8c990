import { describe, expect, it } from 'vitest'
import { tokenOf } from './token.ts'

describe('the token', () => {
  it.each([
    ['#token=abc-_123', 'abc-_123'],
    ['#token=a%2Bb', 'a+b'],
    ['#token=', null],
    ['#fixtures', null],
    ['', null],
  ])('of %j is %j', (fragment, token) => expect(tokenOf(fragment)).toBe(token))
})
