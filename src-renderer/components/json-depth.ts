/** Items of an array or object that are shown before the button *more* is pressed. */
export const FIRST_ITEMS = 50
/** Lines that are rendered at once at most: more would block the window. */
const MAX_LINES = 300

/** Number of levels that start open: at most `wanted`, and so few that at most {@link MAX_LINES} lines are rendered. */
export function fittingDepth(value: unknown, wanted: number): number {
  for (let depth = wanted; depth > 1; depth -= 1)
    if (countLines(value, depth, MAX_LINES) <= MAX_LINES) return depth
  return Math.min(wanted, 1)
}

/** Lines of a value with `depth` levels open; counts to little more than `max`. */
function countLines(value: unknown, depth: number, max: number): number {
  if (depth === 0 || typeof value !== 'object' || value === null) return 1
  let lines = 2
  for (const item of Object.values(value).slice(0, FIRST_ITEMS)) {
    lines += countLines(item, depth - 1, max - lines)
    if (lines > max) break
  }
  return lines
}
