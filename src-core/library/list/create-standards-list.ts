import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ListHit, ListRow } from '../../../src-shared/contract/contract.ts'
import { SECTION_SPAN } from '../index/index-schema.ts'
import type { FoundStandards } from '../index/list-reader.ts'
import { createListEntries, type ListEntries, type ListEntry, searchKey } from './list-entries.ts'
import { narrow } from './list-facets.ts'
import type { ListedLibrary } from './listed-library.ts'
import type { ListQuery, StandardsList } from './standards-list.ts'

/** What the shelf needs. */
export interface StandardsListDeps {
  readonly library: () => ListedLibrary
  /** The library folder. */
  readonly root: () => string
  /** Times that each standard was asked for, by id. Called for each page: keep it. */
  readonly usage: () => ReadonlyMap<string, number>
}

/** A search over one generation, grouped by standard. */
interface Search {
  readonly key: string
  readonly found: FoundStandards
  readonly sections: number
  /** Ordinals of its best sections, best first, by standard in the order of their best one. */
  readonly best: ReadonlyMap<number, readonly number[]>
}

const HITS = 3
// A row's hits take up to half a millisecond; what else the host does must not wait for a long page.
const ROWS_AT_ONCE = 10

/** The shelf over a library. Keeps its standards and the last search in memory. */
export function createStandardsList(deps: StandardsListDeps): StandardsList {
  const current = createListEntries(deps.library, deps.root)
  let last: Search | null = null

  function search(text: string, { generation }: ListEntries): Search {
    const key = `${deps.root()}\n${generation}\n${text}`
    if (last?.key !== key) last = searchFor(key, deps.library().find(text))
    return last
  }

  async function page(query: ListQuery) {
    const entries = await current()
    const text = query.text?.trim() ?? ''
    // Each of these steps takes up to ten milliseconds over 10,000 standards, and others want their turn between them.
    await nextTurn()
    const found = text === '' ? null : search(text, entries)
    await nextTurn()
    const pool = found ? poolOf(found, entries) : entries.byTitle
    const { fitting, facets } = narrow(pool, query.filter)
    await nextTurn()
    const usage = deps.usage()
    const ordered = order(fitting, query, found, usage)
    const rows: ListRow[] = []
    for (const entry of ordered.slice(query.offset, query.offset + query.limit)) {
      if (found && rows.length > 0 && rows.length % ROWS_AT_ONCE === 0) await nextTurn()
      rows.push({
        ...entry.summary,
        problems: entry.codes.length,
        asked: usage.get(entry.summary.id) ?? 0,
        hits: found ? hitsOf(found, entry) : [],
      })
    }
    const { find } = query
    return {
      rows,
      total: fitting.length,
      ...(find === undefined ? {} : { at: ordered.findIndex(({ summary }) => summary.id === find) }),
      sections: found ? sectionsIn(found, fitting) : 0,
      facets,
    }
  }

  function hitsOf({ found, best }: Search, { doc }: ListEntry): readonly ListHit[] {
    return deps.library().hits(found, doc, best.get(doc) ?? null, HITS)
  }

  return {
    page,
    async complete(text, limit) {
      const { byTitle } = await current()
      const usage = deps.usage()
      const asked = ({ summary }: ListEntry) => usage.get(summary.id) ?? 0
      const words = searchKey(text)
        .split(/\s+/)
        .filter((word) => word !== '')
      const scored: { entry: ListEntry; score: number }[] = []
      for (const entry of byTitle) {
        const score = closeness(entry, words)
        if (score > 0) scored.push({ entry, score })
      }
      return scored
        .sort((a, b) => b.score - a.score || asked(b.entry) - asked(a.entry))
        .slice(0, limit)
        .map(({ entry }) => entry.summary)
    },
  }
}

function searchFor(key: string, found: FoundStandards): Search {
  const best = new Map<number, number[]>()
  for (const rowid of found.best) {
    const doc = Math.floor(rowid / SECTION_SPAN)
    const ordinals = best.get(doc)
    if (!ordinals) best.set(doc, [rowid % SECTION_SPAN])
    else if (ordinals.length < HITS) ordinals.push(rowid % SECTION_SPAN)
  }
  let sections = 0
  for (const count of found.sections.values()) sections += count
  return { key, found, sections, best }
}

/** What was found, best first: by the best section, and behind all that were ranked, by how many sections there are. */
function poolOf({ found, best }: Search, { byDoc }: ListEntries): ListEntry[] {
  const unranked = [...found.sections]
    .filter(([doc]) => !best.has(doc))
    .sort((a, b) => b[1] - a[1])
    .map(([doc]) => doc)
  return [...best.keys(), ...unranked].flatMap((doc) => byDoc.get(doc) ?? [])
}

function sectionsIn({ found, sections }: Search, fitting: readonly ListEntry[]): number {
  if (fitting.length === found.sections.size) return sections
  let total = 0
  for (const { doc } of fitting) total += found.sections.get(doc) ?? 0
  return total
}

/** @param fitting by title without a search, best first with one */
function order(
  fitting: ListEntry[],
  query: ListQuery,
  found: Search | null,
  usage: ReadonlyMap<string, number>,
): readonly ListEntry[] {
  if (query.order === 'match' && found) return fitting
  const byTitle = found ? fitting.sort((a, b) => compare(a.titleKey, b.titleKey)) : fitting
  switch (query.order) {
    case 'path':
      return byTitle.sort((a, b) => compare(a.summary.id, b.summary.id))
    case 'updated':
      return byTitle.sort((a, b) => compare(b.summary.updated, a.summary.updated))
    case 'asked': {
      const times = ({ summary }: ListEntry) => usage.get(summary.id) ?? 0
      const asked = byTitle.filter((entry) => times(entry) > 0).sort((a, b) => times(b) - times(a))
      return [...asked, ...byTitle.filter((entry) => times(entry) === 0)]
    }
    default:
      return byTitle
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** 0: a word is missing. A title that begins with what was typed comes before one that has it, and a path comes last. */
function closeness({ searchTitle: title, searchPath: path }: ListEntry, words: readonly string[]): number {
  const [first] = words
  if (first === undefined) return 1
  let score = title.startsWith(words.join(' ')) ? 4 : 0
  for (const word of words) {
    const at = title.indexOf(word)
    if (at === 0 || (at > 0 && title.charCodeAt(at - 1) === 32)) score += 3
    else if (at > 0) score += 2
    else if (path.includes(word)) score += 1
    else return 0
  }
  return score
}
