/**
 * The starts of the last `count` days in local time, oldest first, followed by the start of tomorrow. A day may have 23 or
 * 25 hours.
 */
export function dayStarts(now: number, count: number): readonly number[] {
  return Array.from({ length: count + 1 }, (_, index) => startOfDays(count - index, now))
}

/** Midnight, local time, at the start of the last `count` days, of which today is the last; 0: the start of tomorrow. */
export function startOfDays(count: number, now: number): number {
  const today = new Date(now)
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - count + 1).getTime()
}

/** Index of the day that contains `at`; -1 before the first, `starts.length - 1` after the last. */
export function dayOf(starts: readonly number[], at: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
