/**
 * Where a key leads from row `from` (-1: none) of `count`, with `page` rows in view; `null` for a key that moves nothing.
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
