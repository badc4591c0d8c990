import type { RequestRow } from '../../src-shared/contract/activity.ts'

/** Counts the requests of the last minute as they are recorded, which costs less than a query each time. */
export interface RequestRate {
  add(rows: readonly Pick<RequestRow, 'at'>[]): void
  clear(): void
  perMinute(): number
}

const SECONDS = 60

/** @param countBefore returns the requests of each second in a span; called once, for the minute before the creation */
export function createRequestRate(
  countBefore: (from: number, to: number) => readonly { readonly from: number; readonly count: number }[],
  now: () => number = Date.now,
): RequestRate {
  const createdAt = now()
  /** By second since the epoch. */
  const counts = new Map<number, number>()
  let hasCountsBefore = false

  const secondOf = (at: number) => Math.floor(at / 1_000)

  function addTo(second: number, requests: number): void {
    counts.set(second, (counts.get(second) ?? 0) + requests)
  }

  return {
    add(rows) {
      for (const { at } of rows) if (at >= createdAt) addTo(secondOf(at), 1)
    },
    clear() {
      hasCountsBefore = true
      counts.clear()
    },
    perMinute() {
      const first = secondOf(now()) - SECONDS + 1
      if (!hasCountsBefore && secondOf(createdAt) >= first) {
        hasCountsBefore = true
        for (const { from, count } of countBefore(createdAt - SECONDS * 1_000, createdAt))
          addTo(secondOf(from), count)
      }
      let sum = 0
      for (const [second, requests] of counts) {
        if (second < first) counts.delete(second)
        else sum += requests
      }
      return sum
    },
  }
}
