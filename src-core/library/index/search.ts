import type { Database } from 'better-sqlite3'
import { facetExpression } from './facet-token.ts'
import { SECTION_SPAN } from './index-schema.ts'
import { readQuery } from './match-query.ts'

/** A section that matches, best first. `score` is higher for better ones. */
export interface SectionMatch {
  readonly doc: number
  readonly ordinal: number
  readonly score: number
}

/** What matched, and the words to mark in it. */
export interface SearchResult {
  readonly matches: readonly SectionMatch[]
  readonly total: number
  readonly totalCapped: boolean
  readonly words: readonly string[]
}

/** Facets as the index spells them. */
export interface FacetFilter {
  readonly language?: string | undefined
  readonly domain?: string | undefined
  readonly tag?: string | undefined
}

// More than anyone pages through; counting on would cost time at every question.
const COUNT_AT_MOST = 20_000
// Ranking a match takes half a microsecond, ten times as long as counting it, for it looks up the section's length.
const RANK_AT_MOST = 10_000
const TEXT_COLUMNS = '{heading context body}'
const RANK = 'bm25(fts, 8.0, 3.0, 1.0, 0.0)'

interface Row {
  readonly rowid: number
  readonly r: number
}

/**
 * Finds sections: those with every word, then (when a page is not full) with the last word as a beginning, then, when
 * nothing has every word, those with any. Over 10,000 matches the ranking is approximate: headings and titles first.
 */
export function createSearch(
  db: Database,
): (query: string, filter: FacetFilter, limit: number) => SearchResult {
  const any = prepareWithin(db, '')
  // Few ask for a tag, and a word for each tag would make every section's row longer.
  const tagged = prepareWithin(db, `AND rowid / ${SECTION_SPAN} IN (SELECT value FROM json_each(@docs))`)
  // Most rows fall at the plain comparison, which costs a tenth of taking their JSON apart.
  const docsOfTag = db
    .prepare<[object], string>(
      `SELECT json_group_array(doc) FROM standards WHERE instr(tag_keys, @json) > 0
       AND EXISTS (SELECT 1 FROM json_each(tag_keys) WHERE value = @tag)`,
    )
    .pluck()

  /** `docs` is a JSON array of the documents that may match, `null` for all. */
  function run(
    expression: string,
    filter: FacetFilter,
    docs: string | null,
    limit: number,
  ): { rows: Row[]; total: number } {
    const facets = facetExpression(filter)
    const within = (columns: string) => `${columns} : (${expression})${facets ? ` AND ${facets}` : ''}`
    const sql = docs === null ? any : tagged
    const asked = { match: within(TEXT_COLUMNS), limit, docs }
    const total = sql.count.get(asked) ?? 0
    if (total === 0) return { rows: [], total }
    if (total <= RANK_AT_MOST) return { rows: sql.ranked.all(asked), total }
    const rows = sql.rankedFirst.all({ ...asked, match: within('{heading context}') })
    if (rows.length < limit) addNew(rows, sql.rankedFirst.all(asked), limit)
    return { rows, total }
  }

  function docsWith(tag: string): string {
    return docsOfTag.get({ tag, json: JSON.stringify(tag).slice(1, -1) }) ?? '[]'
  }

  return (query, filter, limit) => {
    const asked = readQuery(query)
    if (!asked) return { matches: [], total: 0, totalCapped: false, words: [] }
    const docs = filter.tag === undefined ? null : docsWith(filter.tag.toLowerCase())
    let { rows, total } = run(asked.all, filter, docs, limit)
    if (total < limit && asked.allWithPrefix) {
      const wider = run(asked.allWithPrefix, filter, docs, limit)
      addNew(rows, wider.rows, limit)
      total = wider.total
    }
    if (total === 0 && asked.any) ({ rows, total } = run(asked.any, filter, docs, limit))
    return {
      matches: rows.map(({ rowid, r }) => ({
        doc: Math.floor(rowid / SECTION_SPAN),
        ordinal: rowid % SECTION_SPAN,
        score: -r,
      })),
      total: Math.min(total, COUNT_AT_MOST),
      totalCapped: total > COUNT_AT_MOST,
      words: asked.words,
    }
  }
}

function prepareWithin(db: Database, condition: string) {
  const matching = `FROM fts WHERE fts MATCH @match ${condition}`
  return {
    count: db
      .prepare<[object], number>(`SELECT count(*) FROM (SELECT 1 ${matching} LIMIT ${COUNT_AT_MOST + 1})`)
      .pluck(),
    ranked: db.prepare<[object], Row>(`SELECT rowid, ${RANK} AS r ${matching} ORDER BY r LIMIT @limit`),
    rankedFirst: db.prepare<[object], Row>(
      `SELECT rowid, r FROM (SELECT rowid, ${RANK} AS r ${matching} LIMIT ${RANK_AT_MOST}) ORDER BY r LIMIT @limit`,
    ),
  }
}

function addNew(rows: Row[], more: readonly Row[], limit: number): void {
  const known = new Set(rows.map((row) => row.rowid))
  for (const row of more) {
    if (rows.length === limit) return
    if (!known.has(row.rowid)) rows.push(row)
  }
}
