import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import type { FileStamp, IndexWriter } from '../index/index-writer.ts'
import type { FileRow } from '../index/writer-statements.ts'
import type { LibraryDefaults } from './library-defaults.ts'
import { indexedFile, type ReadFile, readStandardFile, unreadableFile } from './read-standard.ts'
import { inspectStandardFile, type WalkedFile } from './walk.ts'

/** `vanished`: the file was there when its folder was listed. It is gone, or a program is replacing it. */
type UpdateOutcome = 'same' | 'differed' | 'vanished'

/**
 * Reads a file and writes it to the index when it differs.
 * @param row the file in the index
 * @param force writes it also when its bytes are the same
 * @param defaults those of the library
 */
export function updateFile(
  root: string,
  writer: IndexWriter,
  { path, stamp }: WalkedFile,
  row: FileRow | undefined,
  force: boolean,
  defaults: LibraryDefaults,
): UpdateOutcome {
  let read: ReadFile | null
  try {
    read = readStandardFile(root, path, stamp)
  } catch (error) {
    if (errorCodeOf(error) === '') throw error
    if (row?.hash === '' && sameStamp(row, stamp)) return 'same'
    if (!writer.markUnreadable(unreadableFile(path, stamp, error, true)))
      writer.put(unreadableFile(path, stamp, error, false))
    return 'differed'
  }
  if (!read) return 'vanished'
  if (!force && row && row.hash === read.hash && row.size === stamp.size) {
    writer.restamp(row.doc, stamp)
    return 'same'
  }
  const indexed = indexedFile(path, stamp, read, defaults.of(path))
  // During a rename, two Unicode spellings of one name may exist. The next full scan corrects the index.
  if (!row && indexed.standard && writer.hasId(indexed.standard.id)) return 'same'
  writer.put(indexed)
  return 'differed'
}

/** Looks for a file that a walk did not find. A link on the way leads elsewhere, so what is behind it does not count. */
export function inspectAgain(root: string, path: string): FileStamp | 'absent' | 'unseen' {
  const file = join(root, path)
  const found = inspectStandardFile(file)
  if (typeof found === 'string') return found
  try {
    return realpathSync(dirname(file)) === join(realpathSync(root), dirname(path)) ? found : 'absent'
  } catch {
    return 'absent'
  }
}

/** Compares size and times. */
export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime
}
