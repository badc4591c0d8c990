import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

describe('the rate limit', () => {
  it('lets a burst through, then as many as are regained', () => {
    let time = 0
    const limit = createRateLimit({ burst: 3, perSecond: 2 }, () => time)
    expect([1, 2, 3].map(() => limit.take('a'))).toEqual([0, 0, 0])
    expect(limit.take('a')).toBe(500)
    time = 500
    expect(limit.take('a')).toBe(0)
    expect(limit.take('a')).toBe(500)
    time = 60_000
    expect([1, 2, 3, 4].map(() => limit.take('a') === 0)).toEqual([true, true, true, false])
  })

  it('is for each client', () => {
    const limit = createRateLimit({ burst: 1, perSecond: 1 }, () => 0)
    expect(limit.take('a')).toBe(0)
    expect(limit.take('b')).toBe(0)
    expect(limit.take('a')).toBeGreaterThan(0)
  })

  it('takes nothing for a request that it rejects', () => {
    const limit = createRateLimit({ burst: 5, perSecond: 1 }, () => 0)
    expect(limit.take('a', 4)).toBe(0)
    expect(limit.take('a', 3)).toBe(2_000)
    expect(limit.take('a', 1)).toBe(0)
  })

  it('forgets the oldest of too many clients', () => {
    const limit = createRateLimit({ burst: 1, perSecond: 1 }, () => 0)
    limit.take('first')
    for (let n = 0; n < 1_000; n++) limit.take(String(n))
    expect(limit.take('first')).toBe(0)
  })
})
