import type { FacetCount, ListPage, MethodParams } from '../../../src-shared/contract/contract.ts'
import type { ListEntry } from './list-entries.ts'

type Filter = MethodParams<'standards.list'>['filter']

const FACETS = ['languages', 'domains', 'tags', 'problems'] as const

type FacetName = (typeof FACETS)[number]

/**
 * Returns the entries that match the filter, which needs one of the values of every facet, and the number of entries that
 * each further value would match. Chosen values are counted even when they match nothing.
 */
export function narrow(
  entries: readonly ListEntry[],
  filter: Filter,
): { fitting: ListEntry[]; facets: ListPage['facets'] } {
  const chosen = FACETS.map((name) => chosenOf(filter[name]))
  const counts = FACETS.map(() => new Map<string, number>())
  const fitting: ListEntry[] = []
  for (const entry of entries) {
    const values = FACETS.map((name) => valuesOf(entry, name))
    let failed = -1
    let failures = 0
    for (let at = 0; at < FACETS.length; at++) {
      const wanted = chosen[at]
      if (!wanted || values[at]?.some((value) => wanted.has(value))) continue
      failures++
      failed = at
    }
    if (failures > 1) continue
    if (failures === 0) fitting.push(entry)
    for (let at = 0; at < FACETS.length; at++) {
      const count = counts[at]
      // An entry that only one facet excludes counts for that facet, because choosing its value would include it.
      if (!count || (failures === 1 && failed !== at)) continue
      for (const value of values[at] ?? []) count.set(value, (count.get(value) ?? 0) + 1)
    }
  }
  const countsOf = (at: number) => sortedCounts(counts[at] ?? new Map(), chosen[at] ?? null)
  return {
    fitting,
    facets: { languages: countsOf(0), domains: countsOf(1), tags: countsOf(2), problems: countsOf(3) },
  }
}

function valuesOf({ summary, codes }: ListEntry, name: FacetName): readonly string[] {
  switch (name) {
    case 'languages':
      return [summary.language ?? '']
    case 'domains':
      return [summary.domain ?? '']
    case 'tags':
      return summary.tags
    case 'problems':
      return codes.length < 2 ? codes : [...new Set(codes)]
  }
}

function chosenOf(values: readonly string[] | undefined): ReadonlySet<string> | null {
  return values === undefined || values.length === 0 ? null : new Set(values)
}

function sortedCounts(counts: Map<string, number>, chosen: ReadonlySet<string> | null): FacetCount[] {
  for (const value of chosen ?? []) if (!counts.has(value)) counts.set(value, 0)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
