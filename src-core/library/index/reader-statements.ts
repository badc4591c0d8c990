import type { Database } from 'better-sqlite3'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import { once } from '../../base/once.ts'

/** A row of `standards`. */
export interface StandardRow {
  readonly doc: number
  readonly id: string
  readonly title: string
  readonly description: string
  /** JSON array. */
  readonly tags: string
  readonly language: string | null
  readonly domain: string | null
  /** JSON array of the rules that determined language and domain. */
  readonly rules: string
  readonly updated: string
  readonly size: number
}

/** A row of `texts`. */
export interface StoredText {
  readonly text: string
  readonly bodyStart: number
  /** JSON `[level, line, start, stop, heading][]`. */
  readonly outline: string
}

/** A standard with its checklist. */
export interface ChecklistRow {
  readonly id: string
  readonly doc: number
  /** JSON `[text, checked, line, section][]`. */
  readonly checklist: string
  /** As in {@link StoredText}. */
  readonly outline: string
}

/** What decides which files a standard applies to. */
export interface ScopeRow extends Pick<StandardRow, 'doc' | 'id' | 'title' | 'language' | 'domain'> {
  /** JSON array. */
  readonly globs: string
  /** JSON object: front matter keys that Plumbline does not know. */
  readonly extra: string
}

/** A pair of language and domain with its number of standards, as `meta` stores it. */
export type StoredTopic = readonly [language: string | null, domain: string | null, standards: number]

/** Details of a standard that only its own view shows. */
export interface DetailsRow {
  readonly created: string | null
  /** JSON array. */
  readonly globs: string
  /** Number of task-list items. */
  readonly tasks: number
  /** Number of code blocks. */
  readonly examples: number
  /** The path as the file system spells it. */
  readonly path: string
}

const SCOPE = 'SELECT doc, id, title, language, domain, globs, extra FROM standards JOIN texts USING (doc)'
const COLUMNS = 'doc, id, title, description, tags, language, domain, rules, updated, size'
// A language includes what applies to every language. Unset filters are NULL and match everything.
const MATCHES = `(@language IS NULL OR language = @language OR language IS NULL)
  AND (@domain IS NULL OR domain = @domain)
  AND (@tag IS NULL OR EXISTS (SELECT 1 FROM json_each(tag_keys) WHERE value = @tag))`

/** The statements of the index reader. Each is prepared on first use: all of them would take a millisecond at the start. */
export function createReaderStatements(db: Database) {
  return {
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
    problems: once(() => db.prepare<[], Problem>('SELECT * FROM problems ORDER BY path, line')),
    defaults: once(() => db.prepare<[], { path: string; data: string }>('SELECT path, data FROM defaults')),
    problemsOf: once(() =>
      db.prepare<[string], Problem>('SELECT * FROM problems WHERE path = ? ORDER BY line'),
    ),
    // NFC and NFD are the spellings that file systems use.
    fileError: once(() =>
      db.prepare<[string, string], Problem>(
        "SELECT * FROM problems WHERE path IN (?, ?) AND severity = 'error' LIMIT 1",
      ),
    ),
    problemCodes: once(() =>
      db.prepare<[], readonly [path: string, code: string]>('SELECT path, code FROM problems').raw(),
    ),
    tags: once(() =>
      db
        .prepare<[], string>('SELECT DISTINCT value FROM standards, json_each(standards.tags) ORDER BY 1')
        .pluck(),
    ),
    copies: once(() =>
      db.prepare<[], readonly [id: string, original: string | null]>('SELECT id, original FROM copies').raw(),
    ),
    byId: once(() => db.prepare<[string], StandardRow>(`SELECT ${COLUMNS} FROM standards WHERE id = ?`)),
    byIds: once(() =>
      db.prepare<[string], StandardRow>(
        `SELECT ${COLUMNS} FROM standards WHERE id IN (SELECT value FROM json_each(?))`,
      ),
    ),
    scopes: once(() => db.prepare<[], ScopeRow>(SCOPE)),
    scopesOf: once(() =>
      db.prepare<[string], ScopeRow>(`${SCOPE} WHERE id IN (SELECT value FROM json_each(?))`),
    ),
    byDoc: once(() => db.prepare<[number], StandardRow>(`SELECT ${COLUMNS} FROM standards WHERE doc = ?`)),
    afterDoc: once(() =>
      db.prepare<[number, number], StandardRow>(
        `SELECT ${COLUMNS} FROM standards WHERE doc > ? ORDER BY doc LIMIT ?`,
      ),
    ),
    byLanguage: once(() =>
      db.prepare<[string], StandardRow>(`SELECT ${COLUMNS} FROM standards WHERE language = ? ORDER BY id`),
    ),
    byDomain: once(() =>
      db.prepare<[string], StandardRow>(`SELECT ${COLUMNS} FROM standards WHERE domain = ? ORDER BY id`),
    ),
    byTopic: once(() =>
      db.prepare<[string | null, string], StandardRow>(
        `SELECT ${COLUMNS} FROM standards WHERE language IS ? AND domain = ? ORDER BY id`,
      ),
    ),
    text: once(() =>
      db.prepare<[number], StoredText>(
        'SELECT text, body_start AS bodyStart, outline FROM texts WHERE doc = ?',
      ),
    ),
    withText: once(() =>
      db.prepare<[string], StandardRow & StoredText>(
        `SELECT ${COLUMNS}, text, body_start AS bodyStart, outline FROM standards JOIN texts USING (doc) WHERE id = ?`,
      ),
    ),
    details: once(() =>
      db.prepare<[number], DetailsRow>(
        `SELECT created, globs, tasks, json_array_length(examples) AS examples, path
         FROM standards JOIN texts USING (doc) JOIN files USING (doc) WHERE doc = ?`,
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
       WHERE tasks > 0 AND (@id IS NULL OR id = @id) AND ${MATCHES}
       ORDER BY @language IS NOT NULL AND language IS NULL, id`,
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
    ids: once(() => db.prepare<[], string>('SELECT id FROM standards ORDER BY id').pluck()),
    idsContaining: once(() =>
      db
        .prepare<[object], string>(
          `SELECT id FROM standards WHERE instr(lower(id), @text) > 0
           ORDER BY id IN (SELECT id FROM copies), instr(lower(id), @text) <> 1, id LIMIT @limit`,
        )
        .pluck(),
    ),
    countIdsContaining: once(() =>
      db
        .prepare<[object], number>('SELECT count(*) FROM standards WHERE instr(lower(id), @text) > 0')
        .pluck(),
    ),
  }
}
