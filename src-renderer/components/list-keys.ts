/**
 * Index of the row that a key selects.
 * @param from index of the selected row; -1: none
 * @param page number of rows in view
 * @returns `null` for a key that does not move the selection
 */
export function indexAfterKey(key: string, from: number, count: number, page: number): number | null {
  if (count === 0) return null
  const last = count - 1
  const clamp = (at: number): number => Math.min(last, Math.max(0, at))
  switch (key) {
    case 'ArrowDown':
      return clamp(from + 1)
    case 'ArrowUp':
      return from < 0 ? 0 : clamp(from - 1)
    case 'PageDown':
      return clamp(Math.max(0, from) + page)
    case 'PageUp':
      return clamp(from - page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
