const MAX_DEPTH = 64
const MAX_VALUES = 10_000

/**
 * A copy of what YAML gave, safe to keep and to write as JSON: no prototype on its objects, no cycles, nothing
 * nested deeper than 64 and at most 10,000 values, which a few aliases can otherwise make of a few lines.
 * `null` where it is more than that.
 */
export function plainCopy(value: object): Record<string, unknown> | null {
  let left = MAX_VALUES
  const copy = (from: unknown, depth: number): unknown => {
    if (--left < 0 || depth > MAX_DEPTH) throw new RangeError('too large')
    if (typeof from !== 'object' || from === null) return from
    if (Array.isArray(from)) return from.map((item) => copy(item, depth + 1))
    return copyKeys(from, depth)
  }
  const copyKeys = (from: object, depth: number): Record<string, unknown> => {
    const to: Record<string, unknown> = Object.create(null)
    for (const [key, item] of Object.entries(from)) to[key] = copy(item, depth + 1)
    return to
  }
  try {
    return copyKeys(value, 0)
  } catch {
    return null
  }
}
