import { join } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import { type FileFacts, type FileOperations, factsOf } from './file-operations.ts'

/** A standard's file. */
export interface Located {
  /** Absolute. */
  readonly file: string
  /** The parts of its path in the library, as the file system spells them. */
  readonly segments: readonly string[]
  readonly facts: FileFacts
}

/** The path of a new file. */
export interface FilePath {
  readonly file: string
  readonly segments: readonly string[]
  /** Missing folders, outermost first. */
  readonly missing: readonly string[]
}

/**
 * Finds a standard's file. Each name matches exactly, or else in NFC. Does not follow links.
 * @param segments the result of `readId`
 * @returns `null` when the file does not exist
 * @throws PlumblineError `path-unusable` at a link
 */
export async function locate(
  files: FileOperations,
  root: string,
  segments: readonly string[],
): Promise<Located | null> {
  let file = root
  const spelled: string[] = []
  for (const [at, segment] of segments.entries()) {
    const found = await findEntry(files, file, segment)
    if (!found) return null
    file = join(file, found.name)
    spelled.push(found.name)
    if (found.facts.isSymbolicLink()) throw isLink(spelled.join('/'))
    if (at < segments.length - 1) {
      if (!found.facts.isDirectory()) return null
    } else if (found.facts.isFile()) return { file, segments: spelled, facts: found.facts }
  }
  return null
}

/**
 * Returns the path of a new standard. Existing folders match in any case and Unicode spelling. A file name that differs
 * from an existing one only in case or Unicode spelling is taken, because on other systems the two would be one file.
 * @param self the file that is to be moved, which may have the name already
 * @throws PlumblineError `standard-exists`, `path-unusable`, `library-missing`
 */
export async function findPath(
  files: FileOperations,
  root: string,
  segments: readonly string[],
  self: Located | null,
): Promise<FilePath> {
  if (!(await factsOf(files, root))) {
    throw new PlumblineError(
      'library-missing',
      `The library folder ${root} is not there.`,
      'Choose another one in the settings, or bring it back.',
    )
  }
  let folder = root
  const spelled: string[] = []
  const missing: string[] = []
  for (const segment of segments.slice(0, -1)) {
    const name = missing.length > 0 ? null : await nameLike(files, folder, segment)
    folder = join(folder, name ?? segment)
    spelled.push(name ?? segment)
    if (name === null) {
      missing.push(folder)
      continue
    }
    const facts = await files.lstat(folder)
    if (facts.isSymbolicLink()) throw isLink(spelled.join('/'))
    if (!facts.isDirectory()) {
      throw new PlumblineError(
        'path-unusable',
        `${spelled.join('/')} is a file, so nothing can be put into it.`,
        'Use another folder.',
      )
    }
  }
  const name = segments.at(-1) ?? ''
  const file = join(folder, name)
  const path = [...spelled, name]
  const there = missing.length > 0 ? null : await nameLike(files, folder, name)
  if (there !== null && join(folder, there) !== self?.file)
    throw exists([...spelled, there].join('/'), name !== there)
  return { file, segments: path, missing }
}

/** The error for a name that is taken. */
export function exists(path: string, inOtherSpelling: boolean): PlumblineError {
  return new PlumblineError(
    'standard-exists',
    inOtherSpelling
      ? `There is ${path} already, whose name differs in its spelling only. On some systems the two would be one file.`
      : `There is ${path} already.`,
    'Use another name, or change that one.',
  )
}

async function findEntry(
  files: FileOperations,
  folder: string,
  name: string,
): Promise<{ name: string; facts: FileFacts } | null> {
  const facts = await factsOf(files, join(folder, name))
  if (facts) return { name, facts }
  const similar = (await namesIn(files, folder)).find(
    (other) => other.normalize('NFC') === name.normalize('NFC'),
  )
  const found = similar === undefined ? null : await factsOf(files, join(folder, similar))
  return found && similar !== undefined ? { name: similar, facts: found } : null
}

/** Returns the name in the folder that equals `name` exactly, in NFC, or in NFC and in any case. */
async function nameLike(files: FileOperations, folder: string, name: string): Promise<string | null> {
  const names = await namesIn(files, folder)
  if (names.includes(name)) return name
  const key = (text: string) => text.normalize('NFC').toLowerCase()
  const same = names.find((other) => other.normalize('NFC') === name.normalize('NFC'))
  return same ?? names.find((other) => key(other) === key(name)) ?? null
}

async function namesIn(files: FileOperations, folder: string): Promise<string[]> {
  try {
    return await files.readdir(folder)
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR') return []
    throw error
  }
}

function isLink(path: string): PlumblineError {
  return new PlumblineError(
    'path-unusable',
    `${path} is a link, and Plumbline does not follow links in a library.`,
    'Put the file or folder itself there, or change it where it lies.',
  )
}
