/**
 * The beginnings of the last `count` days in local time, oldest first, and of tomorrow: one more than days. A day may have
 * 23 or 25 hours.
 */
export function dayStarts(now: number, count: number): readonly number[] {
  const today = new Date(now)
  return Array.from({ length: count + 1 }, (_, index) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index)).getTime(),
  )
}

/** Index of the day that holds `at`, -1 before the first, `starts.length - 1` after the last. */
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
