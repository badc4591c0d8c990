import type { Database } from 'better-sqlite3'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import type { ParsedStandard, Problem } from '../../../src-shared/standard/standard.ts'
import { camelCaseParts, fold, needsFolding, plainNames } from '../../base/fold.ts'
import { facetTokens } from './facet-token.ts'
import { EMPTY_INDEX, SECTION_SPAN } from './index-schema.ts'
import {
  type DefaultsRow,
  type FileRow,
  prepareWriterStatements,
  type ServedRow,
  type Subject,
} from './writer-statements.ts'

/** Size and times of a file when it was read. */
export interface FileStamp {
  readonly size: number
  /** Milliseconds since the epoch. */
  readonly mtime: number
  /** Milliseconds since the epoch. */
  readonly ctime: number
}

/** The standard in a file. */
interface IndexedStandard {
  readonly id: string
  readonly text: string
  readonly parsed: ParsedStandard
}

/** A file to be written to the index. */
export interface IndexedFile {
  /** As the file system spells it. */
  readonly path: string
  readonly stamp: FileStamp
  /** SHA-256 of the bytes; empty when the file cannot be read. */
  readonly hash: string
  /** `null`: the file is known, but not served. */
  readonly standard: IndexedStandard | null
  readonly problems: readonly Problem[]
}

/** The result of one walk over the library. */
export interface Manifest {
  /** Paths and problems in walk order. */
  readonly names: string
  /** Size, mtime and ctime of each file. */
  readonly numbers: Float64Array
}

// Processes that follow the index poll several times a second. One that slept for longer misses removed ids, but still
// learns from `listedAt` that the list changed. Up to twice as many generations are stored, because dropping old ones
// reads the whole table.
const REMEMBERED_GENERATIONS = 1_000

/** Writes the index. Only the process that holds the lease has one. */
export class IndexWriter {
  readonly #db: Database
  readonly #sql: ReturnType<typeof prepareWriterStatements>
  /** True when the running transaction changed what is served. */
  #servedChanged = false
  /** True when the running transaction changed the list of standards, or a title or description in it. */
  #listChanged = false
  /** The generation up to which old rows of `removed` were dropped. */
  #prunedAt = 0
  /** The generation that the running transaction creates. */
  #nextGeneration = 1

  /** @param db a connection of its own, with the current schema */
  constructor(db: Database) {
    this.#db = db
    this.#sql = prepareWriterStatements(db)
  }

  /** Empties the index when it holds another library, so that nothing of that one is served under this one's name. */
  beginLibrary(root: string): void {
    const previous = this.meta('library')
    if (previous === root) return
    this.change(() => {
      if (previous !== null) {
        this.#servedChanged = true
        this.#listChanged = true
        this.#sql.noteAllRemoved.run(this.#nextGeneration)
        this.#db.exec(EMPTY_INDEX)
      }
      this.setMeta('library', root)
      this.setMeta('complete', 0)
    })
  }

  /** Runs `work` in one transaction. When it changes what is served, the transaction also increments the generation. */
  change(work: () => void): void {
    const run = this.#db.transaction(() => {
      this.#servedChanged = false
      this.#listChanged = false
      this.#nextGeneration = Number(this.meta('generation') ?? 0) + 1
      work()
      this.#finishChange()
    })
    run.immediate()
  }

  put(file: IndexedFile): void {
    const sql = this.#sql
    const known = sql.fileByPath.get(file.path)
    const { size, mtime, ctime } = file.stamp
    const inserted = sql.putFile.run(known?.doc ?? null, file.path, size, mtime, ctime, file.hash)
    const doc = known?.doc ?? Number(inserted.lastInsertRowid)
    if (known) sql.dropProblems.run(file.path)
    const before = known && this.#dropServed(doc)
    for (const problem of file.problems) this.#putProblem(problem)
    this.#servedChanged = true
    if (file.standard) {
      const isSameContent = before !== undefined && known?.hash === file.hash
      const changedIn = isSameContent ? before.changed : this.#nextGeneration
      this.#putStandard(doc, file.stamp, file.standard, changedIn)
      this.#putSections(doc, file.standard, before)
      this.#noteListed(file.standard, before)
    } else if (before) {
      this.#dropSections(doc, 0, before)
      this.#noteRemoved(before.id)
    }
  }

  /**
   * Marks a file as one that cannot be read now. The text that was last read of it stays.
   * @returns false when there is no such text
   */
  markUnreadable({ path, stamp: { size, mtime, ctime }, problems }: IndexedFile): boolean {
    const sql = this.#sql
    const known = sql.fileByPath.get(path)
    if (!known || !sql.served.get(known.doc)) return false
    sql.putFile.run(known.doc, path, size, mtime, ctime, '')
    sql.dropProblems.run(path)
    for (const problem of problems) this.#putProblem(problem)
    this.#servedChanged = true
    return true
  }

  /** Stores the new stamp of a file whose bytes did not change. */
  restamp(doc: number, { size, mtime, ctime }: FileStamp): void {
    this.#sql.restamp.run(size, mtime, ctime, doc)
  }

  remove(path: string): void {
    const sql = this.#sql
    const known = sql.fileByPath.get(path)
    sql.dropProblems.run(path)
    if (!known) return
    const before = this.#dropServed(known.doc)
    this.#dropSections(known.doc, 0, before)
    if (before) this.#noteRemoved(before.id)
    sql.dropFile.run(known.doc)
    this.#servedChanged = true
  }

  /** Replaces the problems with the codes `codes`, which are not about the content of a single file. */
  setProblems(codes: readonly string[], problems: readonly Problem[]): void {
    for (const code of codes) {
      const wanted = problems.filter((problem) => problem.code === code)
      const stored = this.#sql.problemsOfCode.all(code)
      const isSame =
        stored.length === wanted.length &&
        stored.every((row) => wanted.some((p) => p.path === row.path && p.message === row.message))
      if (isSame) continue
      this.#servedChanged = true
      this.#sql.dropProblemsOfCode.run(code)
      for (const problem of wanted) this.#putProblem(problem)
    }
  }

  files(): Map<string, FileRow> {
    return new Map(this.#sql.files.all().map((row) => [row.path, row]))
  }

  file(path: string): FileRow | undefined {
    return this.#sql.fileByPath.get(path)
  }

  hasId(id: string): boolean {
    return this.#sql.byId.get(id) !== undefined
  }

  /** Returns up to `limit` files that could not be read. */
  unreadable(limit: number): FileRow[] {
    return this.#sql.unreadable.all(limit)
  }

  /** Replaces the list of conflict copies: the ids of their originals by their own ids, `null` without an original. */
  setCopies(copies: ReadonlyMap<string, string | null>): void {
    const stored = this.#sql.copies.all()
    const isSame =
      stored.length === copies.size && stored.every(({ id, original }) => copies.get(id) === original)
    if (isSame) return
    this.#servedChanged = true
    this.#sql.dropCopies.run()
    for (const [id, original] of copies) this.#sql.putCopy.run(id, original)
  }

  /** Returns true for a conflict copy, and for a standard that has one. */
  isInConflict(id: string): boolean {
    return this.#sql.copyOrOriginal.get({ id }) !== undefined
  }

  /** Returns what a standard is about, or `undefined` when it is not served. */
  subjectOf(id: string): Subject | undefined {
    return this.#sql.subject.get(id)
  }

  defaults(): DefaultsRow[] {
    return this.#sql.defaults.all()
  }

  /** Stores a `_standards.yml` and its problems. */
  putDefaults({ path, size, mtime, ctime, data }: DefaultsRow, problems: readonly Problem[]): void {
    this.#sql.dropProblems.run(path)
    for (const problem of problems) this.#putProblem(problem)
    this.#sql.putDefaults.run(path, size, mtime, ctime, data)
    this.#servedChanged = true
  }

  removeDefaults(path: string): void {
    this.#sql.dropProblems.run(path)
    this.#sql.dropDefaults.run(path)
    this.#servedChanged = true
  }

  manifest(): Manifest | null {
    const row = this.#sql.manifest.get()
    if (!row) return null
    // Copied, because the bytes of the row may not be aligned to 8 bytes.
    return { names: row.names, numbers: new Float64Array(new Uint8Array(row.numbers).buffer) }
  }

  setManifest({ names, numbers }: Manifest): void {
    this.#sql.setManifest.run(names, Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength))
  }

  dropManifest(): void {
    this.#sql.dropManifest.run()
  }

  /** Changes the given fields. `message` is also replaced whenever `state` is given. */
  setProgress(progress: Partial<IndexProgress>): void {
    this.#sql.setProgress.run({
      state: progress.state ?? null,
      done: progress.done ?? null,
      total: progress.total ?? null,
      checkedAt: progress.checkedAt ?? null,
      aliveAt: progress.aliveAt ?? null,
      pid: progress.pid ?? null,
      message: progress.message ?? null,
    })
  }

  meta(key: string): string | number | null {
    return this.#sql.meta.get(key)?.value ?? null
  }

  setMeta(key: string, value: string | number): void {
    this.#sql.setMeta.run(key, value)
  }

  /** While bulk mode is on, FTS5 does not merge segments, which shortens a bulk load by a third. */
  setBulk(on: boolean): void {
    this.#sql.configure.run('automerge', on ? 0 : 4)
    // Half of the maximum of FTS5: at the maximum, inserts fail.
    this.#sql.configure.run('crisismerge', on ? 1000 : 16)
  }

  /**
   * Runs one bounded step of merging FTS5 segments.
   * @param first begins a merge of all segments
   * @returns false when nothing is left to merge
   */
  mergeStep(first: boolean): boolean {
    const before = this.#sql.totalChanges.get()?.n ?? 0
    this.#sql.configure.run('merge', first ? -64 : 64)
    // According to the documentation of 'merge', fewer than two changes mean that nothing was merged.
    return (this.#sql.totalChanges.get()?.n ?? 0) - before >= 2
  }

  #finishChange(): void {
    const sql = this.#sql
    const generation = this.#nextGeneration
    if (this.#servedChanged) {
      sql.setMeta.run('generation', generation)
      sql.dropCache.run()
      // Stored, because every server needs them at its start, and finding them in 10,000 standards takes a tenth of it.
      sql.setMeta.run('topics', JSON.stringify([sql.languages.all(), sql.domains.all(), sql.topics.all()]))
    }
    if (!this.#listChanged) return
    sql.setMeta.run('listed', generation)
    if (generation - this.#prunedAt <= REMEMBERED_GENERATIONS) return
    this.#prunedAt = generation
    sql.dropOldRemoved.run(generation - REMEMBERED_GENERATIONS)
  }

  /** Drops a standard without its sections. Returns its previous row. */
  #dropServed(doc: number): ServedRow | undefined {
    const row = this.#sql.served.get(doc)
    if (!row) return undefined
    this.#sql.dropStandard.run(doc)
    this.#sql.dropText.run(doc)
    this.#servedChanged = true
    return row
  }

  #dropSections(doc: number, from: number, before: ServedRow | undefined): void {
    const count = before?.sections ?? 0
    for (let ordinal = from; ordinal < count; ordinal++)
      this.#sql.dropSection.run(doc * SECTION_SPAN + ordinal)
  }

  #noteRemoved(id: string): void {
    this.#sql.putRemoved.run(id, this.#nextGeneration)
    this.#listChanged = true
  }

  #noteListed({ id, parsed }: IndexedStandard, before: ServedRow | undefined): void {
    if (before === undefined) this.#sql.dropRemoved.run(id)
    if (before?.title !== parsed.title || before.description !== parsed.description) this.#listChanged = true
  }

  #putProblem({ path, line, severity, code, message, remedy }: Problem): void {
    this.#sql.putProblem.run(path, line, severity, code, message, remedy)
  }

  /** @param changedIn the generation in which the content last changed */
  #putStandard(
    doc: number,
    stamp: FileStamp,
    { id, text, parsed }: IndexedStandard,
    changedIn: number,
  ): void {
    this.#sql.putStandard.run({
      doc,
      id,
      title: parsed.title,
      description: parsed.description,
      tags: JSON.stringify(parsed.tags),
      tagKeys: JSON.stringify(parsed.tags.map((tag) => tag.toLowerCase())),
      language: parsed.language?.value ?? null,
      domain: parsed.domain?.value ?? null,
      rules: JSON.stringify([parsed.language?.rule ?? null, parsed.domain?.rule ?? null]),
      globs: JSON.stringify(parsed.globs),
      created: parsed.createdAt,
      updated: parsed.updatedAt ?? new Date(stamp.mtime).toISOString(),
      size: stamp.size,
      sections: Math.max(1, parsed.sections.length),
      tasks: parsed.checklist.length,
      changed: changedIn,
    })
    this.#sql.putText.run(
      doc,
      parsed.bodyStart,
      JSON.stringify(parsed.sections.map((s) => [s.level, s.line, s.start, s.stop, s.heading])),
      JSON.stringify(parsed.checklist.map((i) => [i.text, i.checked ? 1 : 0, i.line, i.section])),
      JSON.stringify(parsed.examples.map((e) => [e.language, e.line, e.start, e.stop, e.section])),
      JSON.stringify(parsed.extra),
      text,
    )
  }

  // FTS5 flushes a segment whenever a row id is smaller than the previous one, and supports 2,000 segments. So each old
  // section is dropped just before the new one takes its row id, instead of all of them first.
  #putSections(doc: number, { id, text, parsed }: IndexedStandard, before: ServedRow | undefined): void {
    const oldCount = before?.sections ?? 0
    const facets = facetTokens(parsed.language?.value ?? null, parsed.domain?.value ?? null)
    const put = (ordinal: number, heading: string, context: string, body: string) => {
      const rowid = doc * SECTION_SPAN + ordinal
      if (ordinal < oldCount) this.#sql.dropSection.run(rowid)
      this.#sql.putSection.run(rowid, heading, context, body, facets)
    }
    const names = `${parsed.title} ${newWords(id, parsed.title)} ${parsed.tags.join(' ')}`
    const about = fold(names) + plainNames(names)
    if (parsed.sections.length === 0) {
      put(0, fold(parsed.title), about, fold(parsed.description))
      this.#dropSections(doc, 1, before)
      return
    }
    const above: string[] = []
    const isPlain = !needsFolding(text)
    parsed.sections.forEach((section, ordinal) => {
      above.length = Math.max(0, section.level - 1)
      const heading = isPlain ? section.heading : fold(section.heading) + plainNames(section.heading)
      const raw = text.slice(section.start, section.stop)
      // The body includes the heading line, which costs a few bytes and saves searching for its end.
      const body = isPlain ? raw : fold(raw) + camelCaseParts(raw) + plainNames(raw)
      const context = `${about} ${above.join(' ')}`
      const bodyOrOpening = ordinal === 0 ? `${fold(parsed.description)} ${body}` : body
      put(ordinal, heading, context, bodyOrOpening)
      if (section.level > 0) above[section.level - 1] = heading
    })
    this.#dropSections(doc, parsed.sections.length, before)
  }
}

/** Returns the words of a standard's path that its title lacks. */
function newWords(id: string, title: string): string {
  const known = title.toLowerCase()
  const words = id.replace(/\.[a-z.]+$/i, '').split(/[/_. -]+/)
  return words.filter((word) => !known.includes(word.toLowerCase())).join(' ')
}
