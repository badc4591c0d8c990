import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDebounceTimer } from './debounce-timer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const LONG = 60_000

/** Tells whether `promise` was resolved. */
function watch(promise: Promise<void>): { readonly hasExpired: () => boolean } {
  let hasExpired = false
  void promise.then(() => {
    hasExpired = true
  })
  return { hasExpired: () => hasExpired }
}

describe('createDebounceTimer', () => {
  it('expires when the wait is over', async () => {
    const { hasExpired } = watch(createDebounceTimer().wait(5))
    await vi.advanceTimersByTimeAsync(4)
    expect(hasExpired()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(hasExpired()).toBe(true)
  })

  it('expires earlier when it is set to an earlier time', async () => {
    const timer = createDebounceTimer()
    const { hasExpired } = watch(timer.wait(LONG))
    timer.setWithin(5)
    timer.setWithin(LONG)
    await vi.advanceTimersByTimeAsync(5)
    expect(hasExpired()).toBe(true)
  })

  it('remembers an expiry without a waiter once', async () => {
    const timer = createDebounceTimer()
    timer.setWithin(0)
    await vi.advanceTimersByTimeAsync(20)
    await timer.wait(LONG)
    const second = watch(timer.wait(LONG))
    await vi.advanceTimersByTimeAsync(LONG - 1)
    expect(second.hasExpired()).toBe(false)
    timer.close()
    await vi.advanceTimersByTimeAsync(0)
    expect(second.hasExpired()).toBe(true)
  })

  it('delays a debounce with each call, up to the limit', async () => {
    const timer = createDebounceTimer()
    const { hasExpired } = watch(timer.wait(LONG))
    let took = 0
    for (; !hasExpired() && took < 5_000; took += 10) {
      timer.debounce(1_000, 100)
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(took).toBe(100)
  })

  it('begins a new burst after an expiry', async () => {
    const timer = createDebounceTimer()
    timer.debounce(5, 10)
    const first = watch(timer.wait(LONG))
    await vi.advanceTimersByTimeAsync(5)
    expect(first.hasExpired()).toBe(true)
    const second = watch(timer.wait(LONG))
    timer.debounce(LONG, LONG)
    await vi.advanceTimersByTimeAsync(LONG - 1)
    expect(second.hasExpired()).toBe(false)
    timer.close()
    await vi.advanceTimersByTimeAsync(0)
    expect(second.hasExpired()).toBe(true)
  })

  it('rings at every wait once it is closed', async () => {
    const timer = createDebounceTimer()
    timer.close()
    await timer.wait(LONG)
    await timer.wait(LONG)
  })
})
