import { dirname, join } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { newId } from '../../base/new-id.ts'
import { type FileFacts, type FileOperations, factsOf, ignoreErrors } from './file-operations.ts'
import { type Located, locate } from './locate.ts'
import { readId } from './standard-path.ts'

// The indexer ignores names that begin with a dot.
const TRASH = '.plumbline-trash'
// Most shared libraries are git repositories.
const IGNORE = '.gitignore'

/**
 * Moves a file to the trash of its library, into a new folder in which it keeps its path.
 * @returns the key for `findInTrash`
 */
export async function moveToTrash(
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
  const created: string[] = []
  try {
    for (const path of folders) {
      await files.mkdir(path)
      created.push(path)
    }
    await files.rename(file, folder)
  } catch (error) {
    for (const path of created.reverse()) await ignoreErrors(files.rmdir(path))
    throw error
  }
  return `${entry}/${segments.join('/')}`
}

/**
 * Returns a file in the trash with the path that it had in the library.
 * @throws PlumblineError `standard-missing`, or `path-unusable` for an invalid key
 */
export async function findInTrash(files: FileOperations, root: string, undo: string): Promise<Located> {
  const at = undo.indexOf('/')
  const entry = undo.slice(0, Math.max(at, 0))
  const path = undo.slice(at + 1)
  readId(path)
  // The original spelling, which may not be NFC.
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

/** Removes the empty folders that a file leaves in the trash. */
export async function removeEmptyFolders(files: FileOperations, root: string, file: string): Promise<void> {
  const bin = join(root, TRASH)
  for (let folder = dirname(file); folder !== bin; folder = dirname(folder))
    await ignoreErrors(files.rmdir(folder))
}

/** The number and size of the files in the trash of a library. */
export interface TrashContent {
  readonly files: number
  readonly bytes: number
}

/** Counts the files in the trash of a library. */
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
 * Deletes the files in the trash of a library permanently.
 * @returns the number of deleted files
 * @throws the system's error for the first file that cannot be deleted
 */
export async function emptyTrash(files: FileOperations, root: string): Promise<number> {
  const deleted = await filesIn(files, join(root, TRASH))
  for (const { path } of deleted) await files.unlink(path)
  for (const { path } of deleted) await removeEmptyFolders(files, root, path)
  return deleted.length
}

/** Returns the files in a trash folder, at any depth; links count as files. Returns an empty list without a trash. */
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
      `${TRASH} in the library is not a folder, so files cannot be moved into it.`,
      'Rename or delete it.',
    )
  }
  await files.mkdir(bin)
  await ignoreErrors(writeNew(files, join(bin, IGNORE), '*\n'))
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
