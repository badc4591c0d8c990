import type { CacheEntry, NamedFigures } from '../../../src-shared/contract/activity.ts'

/** What narrows and orders the entries, and what they save. All pure. */

export interface CacheFilter {
  readonly text: string
  readonly tools: readonly string[]
}

export type CacheColumn = 'tool' | 'asked' | 'age' | 'left' | 'hits' | 'size'

/** Those whose tool is one of the chosen, and in which every word occurs. */
export function narrowEntries(
  entries: readonly CacheEntry[],
  { text, tools }: CacheFilter,
): readonly CacheEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (tools.length > 0 && !tools.includes(entry.tool)) return false
    const searched = `${entry.tool} ${entry.asked} ${entry.args}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}

const VALUES: Readonly<Record<CacheColumn, (entry: CacheEntry) => number | string>> = {
  tool: ({ tool }) => tool,
  asked: ({ asked }) => asked,
  // The oldest was stored at the lowest time.
  age: ({ storedAt }) => -storedAt,
  left: ({ expiresAt }) => expiresAt,
  hits: ({ hits }) => hits,
  size: ({ bytes }) => bytes,
}

/** In the order of one column; equals stand newest first, so that nothing jumps. */
export function sortEntries(
  entries: readonly CacheEntry[],
  { column, descending }: { readonly column: CacheColumn; readonly descending: boolean },
): readonly CacheEntry[] {
  const value = VALUES[column]
  const sign = descending ? -1 : 1
  return entries.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)]
    const order = typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b)
    return order * sign || other.storedAt - one.storedAt || (one.key < other.key ? -1 : 1)
  })
}

/**
 * The time that hits saved, microseconds: for each tool its hits times how much faster a usual hit was than a usual miss.
 * `null` when no tool has both.
 */
export function savedTime(
  hits: readonly NamedFigures[],
  misses: readonly NamedFigures[],
): { readonly micros: number; readonly hits: number } | null {
  const usual = new Map(misses.map(({ name, p50 }) => [name, p50]))
  const compared = hits.flatMap(({ name, p50, count }) => {
    const miss = usual.get(name)
    if (p50 === null || miss === null || miss === undefined) return []
    return [{ micros: count * Math.max(0, miss - p50), hits: count }]
  })
  if (compared.length === 0) return null
  return {
    micros: compared.reduce((sum, { micros }) => sum + micros, 0),
    hits: compared.reduce((sum, one) => sum + one.hits, 0),
  }
}

/** `search_standards`, `a and b`, `a, b and c`. */
export function argumentsLabel(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
