import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createDebounceTimer } from './debounce-timer.ts'

/** Resolves to true when `promise` is resolved within 500 ms. */
async function soon(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(500, false)])
}

const LONG = 60_000

describe('createDebounceTimer', () => {
  it('expires when the wait is over', async () => {
    expect(await soon(createDebounceTimer().wait(5))).toBe(true)
  })

  it('expires earlier when it is set to an earlier time', async () => {
    const timer = createDebounceTimer()
    const waiting = timer.wait(LONG)
    timer.setWithin(5)
    timer.setWithin(LONG)
    expect(await soon(waiting)).toBe(true)
    timer.close()
  })

  it('remembers an expiry without a waiter once', async () => {
    const timer = createDebounceTimer()
    timer.setWithin(0)
    await sleep(20)
    expect(await soon(timer.wait(LONG))).toBe(true)
    const second = timer.wait(LONG)
    expect(await soon(second)).toBe(false)
    timer.close()
    await second
  })

  it('delays a debounce with each call, up to the limit', async () => {
    const timer = createDebounceTimer()
    const waiting = timer.wait(LONG)
    const begun = Date.now()
    let hasExpired = false
    void waiting.then(() => {
      hasExpired = true
    })
    while (!hasExpired && Date.now() - begun < 5_000) {
      timer.debounce(1_000, 100)
      await sleep(10)
    }
    expect(hasExpired).toBe(true)
    timer.close()
  })

  it('begins a new burst after an expiry', async () => {
    const timer = createDebounceTimer()
    timer.debounce(5, 10)
    await timer.wait(LONG)
    const waiting = timer.wait(LONG)
    timer.debounce(LONG, LONG)
    expect(await soon(waiting)).toBe(false)
    timer.close()
    expect(await soon(waiting)).toBe(true)
  })

  it('expires in every wait after it is closed', async () => {
    const timer = createDebounceTimer()
    timer.close()
    expect(await soon(timer.wait(LONG))).toBe(true)
    expect(await soon(timer.wait(LONG))).toBe(true)
  })
})
