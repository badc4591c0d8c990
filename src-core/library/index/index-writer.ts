import type { Database } from 'better-sqlite3'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import type { ParsedStandard, Problem } from '../../../src-shared/standard/standard.ts'
import { camelCaseParts, fold, needsFolding, plainNames } from '../../base/fold.ts'
import { facetTokens } from './facet-token.ts'
import { EMPTY_INDEX, SECTION_SPAN } from './index-schema.ts'
import { prepareWriterStatements } from './writer-statements.ts'

/** A file as the file system described it when it was read. Times in milliseconds. */
export interface FileStamp {
  readonly size: number
  readonly mtime: number
  readonly ctime: number
}

/** A row of `files`. */
export interface FileRow extends FileStamp {
  readonly doc: number
  readonly path: string
  readonly hash: string
}

/** What is to be written of one file. Without `standard`, the file is known but nothing of it is served. */
export interface IndexedFile {
  readonly path: string
  readonly stamp: FileStamp
  readonly hash: string
  readonly standard: { readonly id: string; readonly text: string; readonly parsed: ParsedStandard } | null
  readonly problems: readonly Problem[]
}

/** The library as one walk saw it: paths in walk order, and size, mtime and ctime of each. */
export interface Manifest {
  readonly names: string
  readonly numbers: Float64Array
}

/** Writes the index. Only the process that holds the lease has one. */
export interface IndexWriter {
  /** Empties the index, unless it is this library's: nothing of another one is served under its name. */
  beginLibrary(root: string): void
  /** Runs `work` in one transaction; when it changed what is served, the generation goes up by one with it. */
  change(work: () => void): void
  put(file: IndexedFile): void
  /** Takes the new stamp of a file whose bytes are the same. */
  restamp(doc: number, stamp: FileStamp): void
  remove(path: string): void
  /** Replaces the problems that belong to no single file's content (`scope`: the codes concerned). */
  setProblems(scope: readonly string[], problems: readonly Problem[]): void
  files(): Map<string, FileRow>
  file(path: string): FileRow | undefined
  hasId(id: string): boolean
  /** True while there is a file that could not be read. */
  hasUnreadable(): boolean
  manifest(): Manifest | null
  setManifest(manifest: Manifest): void
  dropManifest(): void
  setProgress(progress: Partial<IndexProgress>): void
  meta(key: string): string | number | null
  setMeta(key: string, value: string | number): void
  /** Between `true` and `false` FTS5 puts off merging, which makes a bulk load a third shorter. */
  setBulk(on: boolean): void
  /** One bounded step of merging FTS5 segments; false when nothing is left to merge. */
  mergeStep(first: boolean): boolean
}

/** What the index said of a file before it was written anew. */
export interface ServedRow {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly sections: number
  readonly changed: number
}

// Processes look several times a second; one that slept longer is told that the list changed, and looks for itself.
// Up to twice as many are kept, for dropping them takes a look at all.
const KEPT_GENERATIONS = 1_000

/** @param db a connection of the writer's own, with the current schema */
export function createIndexWriter(db: Database): IndexWriter {
  const sql = prepareWriterStatements(db)
  let served = false
  let listed = false
  let pruned = 0
  /** The generation that a change makes. */
  let next = 1

  /**
   * Drops everything but the sections.
   * @returns what was served of the file until now
   */
  function dropServed(doc: number): ServedRow | undefined {
    const row = sql.served.get(doc)
    if (!row) return undefined
    sql.dropStandard.run(doc)
    sql.dropText.run(doc)
    served = true
    return row
  }

  function dropSections(doc: number, from: number, before: ServedRow | undefined): void {
    const count = before?.sections ?? 0
    for (let ordinal = from; ordinal < count; ordinal++) sql.dropSection.run(doc * SECTION_SPAN + ordinal)
  }

  function noteRemoved(id: string): void {
    sql.putRemoved.run(id, next)
    listed = true
  }

  function put(file: IndexedFile): void {
    const known = sql.fileByPath.get(file.path)
    const { size, mtime, ctime } = file.stamp
    const inserted = sql.putFile.run(known?.doc ?? null, file.path, size, mtime, ctime, file.hash)
    const doc = known?.doc ?? Number(inserted.lastInsertRowid)
    if (known) sql.dropProblems.run(file.path)
    const before = known && dropServed(doc)
    for (const { path, line, severity, code, message, remedy } of file.problems) {
      sql.putProblem.run(path, line, severity, code, message, remedy)
    }
    served = true
    if (file.standard) {
      const same = before !== undefined && known?.hash === file.hash
      putStandard(doc, file.stamp, file.standard, same ? before.changed : next)
      putSections(doc, file.standard, before)
      noteListed(file.standard, before)
    } else if (before) {
      dropSections(doc, 0, before)
      noteRemoved(before.id)
    }
  }

  function noteListed(
    { id, parsed }: NonNullable<IndexedFile['standard']>,
    before: ServedRow | undefined,
  ): void {
    if (before === undefined) sql.dropRemoved.run(id)
    if (before?.title !== parsed.title || before.description !== parsed.description) listed = true
  }

  function putStandard(
    doc: number,
    stamp: FileStamp,
    standard: NonNullable<IndexedFile['standard']>,
    changed: number,
  ): void {
    const { id, text, parsed } = standard
    const language = parsed.language?.value ?? null
    const domain = parsed.domain?.value ?? null
    const sections = Math.max(1, parsed.sections.length)
    sql.putStandard.run({
      doc,
      id,
      title: parsed.title,
      description: parsed.description,
      tags: JSON.stringify(parsed.tags),
      tagKeys: JSON.stringify(parsed.tags.map((tag) => tag.toLowerCase())),
      language,
      domain,
      rules: JSON.stringify([parsed.language?.rule ?? null, parsed.domain?.rule ?? null]),
      globs: JSON.stringify(parsed.globs),
      created: parsed.createdAt,
      updated: parsed.updatedAt ?? new Date(stamp.mtime).toISOString(),
      size: stamp.size,
      sections,
      tasks: parsed.checklist.length,
      changed,
    })
    sql.putText.run(
      doc,
      parsed.bodyStart,
      JSON.stringify(parsed.sections.map((s) => [s.level, s.line, s.start, s.stop, s.heading])),
      JSON.stringify(parsed.checklist.map((i) => [i.text, i.checked ? 1 : 0, i.line, i.section])),
      JSON.stringify(parsed.examples.map((e) => [e.language, e.line, e.start, e.stop, e.section])),
      JSON.stringify(parsed.extra),
      text,
    )
  }

  // FTS5 writes out a segment whenever a row id comes that is smaller than the one before, and takes 2,000 of them. So
  // each section is dropped just before its successor takes its row id, and not all of them before all the others.
  function putSections(
    doc: number,
    { id, text, parsed }: NonNullable<IndexedFile['standard']>,
    before: ServedRow | undefined,
  ): void {
    const had = before?.sections ?? 0
    const facets = facetTokens(parsed.language?.value ?? null, parsed.domain?.value ?? null)
    const put = (ordinal: number, heading: string, context: string, body: string) => {
      if (ordinal < had) sql.dropSection.run(doc * SECTION_SPAN + ordinal)
      sql.putSection.run(doc * SECTION_SPAN + ordinal, heading, context, body, facets)
    }
    const named = `${parsed.title} ${newWords(id, parsed.title)} ${parsed.tags.join(' ')}`
    const about = fold(named) + plainNames(named)
    if (parsed.sections.length === 0) {
      put(0, fold(parsed.title), about, fold(parsed.description))
      dropSections(doc, 1, before)
      return
    }
    const above: string[] = []
    const plain = !needsFolding(text)
    parsed.sections.forEach((section, ordinal) => {
      above.length = Math.max(0, section.level - 1)
      const heading = plain ? section.heading : fold(section.heading) + plainNames(section.heading)
      const raw = text.slice(section.start, section.stop)
      // The heading line stays in the body: it costs a few bytes and spares looking for its end.
      const body = plain ? raw : fold(raw) + camelCaseParts(raw) + plainNames(raw)
      const context = `${about} ${above.join(' ')}`
      const opening = ordinal === 0 ? `${fold(parsed.description)} ${body}` : body
      put(ordinal, heading, context, opening)
      if (section.level > 0) above[section.level - 1] = heading
    })
    dropSections(doc, parsed.sections.length, before)
  }

  function change(work: () => void): void {
    const run = db.transaction(() => {
      served = false
      listed = false
      next = Number(sql.meta.get('generation')?.value ?? 0) + 1
      work()
      if (served) {
        sql.setMeta.run('generation', next)
        sql.dropCache.run()
        // Every server greets with them, and finding them in 10,000 standards takes a tenth of its start.
        sql.setMeta.run('topics', JSON.stringify([sql.languages.all(), sql.domains.all()]))
      }
      if (listed) sql.setMeta.run('listed', next)
      if (listed && next - pruned > KEPT_GENERATIONS) {
        pruned = next
        sql.dropOldRemoved.run(next - KEPT_GENERATIONS)
      }
    })
    run.immediate()
  }

  return {
    beginLibrary(root) {
      const before = sql.meta.get('library')?.value
      if (before === root) return
      change(() => {
        if (before !== undefined) {
          served = true
          listed = true
          sql.noteAllRemoved.run(next)
          db.exec(EMPTY_INDEX)
        }
        sql.setMeta.run('library', root)
        sql.setMeta.run('complete', 0)
      })
    },
    change,
    put,
    restamp: (doc, { size, mtime, ctime }) => void sql.restamp.run(size, mtime, ctime, doc),
    remove(path) {
      const known = sql.fileByPath.get(path)
      sql.dropProblems.run(path)
      if (!known) return
      const before = dropServed(known.doc)
      dropSections(known.doc, 0, before)
      if (before) noteRemoved(before.id)
      sql.dropFile.run(known.doc)
      served = true
    },
    setProblems(scope, problems) {
      for (const code of scope) {
        const wanted = problems.filter((problem) => problem.code === code)
        const there = sql.problemsOfCode.all(code)
        const same =
          there.length === wanted.length &&
          there.every((row) => wanted.some((p) => p.path === row.path && p.message === row.message))
        if (same) continue
        served = true
        sql.dropProblemsOfCode.run(code)
        for (const p of wanted) sql.putProblem.run(p.path, p.line, p.severity, p.code, p.message, p.remedy)
      }
    },
    files: () => new Map(sql.files.all().map((row) => [row.path, row])),
    file: (path) => sql.fileByPath.get(path),
    hasId: (id) => sql.byId.get(id) !== undefined,
    hasUnreadable: () => sql.unreadable.get() !== undefined,
    manifest() {
      const row = sql.manifest.get()
      if (!row) return null
      // A copy, for the row's bytes need not lie on an 8-byte boundary.
      return { names: row.names, numbers: new Float64Array(new Uint8Array(row.numbers).buffer) }
    },
    setManifest({ names, numbers }) {
      sql.setManifest.run(names, Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    },
    setProgress(progress) {
      sql.setProgress.run({
        state: progress.state ?? null,
        done: progress.done ?? null,
        total: progress.total ?? null,
        checkedAt: progress.checkedAt ?? null,
        aliveAt: progress.aliveAt ?? null,
        pid: progress.pid ?? null,
        message: progress.message ?? null,
      })
    },
    dropManifest: () => void sql.dropManifest.run(),
    meta: (key) => sql.meta.get(key)?.value ?? null,
    setMeta: (key, value) => void sql.setMeta.run(key, value),
    setBulk(on) {
      sql.configure.run('automerge', on ? 0 : 4)
      // Half of what FTS5 takes: at the limit it fails, and with fewer to merge it is only slow.
      sql.configure.run('crisismerge', on ? 1000 : 16)
    },
    mergeStep(first) {
      const before = sql.totalChanges.get()?.n ?? 0
      sql.configure.run('merge', first ? -64 : 64)
      // SQLite's documentation of 'merge': fewer than two changes mean that nothing was done.
      return (sql.totalChanges.get()?.n ?? 0) - before >= 2
    },
  }
}

/** The words of a standard's path that its title does not have already. */
function newWords(id: string, title: string): string {
  const known = title.toLowerCase()
  const words = id.replace(/\.[a-z.]+$/i, '').split(/[/_. -]+/)
  return words.filter((word) => !known.includes(word.toLowerCase())).join(' ')
}
