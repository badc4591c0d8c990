import { describe, expect, it } from 'vitest'
import { storedToken, takeToken, tokenOf } from './token.ts'

describe('the token', () => {
  it.each([
    ['#token=abc-_123', 'abc-_123'],
    ['#token=a%2Bb', 'a+b'],
    ['#token=', null],
    ['#fixtures', null],
    ['', null],
  ])('of %j is %j', (fragment, token) => expect(tokenOf(fragment)).toBe(token))

  it('is taken out of the address bar, and kept for a reload', () => {
    history.replaceState({ at: 1 }, '', '/cache?q=a#token=abc')
    takeToken()
    expect(location.pathname + location.search + location.hash).toBe('/cache?q=a')
    expect(history.state).toEqual({ at: 1 })
    takeToken()
    expect(storedToken()).toBe('abc')
    sessionStorage.clear()
    history.replaceState(null, '', '/')
  })
})
