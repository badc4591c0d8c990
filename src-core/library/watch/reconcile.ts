import { setImmediate } from 'node:timers/promises'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import type { FileStamp, IndexWriter, Manifest } from '../index/index-writer.ts'
import type { FileRow } from '../index/writer-statements.ts'
import { indexedFile, type ReadFile, readStandardFile, unreadableFile } from './read-standard.ts'
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
}

// Long transactions keep the number of FTS5 segments low. Short ones update the progress and let other processes write.
const TRANSACTION_MS = 400
const TRANSACTION_FILES = 2000
// From this number of files on, FTS5 merges its segments after the load.
const BULK_FILES = 500

/**
 * Updates the index with new, changed and removed files. Files with a different size or time are read, and count as changed
 * when their hash differs. For an unchanged library, one walk and one comparison with the manifest suffice. An abort takes
 * effect between transactions; committed changes stay, and the next run continues from there.
 * @throws the file system's error when the folder cannot be listed, or an `AbortError`
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciled> {
  const { root, writer, signal, force = false } = options
  const walked = walk(root)
  const manifest = manifestOf(walked)
  const known = writer.manifest()
  if (!force && known && sameManifest(manifest, known))
    return { files: walked.files.length, read: 0, removed: 0 }

  const rows = writer.files()
  const served = withoutClashes(walked)
  const { changed, gone } = compare(served, rows, force)
  const read = await readChanged(options, changed, rows, gone, walked)
  signal.throwIfAborted()
  writer.change(() => {
    // A locked file does not get a new time when it is unlocked, so every comparison must try to read it.
    if (writer.hasUnreadable()) writer.dropManifest()
    else writer.setManifest(manifest)
    writer.setMeta('complete', 1)
  })
  return { files: served.length, read, removed: gone.length }
}

/**
 * Updates the index with a few files that the watcher reported. The manifest stays as it is, because a full scan follows.
 * @param files stamps by path, `null` for a removed file; paths are relative to the library and `/`-separated
 * @returns the number of files that differed
 */
export function refresh(
  root: string,
  writer: IndexWriter,
  files: ReadonlyMap<string, FileStamp | null>,
): number {
  let count = 0
  writer.change(() => {
    for (const [path, stamp] of files) {
      const row = writer.file(path)
      if (stamp === null) {
        if (!row) continue
        writer.remove(path)
        count++
      } else if (readFile(root, writer, { path, stamp }, row, false)) count++
    }
  })
  return count
}

/** @returns the number of files that differed */
async function readChanged(
  { root, writer, signal, onProgress, force = false }: ReconcileOptions,
  changed: readonly WalkedFile[],
  rows: ReadonlyMap<string, FileRow>,
  gone: readonly string[],
  walked: Walk,
): Promise<number> {
  const bulk = changed.length >= BULK_FILES
  let done = 0
  let differed = 0
  const first = () => {
    // In the first transaction, so that a renamed folder is never served under both names.
    for (const path of gone) writer.remove(path)
    writer.setProblems(WALK_PROBLEM_CODES, walked.problems)
  }
  if (bulk) writer.setBulk(true)
  try {
    do {
      signal.throwIfAborted()
      const until = Date.now() + TRANSACTION_MS
      const stop = Math.min(changed.length, done + TRANSACTION_FILES)
      writer.change(() => {
        if (done === 0) first()
        while (done < stop && (done % 16 !== 0 || Date.now() < until || done === 0)) {
          const file = changed[done++]
          if (file && readFile(root, writer, file, rows.get(file.path), force)) differed++
        }
        if (bulk || force) onProgress(done, changed.length)
      })
      await setImmediate()
    } while (done < changed.length)
  } finally {
    if (bulk) writer.setBulk(false)
  }
  return differed
}

/** Returns true when the index changed. */
function readFile(
  root: string,
  writer: IndexWriter,
  { path, stamp }: WalkedFile,
  row: FileRow | undefined,
  force: boolean,
): boolean {
  let read: ReadFile | null
  try {
    read = readStandardFile(root, path, stamp)
  } catch (error) {
    if (errorCodeOf(error) === '') throw error
    if (row?.hash === '' && sameStamp(row, stamp)) return false
    writer.put(unreadableFile(path, stamp, error))
    return true
  }
  if (!read) {
    if (row) writer.remove(path)
    return row !== undefined
  }
  if (!force && row && row.hash === read.hash && row.size === stamp.size) {
    writer.restamp(row.doc, stamp)
    return false
  }
  const indexed = indexedFile(path, stamp, read)
  // During a rename, two Unicode spellings of one name may exist. The next full scan corrects the index.
  if (!row && indexed.standard && writer.hasId(indexed.standard.id)) return false
  writer.put(indexed)
  return true
}

function compare(
  files: readonly WalkedFile[],
  rows: ReadonlyMap<string, FileRow>,
  force: boolean,
): { changed: WalkedFile[]; gone: string[] } {
  const seen = new Set<string>()
  const changed = files.filter((file) => {
    seen.add(file.path)
    const row = rows.get(file.path)
    return force || !row || row.hash === '' || !sameStamp(row, file.stamp)
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

function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime
}

function manifestOf({ files, problems }: Walk): Manifest {
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
