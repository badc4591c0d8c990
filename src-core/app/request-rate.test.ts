import { expect, it } from 'vitest'
import { createRequestRate } from './request-rate.ts'

it('counts the last minute, also before its creation', () => {
  let now = 1_000_000
  let calls = 0
  const rate = createRequestRate(
    (from, to) => {
      calls++
      expect([from, to]).toEqual([940_000, 1_000_000])
      return [
        { from: 941_000, count: 5 },
        { from: 990_000, count: 2 },
      ]
    },
    () => now,
  )
  // From before the creation, so that the counts of the callback include it.
  rate.add([{ at: 999_999 }])
  rate.add([{ at: 1_000_000 }, { at: 1_000_500 }])
  expect(rate.perMinute()).toBe(9)
  now += 10_000
  expect(rate.perMinute()).toBe(4)
  now += 49_999
  expect(rate.perMinute()).toBe(2)
  rate.add([{ at: now }])
  now += 1
  expect(rate.perMinute()).toBe(1)
  expect(calls).toBe(1)
  rate.clear()
  expect(rate.perMinute()).toBe(0)
})
