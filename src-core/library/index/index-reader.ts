import type { Database } from 'better-sqlite3'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import type { Problem, Section } from '../../../src-shared/standard/standard.ts'
import { createSearch, type FacetFilter, type SearchResult } from './search.ts'

/** A row of `standards`, JSON columns still as text. */
export interface StandardRow {
  readonly doc: number
  readonly id: string
  readonly title: string
  readonly description: string
  readonly tags: string
  readonly language: string | null
  readonly domain: string | null
  readonly rules: string
  readonly updated: string
  readonly size: number
}

/** A standard's text and outline. */
export interface TextRow {
  readonly text: string
  readonly bodyStart: number
  readonly sections: readonly Section[]
}

interface StoredText {
  readonly text: string
  readonly bodyStart: number
  readonly outline: string
}

/** A task as it is stored, with its standard. */
interface ChecklistRow {
  readonly id: string
  readonly doc: number
  /** JSON `[text, checked, line, section][]` */
  readonly checklist: string
  readonly outline: string
}

/** An entry of the cache without its answer. */
interface CachedEntry {
  readonly key: string
  readonly tool: string
  readonly storedAt: number
  readonly storedUp: number
  readonly hits: number
  readonly bytes: number
  readonly asked: string
  readonly args: string
}

/** The index's state and what the cache has for a key, as of one moment. */
export interface CachedRow {
  /** Tells this index from one made anew. */
  readonly born: string
  readonly generation: number
  /** The library that is indexed; `null`: none yet. */
  readonly library: string | null
  /** `null`: nothing of this generation is kept under the key. */
  readonly answer: string | null
  readonly storedAt: number
  readonly storedUp: number
}

/** Reads the index, in any process. All answers of one call belong to one generation. */
export interface IndexReader {
  generation(): number
  /** Changes whenever another connection wrote, also without a new generation. About 2 microseconds. */
  dataVersion(): number
  meta(key: string): string | number | null
  progress(): IndexProgress
  counts(): { standards: number; problems: number }
  problems(): Problem[]
  /** Those of one file. */
  problemsOf(path: string): Problem[]
  /** The languages and the domains that standards have, sorted. */
  topics(): { readonly languages: readonly string[]; readonly domains: readonly string[] }
  tags(): string[]
  byId(id: string): StandardRow | undefined
  /** The generation in which the list of standards, or a title or description in it, last changed. */
  listedAt(): number
  /** Ids of the standards whose content changed after `generation`, those that are gone included. */
  changedSince(generation: number): string[]
  /** Ids that contain `text`, those that begin with it first; case does not matter. */
  idsLike(text: string, limit: number): string[]
  countIdsLike(text: string): number
  byDoc(doc: number): StandardRow | undefined
  text(doc: number): TextRow | undefined
  /** A standard with its text, in one statement. */
  whole(id: string): (StandardRow & TextRow) | undefined
  /** Standards of exactly this language (`null`: every language) and domain, the surest first. */
  byTopic(language: string | null, domain: string): StandardRow[]
  list(filter: FacetFilter, after: string, limit: number): StandardRow[]
  count(filter: FacetFilter): number
  checklists(filter: FacetFilter & { readonly id?: string | undefined }): ChecklistRow[]
  search(query: string, filter: FacetFilter, limit: number): SearchResult
  /** One statement, so that the answer and the generation belong together. */
  kept(key: string): CachedRow | undefined
  /** The cache's entries of this generation without their answers, the newest first. */
  keptEntries(): CachedEntry[]
  /** Further questions over the same connection; what `prepare` makes is made once and kept. */
  more<T>(prepare: (db: Database) => T): T
  /** Runs several reads against one state of the index. */
  snapshot<T>(read: () => T): T
}

// SQLite's `lower` knows the letters A to Z only, so a text with others is looked for here.
const ASCII = /^[\x00-\x7f]*$/

const COLUMNS = 'doc, id, title, description, tags, language, domain, rules, updated, size'
// A language includes what applies to every language. Unset filters are NULL and let everything pass.
const MATCHES = `(@language IS NULL OR language = @language OR language IS NULL)
  AND (@domain IS NULL OR domain = @domain)
  AND (@tag IS NULL OR EXISTS (SELECT 1 FROM json_each(tag_keys) WHERE value = @tag))`

/** @param db a connection with the current schema */
export function createIndexReader(db: Database): IndexReader {
  // Prepared on first use: a start asks for few of them, and all of them take a millisecond.
  const sql = {
    dataVersion: once(() => db.prepare<[], number>('PRAGMA data_version').pluck()),
    meta: once(() => db.prepare<[string], string | number>('SELECT value FROM meta WHERE key = ?').pluck()),
    progress: once(() =>
      db.prepare<[], IndexProgress>(
        `SELECT state, done, total, checked_at AS checkedAt, alive_at AS aliveAt, pid, message FROM progress`,
      ),
    ),
    counts: once(() =>
      db.prepare<[], { standards: number; problems: number }>(
        'SELECT (SELECT count(*) FROM standards) AS standards, (SELECT count(*) FROM problems) AS problems',
      ),
    ),
    changedSince: once(() =>
      db
        .prepare<[object], string>(
          `SELECT id FROM standards WHERE changed > @generation
           UNION ALL SELECT id FROM removed WHERE changed > @generation`,
        )
        .pluck(),
    ),
    idsLike: once(() =>
      db
        .prepare<[object], string>(
          `SELECT id FROM standards WHERE instr(lower(id), @text) > 0
           ORDER BY instr(lower(id), @text) <> 1, id LIMIT @limit`,
        )
        .pluck(),
    ),
    ids: once(() => db.prepare<[], string>('SELECT id FROM standards ORDER BY id').pluck()),
    countIdsLike: once(() =>
      db
        .prepare<[object], number>('SELECT count(*) FROM standards WHERE instr(lower(id), @text) > 0')
        .pluck(),
    ),
    problems: once(() => db.prepare<[], Problem>('SELECT * FROM problems ORDER BY path, line')),
    problemsOf: once(() =>
      db.prepare<[string], Problem>('SELECT * FROM problems WHERE path = ? ORDER BY line'),
    ),
    tags: once(() =>
      db
        .prepare<[], string>('SELECT DISTINCT value FROM standards, json_each(standards.tags) ORDER BY 1')
        .pluck(),
    ),
    byId: once(() => db.prepare<[string], StandardRow>(`SELECT ${COLUMNS} FROM standards WHERE id = ?`)),
    byDoc: once(() => db.prepare<[number], StandardRow>(`SELECT ${COLUMNS} FROM standards WHERE doc = ?`)),
    text: once(() =>
      db.prepare<[number], StoredText>(
        'SELECT text, body_start AS bodyStart, outline FROM texts WHERE doc = ?',
      ),
    ),
    whole: once(() =>
      db.prepare<[string], StandardRow & StoredText>(
        `SELECT ${COLUMNS}, text, body_start AS bodyStart, outline FROM standards JOIN texts USING (doc) WHERE id = ?`,
      ),
    ),
    byTopic: once(() =>
      db.prepare<[string | null, string], StandardRow>(
        `SELECT ${COLUMNS} FROM standards WHERE language IS ? AND domain = ? ORDER BY id`,
      ),
    ),
    list: once(() =>
      db.prepare<[object], StandardRow>(
        `SELECT ${COLUMNS} FROM standards WHERE id > @after AND ${MATCHES} ORDER BY id LIMIT @limit`,
      ),
    ),
    count: once(() =>
      db.prepare<[object], number>(`SELECT count(*) FROM standards WHERE ${MATCHES}`).pluck(),
    ),
    checklists: once(() =>
      db.prepare<[object], ChecklistRow>(
        `SELECT id, doc, checklist, outline FROM standards JOIN texts USING (doc)
       WHERE tasks > 0 AND (@id IS NULL OR id = @id) AND ${MATCHES} ORDER BY id`,
      ),
    ),
    kept: once(() =>
      db.prepare<[string], CachedRow>(
        `SELECT born.value AS born, now.value AS generation, (SELECT value FROM meta WHERE key = 'library') AS library,
           answer, stored_at AS storedAt, stored_up AS storedUp
         FROM meta AS born JOIN meta AS now LEFT JOIN cache ON cache.key = ? AND generation = now.value
         WHERE born.key = 'born' AND now.key = 'generation'`,
      ),
    ),
    keptEntries: once(() =>
      db.prepare<[], CachedEntry>(
        `SELECT key, tool, stored_at AS storedAt, stored_up AS storedUp, hits, bytes, asked, args FROM cache
         WHERE generation = (SELECT value FROM meta WHERE key = 'generation') ORDER BY stored_at DESC, rowid DESC`,
      ),
    ),
  }
  const search = once(() => createSearch(db))
  const further = new Map<unknown, unknown>()
  const within = db.transaction((read: () => unknown) => read())

  /** Ids that contain `part`, which is in lower case; those that begin with it first. */
  function idsHolding(part: string): string[] {
    const found = sql
      .ids()
      .all()
      .map((id) => ({ id, at: id.toLowerCase().indexOf(part) }))
    const fitting = found.filter(({ at }) => at !== -1)
    return [...fitting.filter(({ at }) => at === 0), ...fitting.filter(({ at }) => at > 0)].map(
      ({ id }) => id,
    )
  }

  return {
    generation: () => Number(sql.meta().get('generation') ?? 0),
    dataVersion: () => sql.dataVersion().get() ?? 0,
    meta: (key) => sql.meta().get(key) ?? null,
    progress: () => sql.progress().get() ?? UNKNOWN_PROGRESS,
    counts: () => sql.counts().get() ?? { standards: 0, problems: 0 },
    problems: () => sql.problems().all(),
    problemsOf: (path) => sql.problemsOf().all(path),
    topics() {
      const stored: [string[], string[]] = JSON.parse(String(sql.meta().get('topics')))
      const [languages, domains] = stored
      return { languages, domains }
    },
    tags: () => sql.tags().all(),
    byId: (id) => sql.byId().get(id),
    listedAt: () => Number(sql.meta().get('listed') ?? 0),
    changedSince: (generation) => sql.changedSince().all({ generation }),
    idsLike(text, limit) {
      const part = text.toLowerCase()
      return ASCII.test(part) ? sql.idsLike().all({ text: part, limit }) : idsHolding(part).slice(0, limit)
    },
    countIdsLike(text) {
      const part = text.toLowerCase()
      return ASCII.test(part) ? (sql.countIdsLike().get({ text: part }) ?? 0) : idsHolding(part).length
    },
    byDoc: (doc) => sql.byDoc().get(doc),
    text(doc) {
      const row = sql.text().get(doc)
      return row && { text: row.text, bodyStart: row.bodyStart, sections: readOutline(row.outline) }
    },
    whole(id) {
      const row = sql.whole().get(id)
      return row && { ...row, sections: readOutline(row.outline) }
    },
    byTopic: (language, domain) => sql.byTopic().all(language, domain).sort(surestFirst),
    list: (filter, after, limit) => sql.list().all({ ...bind(filter), after, limit }),
    count: (filter) => sql.count().get(bind(filter)) ?? 0,
    checklists: (filter) => sql.checklists().all({ ...bind(filter), id: filter.id ?? null }),
    kept: (key) => sql.kept().get(key),
    keptEntries: () => sql.keptEntries().all(),
    search: (query, filter, limit) => search()(query, filter, limit),
    more<T>(prepare: (db: Database) => T): T {
      if (!further.has(prepare)) further.set(prepare, prepare(db))
      return further.get(prepare) as T
    },
    snapshot: <T>(read: () => T) => within(read) as T,
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

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function bind({ language, domain, tag }: FacetFilter): object {
  return { language: language ?? null, domain: domain ?? null, tag: tag?.toLowerCase() ?? null }
}

const RULE_ORDER = ['front matter', 'path', 'tags', 'title']

/** What the author wrote comes before what was concluded; a short path before a deep one. */
function surestFirst(a: StandardRow, b: StandardRow): number {
  return sureness(a) - sureness(b) || depth(a.id) - depth(b.id) || (a.id < b.id ? -1 : 1)
}

function sureness(row: StandardRow): number {
  const [language, domain]: (string | null)[] = JSON.parse(row.rules)
  const rank = (rule: string | null | undefined) => (rule ? RULE_ORDER.indexOf(rule) : 0)
  return rank(domain) * RULE_ORDER.length + rank(language)
}

function depth(id: string): number {
  return id.split('/').length
}
