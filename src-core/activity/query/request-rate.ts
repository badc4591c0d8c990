import type { RequestRow } from '../../../src-shared/contract/activity.ts'

/** Counts the requests of the last minute as they are told, for asking the log each time would cost more than they do. */
export interface RequestRate {
  add(rows: readonly Pick<RequestRow, 'at'>[]): void
  clear(): void
  perMinute(): number
}

const SECONDS = 60

/** @param before how many requests began in each second from a time on, asked once: those before there was anybody to count */
export function createRequestRate(
  before: (from: number, to: number) => readonly { readonly from: number; readonly count: number }[],
  now: () => number = Date.now,
): RequestRate {
  const begunAt = now()
  const counts = new Map<number, number>()
  let asked = false

  const secondOf = (at: number) => Math.floor(at / 1_000)

  function count(at: number, times: number): void {
    const second = secondOf(at)
    counts.set(second, (counts.get(second) ?? 0) + times)
  }

  return {
    add(rows) {
      for (const { at } of rows) if (at >= begunAt) count(at, 1)
    },
    clear() {
      asked = true
      counts.clear()
    },
    perMinute() {
      const first = secondOf(now()) - SECONDS + 1
      if (!asked && secondOf(begunAt) >= first) {
        asked = true
        for (const step of before(begunAt - SECONDS * 1_000, begunAt)) count(step.from, step.count)
      }
      let sum = 0
      for (const [second, times] of counts) {
        if (second < first) counts.delete(second)
        else sum += times
      }
      return sum
    },
  }
}
