import type { Database } from 'better-sqlite3'
import { SECTION_SPAN } from './index-schema.ts'
import { readQuery } from './match-query.ts'

/** A row of `standards` as lists show it, in the order of the columns. */
export type ListedRow = readonly [
  doc: number,
  id: string,
  title: string,
  description: string,
  /** JSON array. */
  tags: string,
  language: string | null,
  domain: string | null,
  updated: string,
  size: number,
]

/** What is kept of a standard beyond its text. */
interface FactsRow {
  readonly created: string | null
  /** JSON array. */
  readonly globs: string
  readonly tasks: number
  readonly examples: number
  /** As the file system spells it. */
  readonly path: string
}

/** Every standard that a search finds, with how many of its sections it found, and the best sections of all. */
export interface FoundStandards {
  readonly sections: ReadonlyMap<number, number>
  /** Row ids `doc * SECTION_SPAN + ordinal`, best first; not all of them where there are thousands. */
  readonly best: readonly number[]
  /** To be given to `sectionsOf`. */
  readonly expression: string
  /** The words to mark. */
  readonly words: readonly string[]
}

/** What the shelf asks of the index. */
export interface ListReader {
  /** In the order of `doc`, from behind `after`. */
  listed(after: number, limit: number): ListedRow[]
  listedByIds(ids: readonly string[]): ListedRow[]
  problemCodes(): (readonly [path: string, code: string])[]
  facts(doc: number): FactsRow | undefined
  find(query: string): FoundStandards
  /** Row ids of the first sections of a standard that match. */
  sectionsOf(expression: string, doc: number, limit: number): number[]
}

const LISTED = 'doc, id, title, description, tags, language, domain, updated, size'
const RANK = 'bm25(fts, 8.0, 3.0, 1.0, 0.0)'
// Ranking costs a microsecond a section, and nobody scrolls through thousands of hits.
const RANK_AT_MOST = 5_000
// With fewer sections than this the last word may still be half typed.
const FEW = 50

/** @param db a connection with the current schema */
export function createListReader(db: Database): ListReader {
  const listed = db
    .prepare<[number, number], ListedRow>(
      `SELECT ${LISTED} FROM standards WHERE doc > ? ORDER BY doc LIMIT ?`,
    )
    .raw()
  const byIds = db
    .prepare<[string], ListedRow>(
      `SELECT ${LISTED} FROM standards WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .raw()
  const codes = db.prepare<[], readonly [string, string]>('SELECT path, code FROM problems').raw()
  const facts = db.prepare<[number], FactsRow>(
    `SELECT created, globs, tasks, json_array_length(examples) AS examples, path
     FROM standards JOIN texts USING (doc) JOIN files USING (doc) WHERE doc = ?`,
  )
  // As JSON: thousands of rows cost more to fetch than to find.
  const grouped = db
    .prepare<[string], string>(
      `SELECT json_group_array(json_array(doc, n)) FROM
       (SELECT rowid / ${SECTION_SPAN} AS doc, count(*) AS n FROM fts WHERE fts MATCH ? GROUP BY doc)`,
    )
    .pluck()
  const ranked = db
    .prepare<[string], [rowid: number, rank: number]>(
      `SELECT rowid, ${RANK} FROM fts WHERE fts MATCH ? LIMIT ${RANK_AT_MOST}`,
    )
    .raw()
  const within = db
    .prepare<[string, number, number, number], number>(
      'SELECT rowid FROM fts WHERE fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?',
    )
    .pluck()

  function count(expression: string): Map<number, number> {
    const pairs: [number, number][] = JSON.parse(grouped.get(expression) ?? '[]')
    return new Map(pairs)
  }

  // Sorted here: SQLite ranks everything that matches, whatever the limit, when it has to sort.
  const best = (expression: string) =>
    ranked
      .all(expression)
      .sort((a, b) => a[1] - b[1])
      .map(([rowid]) => rowid)

  return {
    listed: (after, limit) => listed.all(after, limit),
    listedByIds: (ids) => byIds.all(JSON.stringify(ids)),
    problemCodes: () => codes.all(),
    facts: (doc) => facts.get(doc),
    find(query) {
      const asked = readQuery(query)
      if (!asked) return NOTHING
      let terms = asked.all
      let sections = count(inText(terms))
      let ranking: number[] = []
      const total = sum(sections)
      if (total > RANK_AT_MOST) ranking = best(inHeadings(terms))
      if (ranking.length < RANK_AT_MOST) ranking = merged(ranking, best(inText(terms)))
      if (total < FEW && asked.allWithPrefix) {
        const wider = count(inText(asked.allWithPrefix))
        if (wider.size > 0) {
          terms = asked.allWithPrefix
          sections = wider
          ranking = merged(ranking, best(inText(terms)))
        }
      }
      if (sections.size === 0 && asked.any) {
        terms = asked.any
        sections = count(inText(terms))
        ranking = best(inText(terms))
      }
      return { sections, best: ranking, expression: inText(terms), words: asked.words }
    },
    sectionsOf: (expression, doc, limit) =>
      within.all(expression, doc * SECTION_SPAN, (doc + 1) * SECTION_SPAN - 1, limit),
  }
}

const NOTHING: FoundStandards = { sections: new Map(), best: [], expression: '', words: [] }

function inText(terms: string): string {
  return `{heading context body} : (${terms})`
}

function inHeadings(terms: string): string {
  return `{heading context} : (${terms})`
}

function merged(first: readonly number[], then: readonly number[]): number[] {
  return [...new Set([...first, ...then])]
}

function sum(sections: ReadonlyMap<number, number>): number {
  let total = 0
  for (const count of sections.values()) total += count
  return total
}
