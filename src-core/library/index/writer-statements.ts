import type { Database } from 'better-sqlite3'
import type { StoredTopic } from './reader-statements.ts'

/** A row of `files`. */
export interface FileRow {
  readonly doc: number
  readonly path: string
  readonly size: number
  readonly mtime: number
  readonly ctime: number
  readonly hash: string
}

/** What a standard is about. */
export interface Subject {
  readonly title: string
  readonly language: string | null
  readonly domain: string | null
}

/** A row of `defaults`. */
export interface DefaultsRow {
  readonly path: string
  readonly size: number
  readonly mtime: number
  readonly ctime: number
  /** JSON of `FolderDefaults`. */
  readonly data: string
}

/** The parts of a standard's row that the writer compares with the new ones. */
export interface ServedRow {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly sections: number
  readonly changed: number
}

/** The statements of the index writer. */
export function prepareWriterStatements(db: Database) {
  return {
    fileByPath: db.prepare<[string], FileRow>('SELECT * FROM files WHERE path = ?'),
    files: db.prepare<[], FileRow>('SELECT * FROM files'),
    unreadable: db.prepare<[number], FileRow>("SELECT * FROM files WHERE hash = '' LIMIT ?"),
    copies: db.prepare<[], { id: string; original: string | null }>('SELECT id, original FROM copies'),
    copyOrOriginal: db.prepare<{ id: string }, { id: string }>(
      'SELECT id FROM copies WHERE id = @id OR original = @id LIMIT 1',
    ),
    dropCopies: db.prepare('DELETE FROM copies'),
    putCopy: db.prepare<[string, string | null]>('INSERT OR REPLACE INTO copies VALUES (?, ?)'),
    subject: db.prepare<[string], Subject>('SELECT title, language, domain FROM standards WHERE id = ?'),
    putFile: db.prepare<[number | null, string, number, number, number, string]>(
      `INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET size = excluded.size, mtime = excluded.mtime, ctime = excluded.ctime, hash = excluded.hash`,
    ),
    restamp: db.prepare<[number, number, number, number]>(
      'UPDATE files SET size = ?, mtime = ?, ctime = ? WHERE doc = ?',
    ),
    dropFile: db.prepare<[number]>('DELETE FROM files WHERE doc = ?'),
    defaults: db.prepare<[], DefaultsRow>('SELECT * FROM defaults ORDER BY path'),
    putDefaults: db.prepare<[string, number, number, number, string]>(
      'INSERT OR REPLACE INTO defaults VALUES (?, ?, ?, ?, ?)',
    ),
    dropDefaults: db.prepare<[string]>('DELETE FROM defaults WHERE path = ?'),
    served: db.prepare<[number], ServedRow>(
      'SELECT id, title, description, sections, changed FROM standards WHERE doc = ?',
    ),
    putRemoved: db.prepare<[string, number]>('INSERT OR REPLACE INTO removed VALUES (?, ?)'),
    noteAllRemoved: db.prepare<[number]>('INSERT OR REPLACE INTO removed SELECT id, ? FROM standards'),
    dropRemoved: db.prepare<[string]>('DELETE FROM removed WHERE id = ?'),
    dropOldRemoved: db.prepare<[number]>('DELETE FROM removed WHERE changed < ?'),
    putStandard: db.prepare(
      `INSERT INTO standards VALUES (@doc, @id, @title, @description, @tags, @tagKeys, @language, @domain, @rules, @globs, @created,
       @updated, @size, @sections, @tasks, @changed)`,
    ),
    dropStandard: db.prepare<[number]>('DELETE FROM standards WHERE doc = ?'),
    byId: db.prepare<[string], { doc: number }>('SELECT doc FROM standards WHERE id = ?'),
    putText: db.prepare<[number, number, string, string, string, string, string]>(
      'INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    dropText: db.prepare<[number]>('DELETE FROM texts WHERE doc = ?'),
    putSection: db.prepare<[number, string, string, string, string]>(
      'INSERT INTO fts (rowid, heading, context, body, facets) VALUES (?, ?, ?, ?, ?)',
    ),
    // One row id per statement, because FTS5 scans everything for a range.
    dropSection: db.prepare<[number]>('DELETE FROM fts WHERE rowid = ?'),
    putProblem: db.prepare<[string, number | null, string, string, string, string]>(
      'INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)',
    ),
    dropProblems: db.prepare<[string]>('DELETE FROM problems WHERE path = ?'),
    dropProblemsOfCode: db.prepare<[string]>('DELETE FROM problems WHERE code = ?'),
    problemsOfCode: db.prepare<[string], { path: string; message: string }>(
      'SELECT path, message FROM problems WHERE code = ? ORDER BY path',
    ),
    manifest: db.prepare<[], { names: string; numbers: Buffer }>('SELECT names, numbers FROM manifest'),
    setManifest: db.prepare<[string, Buffer]>('INSERT OR REPLACE INTO manifest VALUES (1, ?, ?)'),
    dropManifest: db.prepare('DELETE FROM manifest'),
    meta: db.prepare<[string], { value: string | number }>('SELECT value FROM meta WHERE key = ?'),
    setMeta: db.prepare<[string, string | number]>('INSERT OR REPLACE INTO meta VALUES (?, ?)'),
    setProgress: db.prepare(
      `UPDATE progress SET state = coalesce(@state, state), done = coalesce(@done, done), total = coalesce(@total, total),
       checked_at = coalesce(@checkedAt, checked_at), alive_at = coalesce(@aliveAt, alive_at), pid = coalesce(@pid, pid),
       message = iif(@state IS NULL, message, @message)`,
    ),
    // Numbers are bound as reals, and FTS5 accepts integers only.
    configure: db.prepare<[string, number]>('INSERT INTO fts (fts, rank) VALUES (?, CAST(? AS INTEGER))'),
    languages: db
      .prepare<[], string>('SELECT DISTINCT language FROM standards WHERE language IS NOT NULL ORDER BY 1')
      .pluck(),
    domains: db
      .prepare<[], string>('SELECT DISTINCT domain FROM standards WHERE domain IS NOT NULL ORDER BY 1')
      .pluck(),
    topics: db
      .prepare<[], StoredTopic>(
        `SELECT language, domain, count(*) AS n FROM standards WHERE language IS NOT NULL OR domain IS NOT NULL
         GROUP BY language, domain ORDER BY n DESC, language, domain LIMIT 60`,
      )
      .raw(),
    // Without a WHERE, SQLite frees the pages and reads no row.
    dropCache: db.prepare('DELETE FROM cache'),
    totalChanges: db.prepare<[], { n: number }>('SELECT total_changes() AS n'),
  }
}
