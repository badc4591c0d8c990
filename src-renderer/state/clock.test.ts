import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clock } from './clock.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

it('ticks each second while somebody subscribes, for all subscribers at once', () => {
  const seen: number[] = []
  const first = clock.subscribe(() => seen.push(clock.now()))
  const second = clock.subscribe(() => {})
  expect(clock.now()).toBe(1_000_000)
  vi.advanceTimersByTime(2_500)
  expect(seen).toEqual([1_001_000, 1_002_000])
  first()
  expect(vi.getTimerCount()).toBe(1)
  second()
  expect(vi.getTimerCount()).toBe(0)
})

it('begins with the present, however long nobody subscribed', () => {
  vi.advanceTimersByTime(3_600_000)
  const unsubscribe = clock.subscribe(() => {})
  expect(clock.now()).toBe(4_600_000)
  unsubscribe()
})
