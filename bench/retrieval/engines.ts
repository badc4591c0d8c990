import type { Database } from 'better-sqlite3'
import MiniSearch from 'minisearch'
import { openDatabase } from '../../src-core/base/open-database.ts'
import type { Library } from '../../src-core/library/library.ts'
import type { HitKeys, JudgedQuestion } from './score.ts'
import type { JudgedSection } from './sections.ts'

/** A search engine over the sections of the library. */
export interface Engine {
  readonly name: string
  search(question: JudgedQuestion): readonly HitKeys[]
  close(): void
}

const LIMIT = 10

export function ourEngine(library: Library, sections: readonly JudgedSection[]): Engine {
  const byKey = new Map(sections.map((section) => [section.keys[0], section]))
  return {
    name: 'plumbline',
    search: ({ query, filters }) =>
      library.search(query, filters, LIMIT).hits.map(({ id, uri }) => {
        const slug = decodeURIComponent(/#(.*)$/.exec(uri)?.[1] ?? '')
        return byKey.get(`${id}#${slug}`)?.keys ?? [id]
      }),
    close: () => {},
  }
}

/** One FTS5 table with the porter stemmer, any word, ranked by bm25 as it comes. */
export function plainFts5(file: string, sections: readonly JudgedSection[]): Engine {
  const db: Database = openDatabase(file)
  db.exec("CREATE VIRTUAL TABLE f USING fts5(heading, title, body, tokenize = 'porter unicode61')")
  const put = db.prepare('INSERT INTO f (rowid, heading, title, body) VALUES (?, ?, ?, ?)')
  db.transaction(() => {
    for (const [at, { heading, title, body }] of sections.entries()) put.run(at, heading, title, body)
  })()
  const find = db
    .prepare<[string, number], number>('SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f) LIMIT ?')
    .pluck()
  return {
    name: 'plain FTS5',
    search(question) {
      const words = new Set(question.query.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
      const match = [...words].map((word) => `"${word}"`).join(' OR ')
      return match === '' ? [] : firstPassing(find.all(match, 2_000), sections, question)
    },
    close: () => db.close(),
  }
}

export function miniSearch(sections: readonly JudgedSection[]): Engine {
  const index = new MiniSearch<JudgedSection & { readonly at: number }>({
    fields: ['heading', 'title', 'body'],
    idField: 'at',
  })
  index.addAll(sections.map((section, at) => ({ ...section, at })))
  return {
    name: 'MiniSearch',
    search: (question) =>
      firstPassing(
        index
          .search(question.query, { boost: { heading: 3, title: 2 }, fuzzy: 0.2, prefix: true })
          .map(({ id }) => Number(id)),
        sections,
        question,
      ),
    close: () => {},
  }
}

function firstPassing(
  found: readonly number[],
  sections: readonly JudgedSection[],
  { filters: { language, domain } }: JudgedQuestion,
): HitKeys[] {
  return found
    .flatMap((at) => sections[at] ?? [])
    .filter(
      (section) =>
        (language === undefined || section.language === null || section.language === language) &&
        (domain === undefined || section.domain === domain),
    )
    .slice(0, LIMIT)
    .map(({ keys }) => keys)
}
