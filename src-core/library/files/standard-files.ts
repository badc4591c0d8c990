import { hash } from 'node:crypto'
import type { SaveOutcome } from '../../../src-shared/contract/editing.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { errorCodeOf } from '../../base/error-code.ts'
import { utf16Of } from '../watch/decode.ts'
import {
  type FileFacts,
  type FileOperations,
  factsOf,
  fileFailure,
  quietly,
  renameToNew,
  writeBeside,
} from './file-operations.ts'
import { type FileText, readFileText, TornLine, textOf, writeFileText } from './file-text.ts'
import { findInTrash, putIntoTrash, tidyTrash } from './library-trash.ts'
import { exists, findPath, type Located, locate } from './locate.ts'
import { readId, readNewId } from './standard-path.ts'
import { createUndoFiles } from './undo-files.ts'

/** A standard's file as it was read. */
export interface OpenedFile {
  readonly file: FileText
  readonly bytes: number
  /** Names the content. */
  readonly version: string
  readonly savedAt: number
}

/**
 * The files of the library, to be changed one change at a time. Every method throws PlumblineError: `path-unusable`,
 * `standard-missing`, `standard-exists`, `library-missing` or `file-unusable`; what failed has changed nothing.
 */
export interface StandardFiles {
  /** `null` when it is not there. */
  open(id: string): Promise<OpenedFile | null>
  /** The absolute path of a standard that is there. */
  absolute(id: string): Promise<string>
  isFree(id: string): Promise<boolean>
  save(id: string, text: string, version: string): Promise<SaveOutcome>
  create(id: string, text: string): Promise<{ id: string; version: string }>
  duplicate(id: string, to: string): Promise<{ id: string }>
  move(id: string, to: string): Promise<{ id: string }>
  remove(id: string): Promise<{ undo: string | null }>
  restore(undo: string): Promise<{ id: string }>
}

/** What the files need. */
export interface StandardFilesDeps {
  readonly root: () => string
  /** The path of a standard as the index knows it, which tells two spellings of one id apart. */
  readonly pathOf: (id: string) => string | null
  /** Puts a file into the system's trash; absent where there is none. */
  readonly trash?: ((file: string) => Promise<void>) | undefined
  readonly files: FileOperations
}

/** A larger file is no standard, and no editor of a window could show it. */
const MAX_BYTES = 16 * 1024 * 1024

export function createStandardFiles({ root, pathOf, trash, files }: StandardFilesDeps): StandardFiles {
  let last: Promise<unknown> = Promise.resolve()
  const kept = createUndoFiles()
  /** Ids that were moved away: Undo gives them back also where a new standard could not be called so. */
  const left = new Set<string>()

  /** One after the other: a save and a move of the same file must not meet. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work)
    last = turn.catch(() => {})
    return turn
  }

  async function telling<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw fileFailure(error, path, what)
    }
  }

  async function find(id: string): Promise<Located | null> {
    const segments = readId(id)
    const spelled = pathOf(id)?.split('/')
    return (spelled && (await locate(files, root(), spelled))) || locate(files, root(), segments)
  }

  async function mustFind(id: string): Promise<Located> {
    const found = await find(id)
    if (found) return found
    throw new PlumblineError(
      'standard-missing',
      `There is no file ${id} in the library any more.`,
      'Look for it under another name, or in the trash.',
    )
  }

  async function read(located: Located): Promise<OpenedFile> {
    if (located.facts.size > MAX_BYTES) {
      throw new PlumblineError(
        'file-unusable',
        `${located.segments.join('/')} has ${Math.round(located.facts.size / 1024 / 1024)} MB, which is too much to edit here.`,
        'Open it in another editor and split it.',
      )
    }
    const bytes = await files.readFile(located.file)
    return {
      file: readFileText(bytes, utf16Of(bytes)),
      bytes: bytes.length,
      version: versionOf(bytes),
      savedAt: located.facts.mtimeMs,
    }
  }

  /** Makes the folders of a new file, lets `put` put it there, and takes the folders away again when that fails. */
  async function place(
    segments: readonly string[],
    self: Located | null,
    put: (file: string) => Promise<void>,
  ): Promise<string> {
    const { file, segments: path, missing } = await findPath(files, root(), segments, self)
    const made: string[] = []
    try {
      for (const folder of missing) {
        await files.mkdir(folder)
        made.push(folder)
      }
      await put(file)
    } catch (error) {
      for (const folder of made.reverse()) await quietly(files.rmdir(folder))
      throw errorCodeOf(error) === 'EEXIST' ? exists(path.join('/'), false) : error
    }
    return path.join('/').normalize('NFC')
  }

  function putNew(segments: readonly string[], bytes: Uint8Array): Promise<string> {
    return place(segments, null, (file) =>
      writeBeside(files, file, bytes, null, (temporary) => renameToNew(files, temporary, file)),
    )
  }

  async function save(id: string, text: string, version: string): Promise<SaveOutcome> {
    const located = await find(id)
    if (!located) return { kind: 'conflict', theirs: null }
    const opened = await read(located)
    const theirs = textOf(opened.file)
    if (opened.version !== version && theirs !== text.replace(/\r\n?/g, '\n')) {
      return { kind: 'conflict', theirs: { text: theirs, version: opened.version, savedAt: opened.savedAt } }
    }
    const bytes = bytesOf(opened.file, text, id)
    const next = versionOf(bytes)
    if (next === opened.version) return { kind: 'saved', version: next, savedAt: opened.savedAt }
    if ((located.facts.mode & 0o222) === 0) throw readOnly(id)
    let changed = false
    await writeBeside(files, located.file, bytes, located.facts, async (temporary) => {
      const now = await factsOf(files, located.file)
      changed = !now || !sameFile(now, located.facts)
      // Somebody wrote it while this was being written.
      if (changed) await files.unlink(temporary)
      else await files.rename(temporary, located.file)
    })
    if (changed) return save(id, text, version)
    const now = await factsOf(files, located.file)
    return { kind: 'saved', version: next, savedAt: now?.mtimeMs ?? Date.now() }
  }

  async function move(id: string, to: string): Promise<{ id: string }> {
    const from = await mustFind(id)
    const segments = left.has(to) ? readId(to) : readNewId(to)
    const moved = await place(segments, from, async (file) => {
      if (file === from.file) return
      const there = await factsOf(files, file)
      // On a disk that tells no case apart the new name is the file itself.
      if (there && there.dev === from.facts.dev && there.ino === from.facts.ino)
        await files.rename(from.file, file)
      else await renameToNew(files, from.file, file)
    })
    left.add(id)
    return { id: moved }
  }

  async function remove(id: string): Promise<{ undo: string | null }> {
    const located = await mustFind(id)
    if (trash) {
      try {
        const bytes = located.facts.size > MAX_BYTES ? null : await files.readFile(located.file)
        await trash(located.file)
        return { undo: bytes && kept.keep({ segments: located.segments, bytes }) }
      } catch {
        // No system's trash on this disk: the library has one of its own.
      }
    }
    return { undo: await putIntoTrash(files, root(), located) }
  }

  async function restore(undo: string): Promise<{ id: string }> {
    const own = kept.find(undo)
    if (own) {
      const id = await putNew(own.segments, own.bytes)
      kept.forget(undo)
      return { id }
    }
    const { segments, file } = await findInTrash(files, root(), undo)
    const id = await place(segments, null, (to) => renameToNew(files, file, to))
    await tidyTrash(files, root(), file)
    return { id }
  }

  return {
    open: (id) =>
      telling(id, 'read', async () => {
        const located = await find(id)
        return located && read(located)
      }),
    absolute: (id) => telling(id, 'found', async () => (await mustFind(id)).file),
    isFree: async (id) => {
      try {
        await findPath(files, root(), readNewId(id), null)
        return true
      } catch (error) {
        if (error instanceof PlumblineError && error.code === 'standard-exists') return false
        throw fileFailure(error, id, 'made')
      }
    },
    save: (id, text, version) => inTurn(() => telling(id, 'saved', () => save(id, text, version))),
    create: (id, text) =>
      inTurn(() =>
        telling(id, 'made', async () => {
          const bytes = Buffer.from(text.replace(/\r\n?/g, '\n'), 'utf8')
          return { id: await putNew(readNewId(id), bytes), version: versionOf(bytes) }
        }),
      ),
    duplicate: (id, to) =>
      inTurn(() =>
        telling(to, 'made', async () => {
          const { file } = await mustFind(id)
          return { id: await putNew(readNewId(to), await files.readFile(file)) }
        }),
      ),
    move: (id, to) => inTurn(() => telling(id, 'moved', () => move(id, to))),
    remove: (id) => inTurn(() => telling(id, 'deleted', () => remove(id))),
    restore: (undo) =>
      inTurn(() => telling(undo.slice(undo.indexOf('/') + 1), 'restored', () => restore(undo))),
  }
}

function versionOf(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}

function bytesOf(file: FileText, text: string, id: string): Uint8Array {
  try {
    return writeFileText(file, text)
  } catch (error) {
    if (!(error instanceof TornLine)) throw error
    throw new PlumblineError(
      'file-unusable',
      `${id} was not saved: line ${error.line} has bytes that are not UTF-8, and some of them were changed and others not.`,
      'Retype every \uFFFD on that line, or leave all of them.',
    )
  }
}

function sameFile(a: FileFacts, b: FileFacts): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs
}

function readOnly(id: string): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    `${id} cannot be saved: the file is read-only.`,
    'Make it writable for your user and save again.',
  )
}
