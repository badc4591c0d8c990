import type { Database } from 'better-sqlite3'
import { once } from '../../base/once.ts'
import { moveLast } from './copies-last.ts'
import { exactLanguage, facetExpression } from './facet-token.ts'
import { facetsOfQuestion } from './facets-of-question.ts'
import { docOf, ordinalOf, SECTION_SPAN } from './index-schema.ts'
import { type AskedWord, planSearch, type SearchPlan } from './plan-search.ts'
import { readQuestion } from './question.ts'
import { type ScoredRow, SectionScores, type WantedFacets } from './rank-sections.ts'
import { WordIndex } from './word-index.ts'

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
  /** Counts the matching sections of every standard. `total` is then exact. */
  readonly countByStandard?: boolean
}

/** The matches of a search, best first. */
export interface SearchResult {
  readonly matches: readonly SectionMatch[]
  /** Number of sections with any telling word of the question, or one related to it; a lower bound when `totalCapped` is set. */
  readonly total: number
  readonly totalCapped: boolean
  /** True when no match has half of the telling words of the question. */
  readonly isGap: boolean
  /** The question with its misspelled and foreign words replaced; `null` when none was. */
  readonly searchedFor: string | null
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
const MAX_RANKED = 5_000
const TEXT_COLUMNS = '{heading context body}'
const TITLE_COLUMNS = '{heading context}'
// SQLite's rank is lower for better matches.
const SCORE = '-bm25(fts, 8.0, 3.0, 1.0, 0.0)'
// What is sorted again after the scores were weighed.
const POOL = 60
// Sections that are checked for half of the words.
const GAP_ROWS = 10

/**
 * The full-text search of the tools, the terminal and the window's list. It finds sections with any telling word of a question;
 * those with all of them, with neighbouring words side by side, and of the language in question gain.
 */
export class SectionSearch {
  readonly #words: WordIndex
  readonly #copies: () => () => string
  readonly #all: () => ReturnType<typeof prepareMatching>
  readonly #inDocs: () => ReturnType<typeof prepareMatching>
  readonly #docsWithTag: () => (tag: string) => string
  readonly #inDoc: () => ReturnType<typeof prepareInDoc>
  readonly #isIn: () => ReturnType<typeof prepareIsIn>
  readonly #facets: () => ReturnType<typeof prepareFacets>

  constructor(db: Database) {
    this.#words = new WordIndex(db)
    this.#copies = once(() => prepareCopies(db))
    this.#all = once(() => prepareMatching(db, ''))
    // Tag filters are rare, and a facet token for each tag would make the row of every section longer.
    this.#inDocs = once(() =>
      prepareMatching(db, `AND rowid / ${SECTION_SPAN} IN (SELECT value FROM json_each(@docs))`),
    )
    this.#docsWithTag = once(() => prepareDocsWithTag(db))
    this.#inDoc = once(() => prepareInDoc(db))
    this.#isIn = once(() => prepareIsIn(db))
    this.#facets = once(() => prepareFacets(db))
  }

  search(query: string, options: SearchOptions): SearchResult {
    const question = readQuestion(query)
    if (!question) return NOTHING
    const { filter = {}, limit, countByStandard = false } = options
    const plan = planSearch(question, this.#words)
    const docs = filter.tag === undefined ? null : this.#docsWithTag()(filter.tag.toLowerCase())
    const scope = { facets: facetExpression(filter), docs, sql: docs === null ? this.#all() : this.#inDocs() }
    const expression = inScope(plan.any, scope)
    const counts = countByStandard
      ? countsIn(scope.sql.countByStandard().get({ match: expression, docs }))
      : NO_COUNTS
    const total = countByStandard ? sum(counts) : (scope.sql.count().get({ match: expression, docs }) ?? 0)
    const copies = this.#copies()()
    const pool = Math.max(limit, POOL) * (copies === NO_COPIES ? 1 : 2)
    const found = this.#rank(plan, scope, total, pool)
    const asked = facetsOfQuestion(question)
    const wanted = { language: filter.language ?? asked.language, domain: asked.domain }
    found.scores.weigh(wanted, asked.isTopic && filter.domain === undefined, (doc) => this.#facetsOf(doc))
    const rows = sectionsOfCopiesLast(found.scores.sorted(), copies).slice(0, limit)
    const isCapped = !countByStandard && total > MAX_COUNT
    return {
      matches: rows.map(([rowid, score]) => ({
        doc: docOf(rowid),
        ordinal: ordinalOf(rowid),
        score,
      })),
      total: isCapped ? MAX_COUNT : total,
      totalCapped: isCapped,
      isGap: !found.hasAll && !this.#hasHalf(plan, rows.slice(0, GAP_ROWS)),
      searchedFor: plan.searchedFor,
      words: plan.highlighted,
      countsByStandard: counts,
      expression,
    }
  }

  /** Returns the ordinals of the first matching sections of a standard. */
  sectionsOf({ expression }: SearchResult, doc: number, limit: number): number[] {
    const first = doc * SECTION_SPAN
    return this.#inDoc()
      .all(expression, first, first + SECTION_SPAN - 1, limit)
      .map(ordinalOf)
  }

  /** Returns how many headings of each standard of exactly this language match an FTS5 expression, by `doc`. */
  headingsWith(expression: string, language: string): ReadonlyMap<number, number> {
    const match = `heading : (${expression}) AND ${exactLanguage(language)}`
    return countsIn(this.#all().countByStandard().get({ match }))
  }

  /**
   * Ranks sections with any of the words. Words that are in thousands of sections only rank those that a rarer word found, so that
   * a common word does not make the search slow.
   */
  #rank(
    { words, extras }: SearchPlan,
    scope: Scope,
    total: number,
    limit: number,
  ): { readonly scores: SectionScores; readonly hasAll: boolean } {
    const scores = new SectionScores()
    const ranked = (terms: string, isCapped = false) => {
      const sql = isCapped ? scope.sql.rankedAmongFirst() : scope.sql.ranked()
      return sql.all({ match: inScope(terms, scope), docs: scope.docs, limit })
    }
    const rare = total <= MAX_RANKED ? words : rarest(words)
    const common = words.filter((word) => !rare.includes(word))
    const found = rare.length > 0 ? ranked(anyOf(rare)) : []
    scores.add(found, 1)
    if (common.length > 0) {
      if (found.length > 0) scores.raise(ranked(`(${anyOf(rare)}) AND (${anyOf(common)})`))
      if (found.length < POOL) {
        const titled = ranked(`${TITLE_COLUMNS} : (${anyOf(common)})`, true)
        scores.raise(titled)
        if (titled.length < POOL) scores.raise(ranked(anyOf(common), true))
      }
    }
    let hasAll = words.length === 1 && total > 0
    for (const { expression, weight, isAll } of extras) {
      const rows = ranked(expression, total > MAX_RANKED)
      if (isAll && rows.length > 0) hasAll = true
      scores.add(rows, weight)
    }
    return { scores, hasAll }
  }

  /** Returns true when a section has at least half of the words. */
  #hasHalf({ words }: SearchPlan, rows: readonly ScoredRow[]): boolean {
    return rows.some(([rowid]) => {
      const held = words.filter(
        ({ expression }) => this.#isIn().get(`${TEXT_COLUMNS} : (${expression})`, rowid) !== undefined,
      )
      return held.length * 2 >= words.length
    })
  }

  #facetsOf(doc: number): WantedFacets {
    return this.#facets().get(doc) ?? { language: null, domain: null }
  }
}

/** The part of the index that a search looks at. */
interface Scope {
  /** An FTS5 expression, or `null` for all. */
  readonly facets: string | null
  /** JSON array of the documents to search, or `null` for all. */
  readonly docs: string | null
  readonly sql: ReturnType<typeof prepareMatching>
}

function inScope(terms: string, { facets }: Scope): string {
  // Limiting a search to columns takes half of its time, and only words like those of the facets could match there.
  const inText = LIKE_FACET.test(terms) ? `${TEXT_COLUMNS} : (${terms})` : `(${terms})`
  return facets === null ? inText : `${inText} AND ${facets}`
}

const LIKE_FACET = /"z[dlp]/i

function anyOf(words: readonly AskedWord[]): string {
  return words.map(({ expression }) => expression).join(' OR ')
}

/** Returns the rarest words, as many as can be ranked at once. */
function rarest(words: readonly AskedWord[]): readonly AskedWord[] {
  let sections = 0
  const rare: AskedWord[] = []
  for (const word of [...words].sort((a, b) => a.sections - b.sections)) {
    sections += word.sections
    if (sections > MAX_RANKED) break
    rare.push(word)
  }
  return rare
}

const NO_COPIES = '[]'
const NO_COUNTS: ReadonlyMap<number, number> = new Map()
const NOTHING: SearchResult = {
  matches: [],
  total: 0,
  totalCapped: false,
  isGap: true,
  searchedFor: null,
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
    ranked: once(() =>
      db
        .prepare<[object], ScoredRow>(`SELECT rowid, ${SCORE} AS s ${matching} ORDER BY s DESC LIMIT @limit`)
        .raw(),
    ),
    rankedAmongFirst: once(() =>
      db
        .prepare<[object], ScoredRow>(
          `SELECT rowid, s FROM (SELECT rowid, ${SCORE} AS s ${matching} LIMIT ${MAX_RANKED}) ORDER BY s DESC LIMIT @limit`,
        )
        .raw(),
    ),
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
function sectionsOfCopiesLast(rows: readonly ScoredRow[], copies: string): ScoredRow[] {
  if (copies === NO_COPIES) return [...rows]
  const docs = new Set<number>(JSON.parse(copies))
  return moveLast(rows, ([rowid]) => docs.has(docOf(rowid)))
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

function countsIn(json: string | undefined): ReadonlyMap<number, number> {
  const pairs: [doc: number, sections: number][] = JSON.parse(json ?? '[]')
  return new Map(pairs)
}

function sum(counts: ReadonlyMap<number, number>): number {
  let total = 0
  for (const count of counts.values()) total += count
  return total
}

function prepareIsIn(db: Database) {
  return db.prepare<[string, number], number>('SELECT 1 FROM fts WHERE fts MATCH ? AND rowid = ?').pluck()
}

function prepareFacets(db: Database) {
  return db.prepare<[number], WantedFacets>('SELECT language, domain FROM standards WHERE doc = ?')
}
