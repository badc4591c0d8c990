import type { FacetCount, ListPage } from '../../../src-shared/contract/contract.ts'
import type { ListEntry } from './list-entries.ts'
import type { ListQuery } from './standards-list.ts'

type Filter = ListQuery['filter']

const FACETS = ['languages', 'domains', 'tags', 'problems'] as const

type FacetName = (typeof FACETS)[number]

/**
 * The entries that fit the filter (any value within a facet, all facets), and for each facet what each of its values
 * would leave if the others stayed as they are. Values that were chosen are listed even where they leave nothing.
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
      // One that only a single facet rules out counts for that one: choosing its value too would let it in.
      if (!count || (failures === 1 && failed !== at)) continue
      for (const value of values[at] ?? []) count.set(value, (count.get(value) ?? 0) + 1)
    }
  }
  const listed = (at: number) => listOf(counts[at] ?? new Map(), chosen[at] ?? null)
  return {
    fitting,
    facets: { languages: listed(0), domains: listed(1), tags: listed(2), problems: listed(3) },
  }
}

/** Tags count without regard to case, as a search for one does. */
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

function listOf(counts: Map<string, number>, chosen: ReadonlySet<string> | null): FacetCount[] {
  for (const value of chosen ?? []) if (!counts.has(value)) counts.set(value, 0)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
