import { expect, it } from 'vitest'
import { createRequestRate } from './request-rate.ts'

it('counts a minute back, also from before it began', () => {
  let now = 1_000_000
  let asked = 0
  const rate = createRequestRate(
    (from, to) => {
      asked++
      expect([from, to]).toEqual([940_000, 1_000_000])
      return [
        { from: 941_000, count: 5 },
        { from: 990_000, count: 2 },
      ]
    },
    () => now,
  )
  // Told late, and in what was asked for.
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
  expect(asked).toBe(1)
  rate.clear()
  expect(rate.perMinute()).toBe(0)
})
