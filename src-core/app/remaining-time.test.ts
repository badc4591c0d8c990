import { expect, it } from 'vitest'
import { createRemainingTime } from './remaining-time.ts'

it('estimates the remaining time from the speed of the last seconds', () => {
  let now = 0
  const remaining = createRemainingTime(() => now)
  const at = (time: number, done: number, total = 1_000) => {
    now = time
    return remaining.update(done, total)
  }
  expect(at(0, 0)).toBeNull()
  expect(at(100, 50)).toBeNull()
  expect(at(1_000, 100)).toBe(9_000)
  expect(at(2_000, 100, 0)).toBeNull()
  for (let second = 3; second <= 20; second++) at(second * 1_000, 100)
  // Indexing stalls, then continues.
  expect(at(21_000, 100)).toBeNull()
  expect(at(22_000, 200)).toBe(80_000)
  // The next full scan.
  expect(at(23_000, 10)).toBeNull()
  expect(at(24_000, 110)).toBe(8_900)
  remaining.reset()
  expect(at(25_000, 200)).toBeNull()
})
