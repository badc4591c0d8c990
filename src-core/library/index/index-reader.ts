import type { Database } from 'better-sqlite3'
import type { IndexProgress, Topic } from '../../../src-shared/contract/library.ts'
import { FACET_RULES, type Problem, type Section } from '../../../src-shared/standard/standard.ts'
import { byDepth } from './by-depth.ts'
import { copiesLast } from './copies-last.ts'
import {
  type ChecklistRow,
  createReaderStatements,
  type DetailsRow,
  type ScopeRow,
  type StandardRow,
  type StoredTopic,
} from './reader-statements.ts'
import { type FacetFilter, type SearchOptions, type SearchResult, SectionSearch } from './search.ts'

/** A standard's text and sections. */
export interface TextRow {
  readonly text: string
  readonly bodyStart: number
  readonly sections: readonly Section[]
}

// The `lower` function of SQLite changes the letters A to Z only.
const ASCII = /^[\x00-\x7f]*$/

/** Reads the index in any process. Within one `snapshot`, all results belong to one generation. */
export class IndexReader {
  readonly #db: Database
  readonly #sql: ReturnType<typeof createReaderStatements>
  readonly #prepared = new Map<unknown, unknown>()
  readonly #inTransaction: (read: () => unknown) => unknown
  #sectionSearch: SectionSearch | undefined

  /** @param db a connection to an index of the current schema */
  constructor(db: Database) {
    this.#db = db
    this.#sql = createReaderStatements(db)
    this.#inTransaction = db.transaction((read: () => unknown) => read())
  }

  /** Runs several reads against one state of the index. */
  snapshot<T>(read: () => T): T {
    return this.#inTransaction(read) as T
  }

  /** Returns the statements that `prepare` prepares over the same connection. Calls `prepare` once. */
  prepared<T>(prepare: (db: Database) => T): T {
    if (!this.#prepared.has(prepare)) this.#prepared.set(prepare, prepare(this.#db))
    return this.#prepared.get(prepare) as T
  }

  generation(): number {
    return Number(this.meta('generation') ?? 0)
  }

  /** A number that changes with every write of another connection, also within a generation. Takes about 2 microseconds. */
  dataVersion(): number {
    return this.#sql.dataVersion().get() ?? 0
  }

  /** Returns a value of the `meta` table, or `null`. */
  meta(key: string): string | number | null {
    return this.#sql.meta().get(key) ?? null
  }

  progress(): IndexProgress {
    return this.#sql.progress().get() ?? UNKNOWN_PROGRESS
  }

  counts(): { readonly standards: number; readonly problems: number } {
    return this.#sql.counts().get() ?? { standards: 0, problems: 0 }
  }

  problems(): Problem[] {
    return this.#sql.problems().all()
  }

  /** @param path as the file system spells it */
  /** The `_standards.yml` files with the JSON of what each gives. */
  defaults(): { readonly path: string; readonly data: string }[] {
    return this.#sql.defaults().all()
  }

  problemsOf(path: string): Problem[] {
    return this.#sql.problemsOf().all(path)
  }

  /** Returns why a file is not served, or `null` when it is served or unknown. */
  fileError(id: string): Problem | null {
    if (this.byId(id)) return null
    return this.#sql.fileError().get(id, id.normalize('NFD')) ?? null
  }

  /** Returns the codes of each file's problems, by path in NFC. */
  problemCodes(): Map<string, string[]> {
    const codes = new Map<string, string[]>()
    for (const [path, code] of this.#sql.problemCodes().all()) {
      const id = path.normalize('NFC')
      const known = codes.get(id)
      if (known) known.push(code)
      else codes.set(id, [code])
    }
    return codes
  }

  /** Returns the languages and the domains that standards have, each sorted. */
  topics(): { readonly languages: readonly string[]; readonly domains: readonly string[] } {
    const [languages, domains] = this.#storedTopics()
    return { languages, domains }
  }

  /** Returns the commonest pairs of language and domain. */
  topicPairs(): Topic[] {
    const [, , pairs = []] = this.#storedTopics()
    return pairs.map(([language, domain, standards]) => ({ language, domain, standards }))
  }

  /** An index of an earlier version has no pairs until its next change. */
  #storedTopics(): [languages: string[], domains: string[], pairs?: StoredTopic[]] {
    return JSON.parse(String(this.meta('topics')))
  }

  tags(): string[] {
    return this.#sql.tags().all()
  }

  /** Returns the ids of the originals of conflict copies by the copies' ids; `null` for an original that is not there. */
  copies(): ReadonlyMap<string, string | null> {
    return new Map(this.#sql.copies().all())
  }

  byId(id: string): StandardRow | undefined {
    return this.#sql.byId().get(id)
  }

  /** Returns the standards with these ids that exist, in no order. */
  byIds(ids: readonly string[]): StandardRow[] {
    return this.#sql.byIds().all(JSON.stringify(ids))
  }

  /** Returns what decides which files standards apply to. @param ids `null`: of every standard */
  scopes(ids: readonly string[] | null): ScopeRow[] {
    return ids === null ? this.#sql.scopes().all() : this.#sql.scopesOf().all(JSON.stringify(ids))
  }

  byDoc(doc: number): StandardRow | undefined {
    return this.#sql.byDoc().get(doc)
  }

  /** Returns up to `limit` standards with a greater document number, in the order of those numbers. */
  afterDoc(doc: number, limit: number): StandardRow[] {
    return this.#sql.afterDoc().all(doc, limit)
  }

  /** Returns the standards of exactly this language. */
  byLanguage(language: string): StandardRow[] {
    return this.#sql.byLanguage().all(language)
  }

  /** Returns the standards of exactly this domain, in any language. */
  byDomain(domain: string): StandardRow[] {
    return this.#sql.byDomain().all(domain)
  }

  /** Returns how many headings of each standard of exactly this language match an FTS5 expression, by `doc`. */
  headingsWith(expression: string, language: string): ReadonlyMap<number, number> {
    return this.#sections().headingsWith(expression, language)
  }

  /** Returns the standards of exactly this language (`null`: every language) and domain, the best match first. */
  byTopic(language: string | null, domain: string): StandardRow[] {
    return this.#sql.byTopic().all(language, domain).sort(byMatch)
  }

  text(doc: number): TextRow | undefined {
    const row = this.#sql.text().get(doc)
    return row && { text: row.text, bodyStart: row.bodyStart, sections: readOutline(row.outline) }
  }

  /** Returns a standard with its text. Runs a single statement. */
  withText(id: string): (StandardRow & TextRow) | undefined {
    const row = this.#sql.withText().get(id)
    return row && { ...row, sections: readOutline(row.outline) }
  }

  details(doc: number): DetailsRow | undefined {
    return this.#sql.details().get(doc)
  }

  /** @param after the last id of the previous page */
  list(filter: FacetFilter, after: string, limit: number): StandardRow[] {
    return this.#sql.list().all({ ...parametersOf(filter), after, limit })
  }

  count(filter: FacetFilter): number {
    return this.#sql.count().get(parametersOf(filter)) ?? 0
  }

  /** Returns checklists sorted by id, those of the language itself before those of every language, those of conflict copies last. */
  checklists(filter: FacetFilter & { readonly id?: string | undefined }): ChecklistRow[] {
    const rows = this.#sql.checklists().all({ ...parametersOf(filter), id: filter.id ?? null })
    return copiesLast(rows, this.copies())
  }

  /** The generation in which a standard last came, went or got another title or description. */
  listedAt(): number {
    return Number(this.meta('listed') ?? 0)
  }

  /** Returns the ids of standards that changed after `generation`, including removed ones. */
  changedSince(generation: number): string[] {
    return this.#sql.changedSince().all({ generation })
  }

  /** Returns ids that contain `text`, those that begin with it first, conflict copies last. Ignores case. */
  idsContaining(text: string, limit: number): string[] {
    const part = text.toLowerCase()
    if (ASCII.test(part)) return this.#sql.idsContaining().all({ text: part, limit })
    return this.#idsContainingAny(part).slice(0, limit)
  }

  /** Returns the number of ids that contain `text`. Ignores case. */
  countIdsContaining(text: string): number {
    const part = text.toLowerCase()
    if (ASCII.test(part)) return this.#sql.countIdsContaining().get({ text: part }) ?? 0
    return this.#idsContainingAny(part).length
  }

  search(query: string, options: SearchOptions): SearchResult {
    return this.#sections().search(query, options)
  }

  /** Returns the ordinals of the first `limit` matching sections of a standard, in their order in the text. */
  matchingSections(found: SearchResult, doc: number, limit: number): number[] {
    return this.#sections().sectionsOf(found, doc, limit)
  }

  #sections(): SectionSearch {
    this.#sectionSearch ??= new SectionSearch(this.#db)
    return this.#sectionSearch
  }

  /** Compares in JavaScript, which knows the case of all letters. `part` is in lower case. */
  #idsContainingAny(part: string): string[] {
    const found = this.#sql
      .ids()
      .all()
      .map((id) => ({ id, at: id.toLowerCase().indexOf(part) }))
      .filter(({ at }) => at !== -1)
    const ordered = [...found.filter(({ at }) => at === 0), ...found.filter(({ at }) => at > 0)]
    return copiesLast(ordered, this.copies()).map(({ id }) => id)
  }
}

const UNKNOWN_PROGRESS: IndexProgress = {
  state: 'starting',
  done: 0,
  total: 0,
  checkedAt: null,
  aliveAt: null,
  pid: null,
  message: null,
}

/** Reads the `outline` column. */
export function readOutline(outline: string): Section[] {
  const rows: [level: number, line: number, start: number, stop: number, heading: string][] =
    JSON.parse(outline)
  return rows.map(([level, line, start, stop, heading]) => ({ level, line, start, stop, heading }))
}

function parametersOf({ language, domain, tag }: FacetFilter): object {
  return { language: language ?? null, domain: domain ?? null, tag: tag?.toLowerCase() ?? null }
}

const RULE_ORDER: readonly string[] = FACET_RULES

/** Facets that the author wrote precede derived ones; short paths precede deep ones. */
function byMatch(a: StandardRow, b: StandardRow): number {
  return ruleRank(a) - ruleRank(b) || byDepth(a, b)
}

function ruleRank(row: StandardRow): number {
  const [language, domain]: (string | null)[] = JSON.parse(row.rules)
  const rank = (rule: string | null | undefined) => (rule ? RULE_ORDER.indexOf(rule) : 0)
  return rank(domain) * FACET_RULES.length + rank(language)
}
