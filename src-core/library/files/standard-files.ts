import { hash } from 'node:crypto'
import type { SaveOutcome } from '../../../src-shared/contract/editing.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { createSerialQueue } from '../../base/serial-queue.ts'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import { utf16Of } from '../watch/decode.ts'
import { DeletedFiles } from './deleted-files.ts'
import {
  type FileOperations,
  factsOf,
  fileFailure,
  ignoreErrors,
  renameToNew,
  writeBeside,
} from './file-operations.ts'
import { type FileText, readFileText, TornLineError, textOf, writeFileText } from './file-text.ts'
import { findInTrash, moveToTrash, removeEmptyFolders } from './library-trash.ts'
import { exists, findPath, type Located, locate } from './locate.ts'
import { replaceUnchanged } from './replace-standard.ts'
import { readId, readNewId } from './standard-path.ts'

/** A standard's file as it was read. */
export interface OpenedFile {
  readonly file: FileText
  /** The content as it is on the disk. */
  readonly raw: Uint8Array
  /** Identifies the content. */
  readonly version: string
  /** Milliseconds since the epoch. */
  readonly savedAt: number
}

export interface StandardFilesDeps {
  /** Returns the absolute path of the library folder. */
  readonly root: () => string
  /** Returns the path of a standard in the index, because two spellings of one id may exist on the disk. */
  readonly pathOf: (id: string) => string | null
  /** Moves a file to the trash of the system. Absent when there is none. */
  readonly trash?: ((file: string) => Promise<void>) | undefined
  readonly files: FileOperations
}

/** A larger file is not a standard, and the editor cannot show it. */
const MAX_BYTES = 16 * 1024 * 1024
const MAX_NUMBERED_IDS = 1_000

/**
 * The files of the library. Changes run one after another. Every method throws PlumblineError `path-unusable`,
 * `standard-missing`, `standard-exists`, `library-missing` or `file-unusable`; a change that fails changes nothing.
 */
export class StandardFiles {
  readonly #deps: StandardFilesDeps
  readonly #files: FileOperations
  readonly #enqueue = createSerialQueue()
  readonly #deleted = new DeletedFiles()
  /** Ids that files were moved from. Undo restores them, also when they are not allowed for a new standard. */
  readonly #formerIds = new Set<string>()

  constructor(deps: StandardFilesDeps) {
    this.#deps = deps
    this.#files = deps.files
  }

  /** Returns `null` when the file does not exist. */
  open(id: string): Promise<OpenedFile | null> {
    return withFailure(id, 'read', async () => {
      const located = await this.#find(id)
      return located && this.#read(located)
    })
  }

  /** Returns the absolute path of an existing file. */
  absolute(id: string): Promise<string> {
    return withFailure(id, 'found', async () => (await this.#findExisting(id)).file)
  }

  /** Returns the first id that a new standard can have. When all are taken, adds a number: `testing-2.md`. */
  async freeId(ids: readonly string[]): Promise<string> {
    let failure: unknown = null
    for (let number = 1; number < MAX_NUMBERED_IDS; number++) {
      for (const id of ids) {
        const numbered = number === 1 ? id : id.replace(/((?:\.instructions)?\.\w+)$/i, `-${number}$1`)
        try {
          if (await this.#isFree(numbered)) return numbered
        } catch (error) {
          if (!(error instanceof PlumblineError) || error.code !== 'path-unusable') throw error
          failure = error
        }
      }
    }
    throw failure
  }

  /** @param version the content that the text was made from; another content on the disk is a conflict */
  save(id: string, text: string, version: string): Promise<SaveOutcome> {
    return this.#change(id, 'saved', () => this.#save(id, text, version))
  }

  create(id: string, text: string): Promise<{ id: string; version: string }> {
    return this.#change(id, 'made', async () => {
      const bytes = Buffer.from(text.replace(/\r\n?/g, '\n'), 'utf8')
      return { id: await this.#writeNew(readNewId(id), bytes), version: versionOf(bytes) }
    })
  }

  duplicate(id: string, to: string): Promise<{ id: string }> {
    return this.#change(to, 'made', async () => {
      const located = await this.#findExisting(id)
      rejectTooLarge(located)
      return { id: await this.#writeNew(readNewId(to), await this.#files.readFile(located.file)) }
    })
  }

  move(id: string, to: string): Promise<{ id: string }> {
    return this.#change(id, 'moved', () => this.#move(id, to))
  }

  /** Returns the key for `restore`; `undo` is `null` when only the trash of the system can restore the file. */
  remove(id: string): Promise<{ undo: string | null }> {
    return this.#change(id, 'deleted', () => this.#remove(id))
  }

  restore(undo: string): Promise<{ id: string }> {
    return this.#change(undo.slice(undo.indexOf('/') + 1), 'restored', () => this.#restore(undo))
  }

  #change<T>(path: string, participle: string, task: () => Promise<T>): Promise<T> {
    return this.#enqueue(() => withFailure(path, participle, task))
  }

  async #find(id: string): Promise<Located | null> {
    const segments = readId(id)
    const root = this.#deps.root()
    const indexed = this.#deps.pathOf(id)?.split('/')
    return (indexed && (await locate(this.#files, root, indexed))) || locate(this.#files, root, segments)
  }

  async #findExisting(id: string): Promise<Located> {
    const found = await this.#find(id)
    if (found) return found
    throw new PlumblineError(
      'standard-missing',
      `There is no file ${id} in the library any more.`,
      'Look for it under another name, or in the trash.',
    )
  }

  async #read(located: Located): Promise<OpenedFile> {
    rejectTooLarge(located)
    const { file, facts } = located
    const bytes = await this.#files.readFile(file)
    return {
      file: readFileText(bytes, utf16Of(bytes)),
      raw: bytes,
      version: versionOf(bytes),
      savedAt: facts.mtimeMs,
    }
  }

  async #isFree(id: string): Promise<boolean> {
    try {
      await findPath(this.#files, this.#deps.root(), readNewId(id), null)
      return true
    } catch (error) {
      if (error instanceof PlumblineError && error.code === 'standard-exists') return false
      throw fileFailure(error, id, 'made')
    }
  }

  /** Creates the folders of a new file and calls `put`. When that fails, removes the folders again. */
  async #place(
    segments: readonly string[],
    self: Located | null,
    put: (file: string) => Promise<void>,
  ): Promise<string> {
    const { file, segments: path, missing } = await findPath(this.#files, this.#deps.root(), segments, self)
    const created: string[] = []
    try {
      for (const folder of missing) {
        await this.#files.mkdir(folder)
        created.push(folder)
      }
      await put(file)
    } catch (error) {
      for (const folder of created.reverse()) await ignoreErrors(this.#files.rmdir(folder))
      throw errorCodeOf(error) === 'EEXIST' ? exists(path.join('/'), false) : error
    }
    return path.join('/').normalize('NFC')
  }

  #writeNew(segments: readonly string[], bytes: Uint8Array): Promise<string> {
    return this.#place(segments, null, (file) =>
      writeBeside(this.#files, file, bytes, null, (temporary) => renameToNew(this.#files, temporary, file)),
    )
  }

  async #save(id: string, text: string, version: string): Promise<SaveOutcome> {
    const files = this.#files
    const located = await this.#find(id)
    if (!located) return { kind: 'conflict', theirs: null }
    const opened = await this.#read(located)
    const theirs = textOf(opened.file)
    if (opened.version !== version && theirs !== text.replace(/\r\n?/g, '\n')) {
      return { kind: 'conflict', theirs: { text: theirs, version: opened.version, savedAt: opened.savedAt } }
    }
    const bytes = bytesOf(opened.file, text, id)
    const next = versionOf(bytes)
    if (next === opened.version)
      return { kind: 'saved', version: next, savedAt: opened.savedAt, otherNames: 0 }
    if ((located.facts.mode & 0o222) === 0) throw readOnly(id)
    const { file, facts } = located
    if (!(await replaceUnchanged(files, { file, facts, bytes: opened.raw }, bytes)))
      return this.#save(id, text, version)
    const saved = await factsOf(files, located.file)
    const otherNames = Math.max(0, facts.nlink - 1)
    return { kind: 'saved', version: next, savedAt: saved?.mtimeMs ?? Date.now(), otherNames }
  }

  async #move(id: string, to: string): Promise<{ id: string }> {
    const files = this.#files
    const from = await this.#findExisting(id)
    const segments = this.#formerIds.has(to) ? readId(to) : readNewId(to)
    const moved = await this.#place(segments, from, async (file) => {
      if (file === from.file) return
      const target = await factsOf(files, file)
      // On a case-insensitive disk, the new name can be the file itself.
      if (target && target.dev === from.facts.dev && target.ino === from.facts.ino)
        await files.rename(from.file, file)
      else await renameToNew(files, from.file, file)
    })
    this.#formerIds.add(id)
    return { id: moved }
  }

  async #remove(id: string): Promise<{ undo: string | null }> {
    const located = await this.#findExisting(id)
    const { trash, root } = this.#deps
    if (trash) {
      try {
        const bytes = located.facts.size > MAX_BYTES ? null : await this.#files.readFile(located.file)
        await trash(located.file)
        return { undo: bytes && this.#deleted.add({ segments: located.segments, bytes }) }
      } catch {
        // The system has no trash on this disk, so the file goes to the trash of the library.
      }
    }
    return { undo: await moveToTrash(this.#files, root(), located) }
  }

  async #restore(undo: string): Promise<{ id: string }> {
    const deleted = this.#deleted.find(undo)
    if (deleted) {
      const id = await this.#writeNew(deleted.segments, deleted.bytes)
      this.#deleted.forget(undo)
      return { id }
    }
    const root = this.#deps.root()
    const { segments, file } = await findInTrash(this.#files, root, undo)
    const id = await this.#place(segments, null, (to) => renameToNew(this.#files, file, to))
    await removeEmptyFolders(this.#files, root, file)
    return { id }
  }
}

/** @throws PlumblineError `file-unusable` for a file that would fill the memory */
function rejectTooLarge({ segments, facts }: Located): void {
  if (facts.size <= MAX_BYTES) return
  throw new PlumblineError(
    'file-unusable',
    `${segments.join('/')} has ${Math.round(facts.size / 1024 / 1024)} MB, which is too much to edit here.`,
    'Open it in another editor and split it.',
  )
}

/** @param participle what was to be done with the file, for the message */
async function withFailure<T>(path: string, participle: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    throw fileFailure(error, path, participle)
  }
}

function versionOf(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}

function bytesOf(file: FileText, text: string, id: string): Uint8Array {
  try {
    return writeFileText(file, text)
  } catch (error) {
    if (!(error instanceof TornLineError)) throw error
    throw new PlumblineError(
      'file-unusable',
      `${id} was not saved: line ${error.line} has bytes that are not UTF-8, and some of them were changed and others not.`,
      'Retype every \uFFFD on that line, or leave all of them.',
    )
  }
}

function readOnly(id: string): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    `${id} cannot be saved: the file is read-only.`,
    'Make it writable for your user and save again.',
  )
}
