/** The number of items, from the first one on, whose sizes together are at most `room`; at least 1 when there is any. */
export function countFitting<T>(items: readonly T[], room: number, sizeOf: (item: T) => number): number {
  let size = 0
  let count = 0
  for (const item of items) {
    size += sizeOf(item)
    if (size > room && count > 0) break
    count++
  }
  return count
}
