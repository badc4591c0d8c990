import { dirname, join } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { newId } from '../../base/new-id.ts'
import { type FileFacts, type FileOperations, factsOf, quietly } from './file-operations.ts'
import { type Located, locate } from './locate.ts'
import { readId } from './standard-path.ts'

// The indexer looks at no name that begins with a dot.
const TRASH = '.plumbline-trash'
// Shared libraries are git repositories more often than not.
const IGNORE = '.gitignore'

/**
 * Moves a file to the trash of its library, where it keeps its path below a folder of its own.
 * @returns what `findInTrash` finds it by
 */
export async function putIntoTrash(
  files: FileOperations,
  root: string,
  { file, segments }: Located,
): Promise<string> {
  const entry = newId()
  const bin = await openTrash(files, root)
  const folders: string[] = []
  let folder = join(bin, entry)
  for (const segment of segments) {
    folders.push(folder)
    folder = join(folder, segment)
  }
  const made: string[] = []
  try {
    for (const each of folders) {
      await files.mkdir(each)
      made.push(each)
    }
    await files.rename(file, folder)
  } catch (error) {
    for (const each of made.reverse()) await quietly(files.rmdir(each))
    throw error
  }
  return `${entry}/${segments.join('/')}`
}

/**
 * A file of the trash and the path that it had.
 * @throws PlumblineError `standard-missing`, or `path-unusable` where `undo` never came from here
 */
export async function findInTrash(files: FileOperations, root: string, undo: string): Promise<Located> {
  const at = undo.indexOf('/')
  const entry = undo.slice(0, Math.max(at, 0))
  const path = undo.slice(at + 1)
  readId(path)
  // Spelled as it was, which may not be NFC.
  const segments = path.split('/')
  const bin = join(root, TRASH)
  const isEntry = /^[a-z0-9-]+$/.test(entry) && (await factsOf(files, bin))?.isDirectory()
  const found = isEntry ? await locate(files, bin, [entry, ...segments]) : null
  if (found) return { ...found, segments }
  throw new PlumblineError(
    'standard-missing',
    'It is not in the trash of the library any more.',
    'Look for it in the history of the library.',
  )
}

/** Takes away the empty folders that a file left in the trash. */
export async function tidyTrash(files: FileOperations, root: string, file: string): Promise<void> {
  const bin = join(root, TRASH)
  for (let folder = dirname(file); folder !== bin; folder = dirname(folder))
    await quietly(files.rmdir(folder))
}

/** What lies in the trash of a library. */
export interface TrashContent {
  readonly files: number
  readonly bytes: number
}

/** Counts what was deleted from a library and went to no trash of the system. */
export async function inspectTrash(files: FileOperations, root: string): Promise<TrashContent> {
  let count = 0
  let bytes = 0
  for (const { facts } of await filesIn(files, join(root, TRASH))) {
    count++
    bytes += facts.size
  }
  return { files: count, bytes }
}

/**
 * Deletes for good what lies in the trash of a library.
 * @returns how many files that were
 * @throws the system's error for the first file that cannot be deleted
 */
export async function emptyTrash(files: FileOperations, root: string): Promise<number> {
  const deleted = await filesIn(files, join(root, TRASH))
  for (const { path } of deleted) await files.unlink(path)
  for (const { path } of deleted) await tidyTrash(files, root, path)
  return deleted.length
}

/** Files of a trash, at any depth; a link counts as the file that it is. Nothing where there is no trash. */
async function filesIn(
  files: FileOperations,
  bin: string,
): Promise<readonly { readonly path: string; readonly facts: FileFacts }[]> {
  const found: { path: string; facts: FileFacts }[] = []
  async function walk(folder: string): Promise<void> {
    for (const name of await files.readdir(folder)) {
      const path = join(folder, name)
      const facts = await factsOf(files, path)
      if (facts?.isDirectory()) await walk(path)
      else if (facts && path !== join(bin, IGNORE)) found.push({ path, facts })
    }
  }
  if ((await factsOf(files, bin))?.isDirectory()) await walk(bin)
  return found
}

async function openTrash(files: FileOperations, root: string): Promise<string> {
  const bin = join(root, TRASH)
  const facts = await factsOf(files, bin)
  if (facts?.isDirectory()) return bin
  if (facts) {
    throw new PlumblineError(
      'file-unusable',
      `${TRASH} in the library is no folder, so nothing can be put into it.`,
      'Move it away.',
    )
  }
  await files.mkdir(bin)
  await quietly(writeNew(files, join(bin, IGNORE), '*\n'))
  return bin
}

async function writeNew(files: FileOperations, path: string, text: string): Promise<void> {
  const file = await files.open(path, 'wx', 0o666)
  try {
    await file.writeFile(Buffer.from(text))
  } finally {
    await file.close()
  }
}
