/** Items of an array or object that are drawn before *more* is asked for. */
export const FIRST_ITEMS = 50
/** Lines that are drawn at once at most: more would hold up the window. */
const MOST_LINES = 300

/** How many levels of a value can start open, of at most `wanted`, so that no more than some hundred lines are drawn. */
export function fittingDepth(value: unknown, wanted: number): number {
  for (let depth = wanted; depth > 1; depth -= 1)
    if (countLines(value, depth, MOST_LINES) <= MOST_LINES) return depth
  return Math.min(wanted, 1)
}

/** Lines of a value with `depth` levels open; stops counting once there are more than `most`. */
function countLines(value: unknown, depth: number, most: number): number {
  if (depth === 0 || typeof value !== 'object' || value === null) return 1
  let lines = 2
  for (const item of Object.values(value).slice(0, FIRST_ITEMS)) {
    lines += countLines(item, depth - 1, most - lines)
    if (lines > most) break
  }
  return lines
}
