import type { CacheEntry, NamedFigures } from '../../../src-shared/contract/activity.ts'

export interface CacheFilter {
  readonly text: string
  readonly tools: readonly string[]
}

export type CacheColumn = 'tool' | 'asked' | 'age' | 'left' | 'hits' | 'size'

export interface CacheSorting {
  readonly column: CacheColumn
  readonly descending: boolean
}

/** The entries of the chosen tools that contain every word of the text. */
export function filterEntries(
  entries: readonly CacheEntry[],
  { text, tools }: CacheFilter,
): readonly CacheEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (tools.length > 0 && !tools.includes(entry.tool)) return false
    const searched = `${entry.tool} ${entry.question} ${entry.args}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}

/** The values by which the columns are sorted. */
const VALUES: Readonly<Record<CacheColumn, (entry: CacheEntry) => number | string>> = {
  tool: ({ tool }) => tool,
  asked: ({ question }) => question,
  // The age grows as the time of storing gets smaller.
  age: ({ storedAt }) => -storedAt,
  left: ({ expiresAt }) => expiresAt,
  hits: ({ hits }) => hits,
  size: ({ bytes }) => bytes,
}

/** Sorts by a column. Entries with equal values are newest first, so that their order stays the same from one answer to the next. */
export function sortEntries(
  entries: readonly CacheEntry[],
  { column, descending }: CacheSorting,
): readonly CacheEntry[] {
  const value = VALUES[column]
  const sign = descending ? -1 : 1
  return entries.toSorted((first, second) => {
    const [a, b] = [value(first), value(second)]
    const order = typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b)
    return order * sign || second.storedAt - first.storedAt || (first.key < second.key ? -1 : 1)
  })
}

/**
 * Estimates the time that hits saved, in microseconds: for each tool, its hits times the difference between the median duration of a
 * miss and of a hit. `null` when no tool has both.
 */
export function estimateSavedTime(
  hits: readonly NamedFigures[],
  misses: readonly NamedFigures[],
): { readonly micros: number; readonly hits: number } | null {
  const missMedians = new Map(misses.map(({ name, p50 }) => [name, p50]))
  const compared = hits.flatMap(({ name, p50, count }) => {
    const miss = missMedians.get(name)
    if (p50 === null || miss === null || miss === undefined) return []
    return [{ micros: count * Math.max(0, miss - p50), hits: count }]
  })
  if (compared.length === 0) return null
  return {
    micros: compared.reduce((sum, { micros }) => sum + micros, 0),
    hits: compared.reduce((sum, tool) => sum + tool.hits, 0),
  }
}

/** Names in a sentence: `search_standards`, `a and b`, `a, b and c`. */
export function nameList(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
