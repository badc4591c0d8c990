import { setImmediate } from 'node:timers/promises'
import { tidyTemporaryFiles } from '../files/temporary-files.ts'
import type { FileStamp, IndexWriter, Manifest } from '../index/index-writer.ts'
import type { FileRow } from '../index/writer-statements.ts'
import { type ConflictCopy, findConflictCopies } from './conflict-copies.ts'
import type { GitLock } from './git-lock.ts'
import { markByName, markConflictCopies } from './mark-conflict-copies.ts'
import { folderEmptied, inspectMounts, rememberFolders, requireSameFolder } from './missing-folders.ts'
import { DefaultsUpdate, indexedDefaults } from './update-defaults.ts'
import { inspectAgain, sameStamp, updateFile } from './update-file.ts'
import { WALK_PROBLEM_CODES, type Walk, type WalkedFile, walk } from './walk.ts'

/** The result of a full scan. */
export interface Reconciled {
  /** Files in the library. */
  readonly files: number
  /** New files and files with changed content. */
  readonly read: number
  /** Removed files. */
  readonly removed: number
}

export interface ReconcileOptions {
  readonly root: string
  readonly writer: IndexWriter
  readonly signal: AbortSignal
  /** Called between transactions while files are read. */
  readonly onProgress: (done: number, total: number) => void
  /** Reads every file again, whatever its stamp says. */
  readonly force?: boolean
  /** The scan waits for this lock, so that it does not read a checkout that is half done. Absent: no lock is waited for. */
  readonly git?: GitLock
  /**
   * `GitLock.version` of the last full scan. After a checkout it is another one, and up to 20,000 changed files are written in one
   * transaction, so that the answers change from old to new at once. Absent: there was no scan before.
   */
  readonly scannedVersion?: string | undefined
  /** Called at the end with `GitLock.version` of the files that were scanned. */
  readonly onScannedVersion?: (version: string) => void
  /** Called when a file vanished while it was read, so that another scan has to follow. */
  readonly onUnsettled?: () => void
}

interface Limits {
  /** Milliseconds. */
  readonly time: number
  readonly files: number
}

// Long transactions keep the number of FTS5 segments low. Short ones update the progress and let other processes write.
const TRANSACTION: Limits = { time: 400, files: 2000 }
// Other processes wait up to 5 seconds for their turn to write.
const LONG_TRANSACTION: Limits = { time: 4500, files: 20_000 }
// From this number of files on, FTS5 merges its segments after the load.
const BULK_FILES = 500
// A rebase checks out one commit after another.
const MAX_ATTEMPTS = 5
const FOLDER_EMPTIED = 'folder-emptied'

/** Thrown in a transaction when git changed files meanwhile, so that it is rolled back. */
class CheckedOutMeanwhile extends Error {}

/**
 * Updates the index with new, changed and removed files. Files with a different size or time are read, and count as changed
 * when their hash differs. For an unchanged library, one walk and one comparison with the manifest suffice. An abort takes
 * effect between transactions; committed changes stay, and the next run continues from there.
 * @throws PlumblineError `library-missing` when an empty folder has taken the place of the library
 * @throws the file system's error when the folder cannot be listed, or an `AbortError`
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciled> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptReconcile(options, attempt === MAX_ATTEMPTS)
    } catch (error) {
      if (!(error instanceof CheckedOutMeanwhile)) throw error
    }
  }
}

/** @param isLast true: takes the files as they are, also while git changes them */
async function attemptReconcile(options: ReconcileOptions, isLast: boolean): Promise<Reconciled> {
  const { root, writer, signal, git, scannedVersion, onScannedVersion, force = false } = options
  await git?.released(signal)
  const version = git?.version() ?? ''
  const atOnce = scannedVersion !== undefined && version !== scannedVersion
  const isStable = isLast ? () => true : stabilityOf(git, version)
  const walked = walk(root)
  git?.setInner(walked.repositories)
  if (!isStable()) throw new CheckedOutMeanwhile()
  tidyTemporaryFiles(walked.temporaryFiles, Date.now())
  const manifest = manifestOf(walked)
  const known = writer.manifest()
  if (!force && known && sameManifest(manifest, known)) {
    onScannedVersion?.(version)
    return { files: walked.files.length, read: 0, removed: 0 }
  }

  const run = new Reconciliation(options, walked, isStable)
  const read = await run.readChanged(atOnce ? LONG_TRANSACTION : TRANSACTION)
  signal.throwIfAborted()
  run.finish(manifest)
  onScannedVersion?.(version)
  return { files: run.served.length, read, removed: run.removed }
}

/** Returns a function that returns true while git has not begun to change files since `version`. */
function stabilityOf(git: GitLock | undefined, version = git?.version()): () => boolean {
  return () => !git || (!git.isHeld() && git.version() === version)
}

/** One comparison of the library with the index. */
class Reconciliation {
  readonly #options: ReconcileOptions
  readonly #walked: Walk
  readonly #isStable: () => boolean
  readonly #rows: ReadonlyMap<string, FileRow>
  readonly #changed: readonly WalkedFile[]
  readonly #defaults: DefaultsUpdate
  /** Files in the index whose name another file has now, in another spelling. They are removed first. */
  readonly #respelled: readonly string[]
  /** Files in the index that the walk did not find. They are removed last, so that nothing is ever missing. */
  readonly #gone: readonly string[]
  readonly #copies: readonly ConflictCopy[]
  readonly #mounted: readonly string[]
  /** Folders whose drive is not mounted. Their standards stay. */
  readonly #missing: readonly string[]
  readonly served: readonly WalkedFile[]
  removed = 0
  #isUnsettled = false

  constructor(options: ReconcileOptions, walked: Walk, isStable: () => boolean) {
    const { root, writer, force = false } = options
    this.#options = options
    this.#walked = walked
    this.#isStable = isStable
    this.#rows = writer.files()
    this.served = withoutClashes(walked)
    const paths = this.served.map((file) => file.path)
    const defaults = new DefaultsUpdate(root, writer, walked.defaults, force)
    this.#defaults = defaults
    const { changed, gone } = compare(this.served, this.#rows, (path) => force || defaults.concerns(path))
    this.#changed = changed
    const { mounted, missing } = inspectMounts(root, writer, paths)
    const isRetained = (path: string) =>
      isUnseen(path, walked.unseen) || missing.some((folder) => path.startsWith(folder))
    const lost = gone.filter((path) => !isRetained(path))
    if (lost.length > 0 && lost.length === this.#rows.size && paths.length === 0)
      requireSameFolder(root, writer, lost.length)
    const names = lost.length === 0 ? new Set<string>() : new Set(paths.map(keyOf))
    this.#respelled = lost.filter((path) => names.has(keyOf(path)))
    this.#gone = lost.filter((path) => !names.has(keyOf(path)))
    this.#copies = findConflictCopies(paths)
    this.#mounted = [...mounted, ...missing]
    this.#missing = missing
  }

  /** Reads new and changed files and removes those that are gone. Returns the number of files that differed. */
  async readChanged(limits: Limits): Promise<number> {
    const { writer, signal, onProgress, force = false } = this.#options
    const changed = this.#changed
    const bulk = changed.length >= BULK_FILES
    let done = 0
    let differed = 0
    if (bulk) writer.setBulk(true)
    try {
      do {
        signal.throwIfAborted()
        const first = done
        const until = Date.now() + limits.time
        const stop = Math.min(changed.length, done + limits.files)
        writer.change(() => {
          if (first === 0) this.#begin()
          while (done < stop && (done % 16 !== 0 || Date.now() < until || done === first)) {
            const file = changed[done++]
            if (file && this.#read(file)) differed++
          }
          if (done === changed.length) differed += this.#removeGone()
          if (!this.#isStable()) throw new CheckedOutMeanwhile()
          if (bulk || force) onProgress(done, changed.length)
        })
        await setImmediate()
      } while (done < changed.length)
    } finally {
      if (bulk) writer.setBulk(false)
    }
    return differed
  }

  /** Stores the state of the library as a whole. */
  finish(manifest: Manifest): void {
    const { root, writer, onUnsettled } = this.#options
    writer.change(() => {
      this.#defaults.write(writer)
      markConflictCopies(writer, this.#copies)
      // A locked file does not get a new time when it is unlocked, so every comparison must try to read it. The files of a
      // missing folder are not in the manifest.
      const isPartial = this.#missing.length > 0 || writer.unreadable(1).length > 0
      if (this.#isUnsettled || isPartial) writer.dropManifest()
      else writer.setManifest(manifest)
      if (this.served.length > 0) rememberFolders(root, writer, this.#mounted)
      writer.setMeta('complete', 1)
    })
    if (this.#isUnsettled) onUnsettled?.()
  }

  #begin(): void {
    const { writer } = this.#options
    for (const path of this.#respelled) writer.remove(path)
    this.removed += this.#respelled.length
    writer.setProblems(WALK_PROBLEM_CODES, this.#walked.problems)
    const emptied = this.#missing.map((folder) =>
      folderEmptied(folder, [...this.#rows.keys()].filter((path) => path.startsWith(folder)).length),
    )
    writer.setProblems([FOLDER_EMPTIED], emptied)
    // By their names only, because most have not been read yet; `finish` compares their content.
    if (this.#changed.length > 0) markByName(writer, this.#copies)
  }

  #read(file: WalkedFile): boolean {
    const { root, writer, force = false } = this.#options
    const row = this.#rows.get(file.path)
    const isForced = force || this.#defaults.concerns(file.path)
    const outcome = updateFile(root, writer, file, row, isForced, this.#defaults.defaults)
    if (outcome === 'vanished') this.#isUnsettled = true
    return outcome === 'differed'
  }

  /** Returns the number of files that have come back since the walk and differ. */
  #removeGone(): number {
    const { root, writer } = this.#options
    let differed = 0
    for (const path of this.#gone) {
      const found = inspectAgain(root, path)
      if (found === 'unseen') this.#isUnsettled = true
      else if (found !== 'absent') {
        this.#isUnsettled = true
        if (this.#read({ path, stamp: found })) differed++
      } else {
        writer.remove(path)
        this.removed++
      }
    }
    return differed
  }
}

/**
 * Updates the index with a few files that the watcher reported. The manifest stays as it is, because a full scan follows.
 * @param files stamps by path, `null` for a removed file; paths are relative to the library and `/`-separated
 * @param git whose checkout must not run meanwhile
 * @returns the number of files that differed, or `null` when git changed files meanwhile and nothing was written
 */
export function refresh(
  root: string,
  writer: IndexWriter,
  files: ReadonlyMap<string, FileStamp | null>,
  git?: GitLock,
): number | null {
  const isStable = stabilityOf(git)
  let count = 0
  try {
    writer.change(() => {
      const defaults = indexedDefaults(writer)
      let isListChanged = false
      for (const [path, stamp] of files) {
        const row = writer.file(path)
        if (stamp === null) {
          if (!row) continue
          writer.remove(path)
          isListChanged = true
          count++
        } else if (updateFile(root, writer, { path, stamp }, row, false, defaults) === 'differed') {
          if (!row || writer.isInConflict(path.normalize('NFC'))) isListChanged = true
          count++
        }
      }
      if (isListChanged) markConflictCopies(writer, findConflictCopies([...writer.files().keys()]))
      if (!isStable()) throw new CheckedOutMeanwhile()
    })
  } catch (error) {
    if (error instanceof CheckedOutMeanwhile) return null
    throw error
  }
  return count
}

function isUnseen(path: string, unseen: readonly string[]): boolean {
  return unseen.some((other) => (other.endsWith('/') ? path.startsWith(other) : path === other))
}

/** Two paths with the same key are one file on macOS and Windows. */
function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

function compare(
  files: readonly WalkedFile[],
  rows: ReadonlyMap<string, FileRow>,
  isForced: (path: string) => boolean,
): { changed: WalkedFile[]; gone: string[] } {
  const seen = new Set<string>()
  const changed = files.filter((file) => {
    seen.add(file.path)
    const row = rows.get(file.path)
    return isForced(file.path) || !row || row.hash === '' || !sameStamp(row, file.stamp)
  })
  // In the order of their row ids, with new files last, because FTS5 flushes a segment whenever a row id decreases.
  const order = (file: WalkedFile) => rows.get(file.path)?.doc ?? Number.MAX_SAFE_INTEGER
  if (rows.size > 0) changed.sort((a, b) => order(a) - order(b))
  const gone = [...rows.keys()].filter((path) => !seen.has(path))
  return { changed, gone }
}

/** Returns the files except those whose id another file has, in a different Unicode spelling. */
function withoutClashes({ files, problems }: Walk): readonly WalkedFile[] {
  const clashing = new Set(
    problems.filter((p) => p.code === 'name-clash' && p.severity === 'error').map((p) => p.path),
  )
  return clashing.size === 0 ? files : files.filter((file) => !clashing.has(file.path))
}

function manifestOf({ files: standards, defaults, problems }: Walk): Manifest {
  const files = [...standards, ...defaults]
  const numbers = new Float64Array(files.length * 3)
  files.forEach(({ stamp }, index) => {
    numbers[index * 3] = stamp.size
    numbers[index * 3 + 1] = stamp.mtime
    numbers[index * 3 + 2] = stamp.ctime
  })
  // Includes problems, so that a new or corrected link is noticed.
  const names = [...files.map((file) => file.path), '', ...problems.map((p) => `${p.code}\t${p.path}`)].join(
    '\0',
  )
  return { names, numbers }
}

function sameManifest(a: Manifest, b: Manifest): boolean {
  if (a.names !== b.names || a.numbers.length !== b.numbers.length) return false
  return Buffer.from(a.numbers.buffer).equals(Buffer.from(b.numbers.buffer))
}
