import { describe, expect, it } from 'vitest'
import { watchLiveness } from './liveness.ts'

const SECOND = 1_000
// No process can have this number.
const NOBODY = 2_147_483_646

describe('a process', () => {
  it('that is not there is gone, and one that is there is not', () => {
    const liveness = watchLiveness(30 * SECOND)
    liveness.look(100 * SECOND)
    expect(liveness.isGone(NOBODY, 100 * SECOND)).toBe(true)
    expect(liveness.isGone(process.ppid, 100 * SECOND)).toBe(false)
  })

  it('that is silent for two minutes is gone, as its number may be another’s', () => {
    const liveness = watchLiveness(30 * SECOND)
    for (let at = 0; at <= 150; at += 30) liveness.look(at * SECOND)
    expect(liveness.isGone(process.ppid, 29 * SECOND)).toBe(true)
    expect(liveness.isGone(process.ppid, 31 * SECOND)).toBe(false)
  })

  it.each([
    ['a sleep', 4_000],
    ['a clock that was set back', -4_000],
  ])('gets time to speak after %s', (_what, jump) => {
    const liveness = watchLiveness(30 * SECOND)
    const start = 10_000
    liveness.look(start * SECOND)
    liveness.look((start + jump) * SECOND)
    expect(liveness.isGone(process.ppid, Math.min(start, start + jump - 121) * SECOND)).toBe(false)
    for (let at = 30; at <= 120; at += 30) liveness.look((start + jump + at) * SECOND)
    expect(liveness.isGone(process.ppid, (start + jump - 1) * SECOND)).toBe(true)
  })
})
