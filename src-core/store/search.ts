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

// Ranking reads every match: beyond this many, 100,000 documents miss the 50 ms that a search may take.
const RANK_AT_MOST = 20_000
const TEXT_COLUMNS = '{heading context body}'
const RANK = 'bm25(fts, 8.0, 3.0, 1.0, 0.0)'

interface Row {
  readonly rowid: number
  readonly r: number
}

/**
 * Finds sections: those with every word, then (when a page is not full) with the last word as a beginning, then, when
 * nothing has every word, those with any. Over 20,000 matches the ranking is approximate: headings and titles first.
 */
export function createSearch(
  db: Database,
): (query: string, filter: FacetFilter, limit: number) => SearchResult {
  const any = prepareWithin(db, '')
  // Few ask for a tag, and a word for each tag would make every section's row longer.
  const tagged = prepareWithin(
    db,
    `AND rowid / ${SECTION_SPAN} IN (SELECT doc FROM standards, json_each(tags) WHERE lower(value) = @tag)`,
  )

  function run(expression: string, filter: FacetFilter, limit: number): { rows: Row[]; total: number } {
    const facets = facetExpression(filter)
    const within = (columns: string) => `${columns} : (${expression})${facets ? ` AND ${facets}` : ''}`
    const sql = filter.tag === undefined ? any : tagged
    const asked = { match: within(TEXT_COLUMNS), limit, tag: filter.tag?.toLowerCase() ?? null }
    const total = sql.count.get(asked) ?? 0
    if (total === 0) return { rows: [], total }
    if (total <= RANK_AT_MOST) return { rows: sql.ranked.all(asked), total }
    const rows = sql.rankedFirst.all({ ...asked, match: within('{heading context}') })
    if (rows.length < limit) addNew(rows, sql.rankedFirst.all(asked), limit)
    return { rows, total }
  }

  return (query, filter, limit) => {
    const asked = readQuery(query)
    if (!asked) return { matches: [], total: 0, totalCapped: false, words: [] }
    let { rows, total } = run(asked.all, filter, limit)
    if (total < limit && asked.allWithPrefix) {
      const wider = run(asked.allWithPrefix, filter, limit)
      addNew(rows, wider.rows, limit)
      total = wider.total
    }
    if (total === 0 && asked.any) ({ rows, total } = run(asked.any, filter, limit))
    return {
      matches: rows.map(({ rowid, r }) => ({
        doc: Math.floor(rowid / SECTION_SPAN),
        ordinal: rowid % SECTION_SPAN,
        score: -r,
      })),
      total: Math.min(total, RANK_AT_MOST),
      totalCapped: total > RANK_AT_MOST,
      words: asked.words,
    }
  }
}

function prepareWithin(db: Database, condition: string) {
  const matching = `FROM fts WHERE fts MATCH @match ${condition}`
  return {
    count: db
      .prepare<[object], number>(`SELECT count(*) FROM (SELECT 1 ${matching} LIMIT ${RANK_AT_MOST + 1})`)
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
