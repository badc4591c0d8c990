import { describe, expect, it } from 'vitest'
import { Liveness } from './liveness.ts'

const SECOND = 1_000
// No process can have this id.
const NO_PROCESS = 2_147_483_646

describe('a process', () => {
  it('is gone when it does not run', () => {
    const liveness = new Liveness(30 * SECOND)
    liveness.update(100 * SECOND)
    expect(liveness.isGone(NO_PROCESS, 100 * SECOND)).toBe(true)
    expect(liveness.isGone(process.ppid, 100 * SECOND)).toBe(false)
  })

  it('without a heartbeat for two minutes is gone, as its id may be another process’s', () => {
    const liveness = new Liveness(30 * SECOND)
    for (let at = 0; at <= 150; at += 30) liveness.update(at * SECOND)
    expect(liveness.isGone(process.ppid, 29 * SECOND)).toBe(true)
    expect(liveness.isGone(process.ppid, 31 * SECOND)).toBe(false)
  })

  it.each([
    ['a sleep', 4_000],
    ['a clock that was set back', -4_000],
  ])('gets time for a heartbeat after %s', (_reason, jump) => {
    const liveness = new Liveness(30 * SECOND)
    const start = 10_000
    liveness.update(start * SECOND)
    liveness.update((start + jump) * SECOND)
    expect(liveness.isGone(process.ppid, Math.min(start, start + jump - 121) * SECOND)).toBe(false)
    for (let at = 30; at <= 120; at += 30) liveness.update((start + jump + at) * SECOND)
    expect(liveness.isGone(process.ppid, (start + jump - 1) * SECOND)).toBe(true)
  })
})
