import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ListPage, ListRow, MethodParams } from '../../../src-shared/contract/contract.ts'
import type { StandardSummary } from '../../../src-shared/contract/library.ts'
import type { IndexSource } from '../index/index-source.ts'
import type { SearchResult } from '../index/search.ts'
import { standardHits } from '../index/search-hits.ts'
import { createListEntries, type ListEntries, type ListEntry, searchKey } from './list-entries.ts'
import { narrow } from './list-facets.ts'

export type ListQuery = MethodParams<'standards.list'>

/** The standards of the library as the window's list: filtered, searched and sorted. */
export interface StandardsList {
  /** @throws PlumblineError as `IndexSource.read` */
  page(query: ListQuery): Promise<ListPage>
  /**
   * Returns standards whose title or path contains every word of `text`, best match first. Without words, returns the most
   * requested standards.
   * @throws PlumblineError as `IndexSource.read`
   */
  complete(text: string, limit: number): Promise<readonly StandardSummary[]>
}

export interface StandardsListDeps {
  readonly index: IndexSource
  /** Returns the number of requests for each standard, by id. Called for each page, so it must be fast. */
  readonly usage: () => ReadonlyMap<string, number>
}

/** A search in one generation of the index, grouped by standard. */
interface GroupedSearch {
  readonly key: string
  readonly found: SearchResult
  /** The ordinals of a standard's best sections, best first, by `doc`. Standards are in the order of their best section. */
  readonly best: ReadonlyMap<number, readonly number[]>
}

const HITS_PER_ROW = 3
// The standards of all other matches follow without a ranking.
const MAX_RANKED = 5_000
// The hits of a row take up to 0.5 ms, and other requests must not wait for a long page.
const ROWS_PER_TURN = 10

/** Keeps the standards and the last search in memory. */
export function createStandardsList({ index, usage }: StandardsListDeps): StandardsList {
  const currentEntries = createListEntries(index)
  let lastSearch: GroupedSearch | null = null

  function search(text: string, { generation }: ListEntries): GroupedSearch {
    const key = `${index.root()}\n${generation}\n${text}`
    if (lastSearch?.key !== key)
      lastSearch = index.read((reader) => groupedSearch(key, reader.search(text, SEARCH)))
    return lastSearch
  }

  return {
    async page(query) {
      const entries = await currentEntries()
      const text = query.text?.trim() ?? ''
      // Each step takes up to 10 ms for 10,000 standards. Other requests get their turn between the steps.
      await nextTurn()
      const searched = text === '' ? null : search(text, entries)
      await nextTurn()
      const candidates = searched ? matchingEntries(searched, entries) : entries.byTitle
      const { fitting, facets } = narrow(candidates, query.filter)
      await nextTurn()
      const requests = usage()
      const ordered = sort(fitting, query, searched !== null, requests)
      const rows: ListRow[] = []
      for (const entry of ordered.slice(query.offset, query.offset + query.limit)) {
        if (searched && rows.length > 0 && rows.length % ROWS_PER_TURN === 0) await nextTurn()
        rows.push({
          ...entry.summary,
          problems: entry.codes.length,
          requests: requests.get(entry.summary.id) ?? 0,
          hits: searched ? hitsOf(index, searched, entry) : [],
        })
      }
      const { find } = query
      return {
        rows,
        total: fitting.length,
        ...(find === undefined ? {} : { at: ordered.findIndex(({ summary }) => summary.id === find) }),
        sections: searched ? sectionCount(searched, fitting) : 0,
        facets,
      }
    },
    async complete(text, limit) {
      const { byTitle } = await currentEntries()
      const requests = usage()
      const requestsOf = ({ summary }: ListEntry) => requests.get(summary.id) ?? 0
      const words = searchKey(text)
        .split(/\s+/)
        .filter((word) => word !== '')
      const scored: { entry: ListEntry; score: number }[] = []
      for (const entry of byTitle) {
        const score = completionScore(entry, words)
        if (score > 0) scored.push({ entry, score })
      }
      return scored
        .sort((a, b) => b.score - a.score || requestsOf(b.entry) - requestsOf(a.entry))
        .slice(0, limit)
        .map(({ entry }) => entry.summary)
    },
  }
}

const SEARCH = { limit: MAX_RANKED, countByStandard: true }

function groupedSearch(key: string, found: SearchResult): GroupedSearch {
  const best = new Map<number, number[]>()
  for (const { doc, ordinal } of found.matches) {
    const ordinals = best.get(doc)
    if (!ordinals) best.set(doc, [ordinal])
    else if (ordinals.length < HITS_PER_ROW) ordinals.push(ordinal)
  }
  return { key, found, best }
}

/** Sorted by the best section; standards without a ranked section follow, sorted by the number of matching sections. */
function matchingEntries({ found, best }: GroupedSearch, { byDoc }: ListEntries): ListEntry[] {
  const unranked = [...found.countsByStandard]
    .filter(([doc]) => !best.has(doc))
    .sort((a, b) => b[1] - a[1])
    .map(([doc]) => doc)
  return [...best.keys(), ...unranked].flatMap((doc) => byDoc.get(doc) ?? [])
}

function hitsOf(index: IndexSource, { found, best }: GroupedSearch, { doc }: ListEntry) {
  return index.read((reader) => standardHits(reader, found, doc, best.get(doc) ?? null, HITS_PER_ROW))
}

function sectionCount({ found }: GroupedSearch, fitting: readonly ListEntry[]): number {
  if (fitting.length === found.countsByStandard.size) return found.total
  let total = 0
  for (const { doc } of fitting) total += found.countsByStandard.get(doc) ?? 0
  return total
}

/** @param fitting sorted by match after a search, else by title */
function sort(
  fitting: ListEntry[],
  query: ListQuery,
  isSearch: boolean,
  requests: ReadonlyMap<string, number>,
): readonly ListEntry[] {
  if (query.order === 'match' && isSearch) return fitting
  const byTitle = isSearch ? fitting.sort((a, b) => compare(a.titleKey, b.titleKey)) : fitting
  switch (query.order) {
    case 'path':
      return byTitle.sort((a, b) => compare(a.summary.id, b.summary.id))
    case 'updated':
      return byTitle.sort((a, b) => compare(b.summary.updated, a.summary.updated))
    case 'requests': {
      const requestsOf = ({ summary }: ListEntry) => requests.get(summary.id) ?? 0
      const requested = byTitle.filter((entry) => requestsOf(entry) > 0)
      return [
        ...requested.sort((a, b) => requestsOf(b) - requestsOf(a)),
        ...byTitle.filter((entry) => requestsOf(entry) === 0),
      ]
    }
    default:
      return byTitle
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Returns 0 when a word is missing. Beginnings of titles score highest, then words in titles, then words in paths. */
function completionScore(
  { searchTitle: title, searchPath: path }: ListEntry,
  words: readonly string[],
): number {
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
