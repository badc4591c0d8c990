import type { Database } from 'better-sqlite3'
import { once } from '../../base/once.ts'
import { facetExpression } from './facet-token.ts'
import { SECTION_SPAN } from './index-schema.ts'
import { readQuery } from './match-query.ts'

/** A matching section. */
interface SectionMatch {
  readonly doc: number
  /** The index of the section in its standard. */
  readonly ordinal: number
  /** Higher is better. */
  readonly score: number
}

/** Facets with canonical names. */
export interface FacetFilter {
  readonly language?: string | undefined
  readonly domain?: string | undefined
  readonly tag?: string | undefined
}

export interface SearchOptions {
  /** Absent: the whole library. */
  readonly filter?: FacetFilter
  /** The maximum number of matches to rank and return. */
  readonly limit: number
  /** The last word also matches as a prefix when fewer sections than this have every word. Absent: `limit`. */
  readonly prefixBelow?: number
  /** Counts the matching sections of every standard. `total` is then exact. */
  readonly countByStandard?: boolean
}

/** The matches of a search, best first. */
export interface SearchResult {
  readonly matches: readonly SectionMatch[]
  /** Number of matching sections; a lower bound when `totalCapped` is set. */
  readonly total: number
  readonly totalCapped: boolean
  /** The words to highlight, as the index spells them. */
  readonly words: readonly string[]
  /** The number of matching sections by `doc`, for every standard that matches; empty unless requested. */
  readonly countsByStandard: ReadonlyMap<number, number>
  /** The FTS5 expression that matched; empty when the query has no words. */
  readonly expression: string
}

// Counting further would take time in every search, for results that are never paged through.
const MAX_COUNT = 20_000
// Ranking a match takes half a microsecond, ten times as long as counting it, because it reads the length of the section.
const MAX_RANKED = 10_000
const TEXT_COLUMNS = '{heading context body}'
const TITLE_COLUMNS = '{heading context}'
const RANK = 'bm25(fts, 8.0, 3.0, 1.0, 0.0)'

const AFTER_OTHERS = `rowid / ${SECTION_SPAN} IN (SELECT value FROM json_each(@copies)), r`

// An array, because a search reads up to 5,000 rows.
type RankedRow = readonly [rowid: number, rank: number]

interface Found {
  readonly rows: RankedRow[]
  readonly total: number
  readonly counts: ReadonlyMap<number, number>
  readonly expression: string
}

/**
 * The full-text search of the tools and of the window's list. It finds sections with every word; when these are few, also
 * those in which the last word is a prefix; and when there are none, those with any word. Over 10,000 matches the ranking
 * is approximate: matches in headings and titles come first.
 */
export class SectionSearch {
  readonly #copies: () => () => string
  readonly #all: () => ReturnType<typeof prepareMatching>
  readonly #inDocs: () => ReturnType<typeof prepareMatching>
  readonly #docsWithTag: () => (tag: string) => string
  readonly #inDoc: () => ReturnType<typeof prepareInDoc>

  constructor(db: Database) {
    this.#copies = once(() => prepareCopies(db))
    this.#all = once(() => prepareMatching(db, ''))
    // Tag filters are rare, and a facet token for each tag would make the row of every section longer.
    this.#inDocs = once(() =>
      prepareMatching(db, `AND rowid / ${SECTION_SPAN} IN (SELECT value FROM json_each(@docs))`),
    )
    this.#docsWithTag = once(() => prepareDocsWithTag(db))
    this.#inDoc = once(() => prepareInDoc(db))
  }

  search(query: string, options: SearchOptions): SearchResult {
    const terms = readQuery(query)
    if (!terms) return NOTHING
    const { filter = {}, limit, prefixBelow = limit } = options
    const docs = filter.tag === undefined ? null : this.#docsWithTag()(filter.tag.toLowerCase())
    const copies = this.#copies()()
    let found = this.#find(terms.all, options, docs, copies)
    if (found.total < prefixBelow && terms.allWithPrefix) {
      const wider = this.#find(terms.allWithPrefix, options, docs, copies)
      found = { ...wider, rows: sectionsOfCopiesLast(merge(found.rows, wider.rows), copies).slice(0, limit) }
    }
    if (found.total === 0 && terms.any) found = this.#find(terms.any, options, docs, copies)
    const isCapped = !options.countByStandard && found.total > MAX_COUNT
    return {
      matches: found.rows.map(([rowid, rank]) => ({
        doc: Math.floor(rowid / SECTION_SPAN),
        ordinal: rowid % SECTION_SPAN,
        score: -rank,
      })),
      total: isCapped ? MAX_COUNT : found.total,
      totalCapped: isCapped,
      words: terms.words,
      countsByStandard: found.counts,
      expression: found.expression,
    }
  }

  /** Returns the ordinals of the first matching sections of a standard. */
  sectionsOf({ expression }: SearchResult, doc: number, limit: number): number[] {
    const first = doc * SECTION_SPAN
    return this.#inDoc()
      .all(expression, first, first + SECTION_SPAN - 1, limit)
      .map((rowid) => rowid % SECTION_SPAN)
  }

  /**
   * @param docs JSON array of the documents to search, or `null` for all
   * @param copies JSON array of the documents that are conflict copies, which follow all others
   */
  #find(
    terms: string,
    { filter = {}, limit, countByStandard = false }: SearchOptions,
    docs: string | null,
    copies: string,
  ): Found {
    const facets = facetExpression(filter)
    const inColumns = (columns: string) => `${columns} : (${terms})${facets ? ` AND ${facets}` : ''}`
    const sql = docs === null ? this.#all() : this.#inDocs()
    const expression = inColumns(TEXT_COLUMNS)
    const hasCopies = copies !== NO_COPIES
    const parameters = { match: expression, limit, docs, ...(hasCopies && { copies }) }
    const counts = countByStandard ? countsIn(sql.countByStandard().get(parameters)) : NO_COUNTS
    const total = countByStandard ? sum(counts) : (sql.count().get(parameters) ?? 0)
    return { rows: total === 0 ? [] : rank(), total, counts, expression }

    function rank(): RankedRow[] {
      const ranked = hasCopies ? sql.rankedCopiesLast : sql.ranked
      if (total <= MAX_RANKED) return ranked().all(parameters)
      const amongFirst = hasCopies ? sql.rankedAmongFirstCopiesLast : sql.rankedAmongFirst
      const titled = amongFirst().all({ ...parameters, match: inColumns(TITLE_COLUMNS) })
      if (titled.length >= limit && !hasCopies) return titled
      const rows = merge(titled, amongFirst().all(parameters))
      return sectionsOfCopiesLast(rows, copies).slice(0, limit)
    }
  }
}

const NO_COPIES = '[]'
const NO_COUNTS: ReadonlyMap<number, number> = new Map()
const NOTHING: SearchResult = {
  matches: [],
  total: 0,
  totalCapped: false,
  words: [],
  countsByStandard: NO_COUNTS,
  expression: '',
}

function prepareMatching(db: Database, condition: string) {
  const matching = `FROM fts WHERE fts MATCH @match ${condition}`
  return {
    count: once(() =>
      db
        .prepare<[object], number>(`SELECT count(*) FROM (SELECT 1 ${matching} LIMIT ${MAX_COUNT + 1})`)
        .pluck(),
    ),
    // One JSON value, because fetching thousands of rows takes longer than finding them.
    countByStandard: once(() =>
      db
        .prepare<[object], string>(
          `SELECT json_group_array(json_array(doc, n)) FROM
           (SELECT rowid / ${SECTION_SPAN} AS doc, count(*) AS n ${matching} GROUP BY doc)`,
        )
        .pluck(),
    ),
    ranked: once(() => ranked('r')),
    rankedCopiesLast: once(() => ranked(AFTER_OTHERS)),
    rankedAmongFirst: once(() => rankedAmongFirst('r')),
    rankedAmongFirstCopiesLast: once(() => rankedAmongFirst(AFTER_OTHERS)),
  }

  function ranked(order: string) {
    return db
      .prepare<[object], RankedRow>(`SELECT rowid, ${RANK} AS r ${matching} ORDER BY ${order} LIMIT @limit`)
      .raw()
  }

  function rankedAmongFirst(order: string) {
    return db
      .prepare<[object], RankedRow>(
        `SELECT rowid, r FROM (SELECT rowid, ${RANK} AS r ${matching} LIMIT ${MAX_RANKED}) ORDER BY ${order} LIMIT @limit`,
      )
      .raw()
  }
}

/** Returns a function that lists the documents that are conflict copies, as a JSON array. */
function prepareCopies(db: Database): () => string {
  const statement = db
    .prepare<[], string>('SELECT json_group_array(doc) FROM copies JOIN standards USING (id)')
    .pluck()
  return () => statement.get() ?? NO_COPIES
}

/** Moves the sections of conflict copies behind all others. */
function sectionsOfCopiesLast(rows: readonly RankedRow[], copies: string): RankedRow[] {
  if (copies === NO_COPIES) return [...rows]
  const docs = new Set<number>(JSON.parse(copies))
  const isCopy = ([rowid]: RankedRow) => docs.has(Math.floor(rowid / SECTION_SPAN))
  return [...rows.filter((row) => !isCopy(row)), ...rows.filter(isCopy)]
}

/** Returns a function that lists the documents with a tag, in lower case, as a JSON array. */
function prepareDocsWithTag(db: Database): (tag: string) => string {
  // `instr` excludes most rows in a tenth of the time that parsing their JSON would take.
  const statement = db
    .prepare<[object], string>(
      `SELECT json_group_array(doc) FROM standards WHERE instr(tag_keys, @json) > 0
       AND EXISTS (SELECT 1 FROM json_each(tag_keys) WHERE value = @tag)`,
    )
    .pluck()
  return (tag) => statement.get({ tag, json: JSON.stringify(tag).slice(1, -1) }) ?? '[]'
}

function prepareInDoc(db: Database) {
  return db
    .prepare<[string, number, number, number], number>(
      'SELECT rowid FROM fts WHERE fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?',
    )
    .pluck()
}

/** Appends the rows of `more` that are not in `rows`. */
function merge(rows: readonly RankedRow[], more: readonly RankedRow[]): RankedRow[] {
  const known = new Set(rows.map(([rowid]) => rowid))
  return [...rows, ...more.filter(([rowid]) => !known.has(rowid))]
}

function countsIn(json: string | undefined): ReadonlyMap<number, number> {
  const pairs: [doc: number, sections: number][] = JSON.parse(json ?? '[]')
  return new Map(pairs)
}

function sum(counts: ReadonlyMap<number, number>): number {
  let total = 0
  for (const count of counts.values()) total += count
  return total
}
