import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createDebounceTimer } from './debounce-timer.ts'

/** True when `promise` is settled within a moment. */
async function soon(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(500, false)])
}

const LONG = 60_000

describe('createAlarm', () => {
  it('rings when the wait is over', async () => {
    expect(await soon(createDebounceTimer().wait(5))).toBe(true)
  })

  it('rings earlier when somebody wants it earlier', async () => {
    const alarm = createDebounceTimer()
    const waiting = alarm.wait(LONG)
    alarm.ringIn(5)
    alarm.ringIn(LONG)
    expect(await soon(waiting)).toBe(true)
    alarm.close()
  })

  it('remembers that it rang while nobody waited, once', async () => {
    const alarm = createDebounceTimer()
    alarm.ringIn(0)
    await sleep(20)
    expect(await soon(alarm.wait(LONG))).toBe(true)
    const second = alarm.wait(LONG)
    expect(await soon(second)).toBe(false)
    alarm.close()
    await second
  })

  it('puts a debounce off with each call, up to the limit', async () => {
    const alarm = createDebounceTimer()
    const waiting = alarm.wait(LONG)
    const begun = Date.now()
    let rang = false
    void waiting.then(() => {
      rang = true
    })
    while (!rang && Date.now() - begun < 5_000) {
      alarm.debounce(1_000, 100)
      await sleep(10)
    }
    expect(rang).toBe(true)
    alarm.close()
  })

  it('begins a new burst after it rang', async () => {
    const alarm = createDebounceTimer()
    alarm.debounce(5, 10)
    await alarm.wait(LONG)
    const waiting = alarm.wait(LONG)
    alarm.debounce(LONG, LONG)
    expect(await soon(waiting)).toBe(false)
    alarm.close()
    expect(await soon(waiting)).toBe(true)
  })

  it('rings at every wait once it is closed', async () => {
    const alarm = createDebounceTimer()
    alarm.close()
    expect(await soon(alarm.wait(LONG))).toBe(true)
    expect(await soon(alarm.wait(LONG))).toBe(true)
  })
})
