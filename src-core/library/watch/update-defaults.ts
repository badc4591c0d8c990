import { readFolderDefaults } from '../../../src-shared/standard/folder-defaults.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import type { IndexWriter } from '../index/index-writer.ts'
import type { DefaultsRow } from '../index/writer-statements.ts'
import { decode } from './decode.ts'
import { defaultsOfRows, folderOf, type LibraryDefaults } from './library-defaults.ts'
import { readStandardFile } from './read-standard.ts'
import { sameStamp } from './update-file.ts'
import type { WalkedFile } from './walk.ts'

/** A `_standards.yml` as it was read, for the index. */
interface ReadDefaults {
  readonly row: DefaultsRow
  readonly problems: readonly Problem[]
}

/** The `_standards.yml` of a library: those of the index, updated with those of a walk. */
export class DefaultsUpdate {
  readonly #changed: readonly ReadDefaults[]
  readonly #gone: readonly string[]
  /** Folders, with a `/` at the end, whose standards have to be read again. */
  readonly #folders: readonly string[]
  readonly defaults: LibraryDefaults

  constructor(root: string, writer: IndexWriter, files: readonly WalkedFile[], force: boolean) {
    const rows = new Map(writer.defaults().map((row) => [row.path, row]))
    const isNew = ({ path, stamp }: WalkedFile) => {
      const row = rows.get(path)
      return force || !row || !sameStamp(row, stamp)
    }
    this.#changed = files.filter(isNew).map((file) => readDefaults(root, file))
    const seen = new Set(files.map(({ path }) => path))
    this.#gone = [...rows.keys()].filter((path) => !seen.has(path))
    const differing = this.#changed.filter(({ row }) => rows.get(row.path)?.data !== row.data)
    this.#folders = [...differing.map(({ row }) => row.path), ...this.#gone].map(folderOf)
    for (const path of this.#gone) rows.delete(path)
    for (const { row } of this.#changed) rows.set(row.path, row)
    this.defaults = defaultsOfRows([...rows.values()])
  }

  /** Returns true for a standard whose defaults differ from those that it was read with. */
  concerns(path: string): boolean {
    return this.#folders.some((folder) => path.startsWith(folder))
  }

  /** Stores the defaults, once every standard below them has been read again. */
  write(writer: IndexWriter): void {
    for (const path of this.#gone) writer.removeDefaults(path)
    for (const { row, problems } of this.#changed) writer.putDefaults(row, problems)
  }
}

/** Returns the defaults in the index, for reading a few files. */
export function indexedDefaults(writer: IndexWriter): LibraryDefaults {
  return defaultsOfRows(writer.defaults())
}

function readDefaults(root: string, { path, stamp }: WalkedFile): ReadDefaults {
  const { size, mtime, ctime } = stamp
  const read = (text: string, found: readonly Omit<Problem, 'path'>[]): ReadDefaults => {
    const { defaults, problems } = readFolderDefaults(text)
    return {
      row: { path, size, mtime, ctime, data: JSON.stringify(defaults) },
      problems: [...found, ...problems].map((problem) => ({ ...problem, path })),
    }
  }
  try {
    const file = readStandardFile(root, path, stamp)
    if (!file) return read('', [])
    const { text, problems } = decode(file.bytes)
    return read(text, problems)
  } catch (error) {
    const code = errorCodeOf(error)
    if (code === '') throw error
    // Without times, so that the next scan tries again.
    const { row, problems } = read('', [unreadable(code)])
    return { row: { ...row, mtime: 0, ctime: 0 }, problems }
  }
}

function unreadable(code: string): Omit<Problem, 'path'> {
  return {
    line: null,
    severity: 'error',
    code: 'file-unreadable',
    message: `The file cannot be read (${code}), so the standards below it have no defaults from it.`,
    remedy: 'Give your user the right to read it.',
  }
}
