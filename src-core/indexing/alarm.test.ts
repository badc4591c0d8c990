import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAlarm } from './alarm.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const LONG = 60_000

/** Notes when `promise` is settled. */
function watch(promise: Promise<void>): { readonly rang: () => boolean } {
  let rang = false
  void promise.then(() => {
    rang = true
  })
  return { rang: () => rang }
}

describe('createAlarm', () => {
  it('rings when the wait is over', async () => {
    const { rang } = watch(createAlarm().wait(5))
    await vi.advanceTimersByTimeAsync(4)
    expect(rang()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(rang()).toBe(true)
  })

  it('rings earlier when somebody wants it earlier', async () => {
    const alarm = createAlarm()
    const { rang } = watch(alarm.wait(LONG))
    alarm.ringIn(5)
    alarm.ringIn(LONG)
    await vi.advanceTimersByTimeAsync(5)
    expect(rang()).toBe(true)
  })

  it('remembers that it rang while nobody waited, once', async () => {
    const alarm = createAlarm()
    alarm.ringIn(0)
    await vi.advanceTimersByTimeAsync(20)
    await alarm.wait(LONG)
    const second = watch(alarm.wait(LONG))
    await vi.advanceTimersByTimeAsync(LONG - 1)
    expect(second.rang()).toBe(false)
    alarm.close()
    await vi.advanceTimersByTimeAsync(0)
    expect(second.rang()).toBe(true)
  })

  it('puts a debounce off with each call, up to the limit', async () => {
    const alarm = createAlarm()
    const { rang } = watch(alarm.wait(LONG))
    let took = 0
    for (; !rang() && took < 5_000; took += 10) {
      alarm.debounce(1_000, 100)
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(took).toBe(100)
  })

  it('begins a new burst after it rang', async () => {
    const alarm = createAlarm()
    alarm.debounce(5, 10)
    const first = watch(alarm.wait(LONG))
    await vi.advanceTimersByTimeAsync(5)
    expect(first.rang()).toBe(true)
    const second = watch(alarm.wait(LONG))
    alarm.debounce(LONG, LONG)
    await vi.advanceTimersByTimeAsync(LONG - 1)
    expect(second.rang()).toBe(false)
    alarm.close()
    await vi.advanceTimersByTimeAsync(0)
    expect(second.rang()).toBe(true)
  })

  it('rings at every wait once it is closed', async () => {
    const alarm = createAlarm()
    alarm.close()
    await alarm.wait(LONG)
    await alarm.wait(LONG)
  })
})
