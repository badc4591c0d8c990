import { join } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { errorCodeOf } from '../../base/error-code.ts'
import { type FileFacts, type FileOperations, factsOf } from './file-operations.ts'

/** A standard's file. */
export interface Located {
  /** Absolute. */
  readonly file: string
  /** In the library, as the file system spells it. */
  readonly segments: readonly string[]
  readonly facts: FileFacts
}

/** A place for a new file. */
export interface FilePath {
  readonly file: string
  readonly segments: readonly string[]
  /** Folders that have to be made for it, outermost first. */
  readonly missing: readonly string[]
}

/**
 * Finds a standard's file: each name as it is spelled, else one that is the same in NFC. Links are not followed.
 * @param segments as `readId` gives them
 * @returns `null` when it is not there
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
 * The place for a new standard. Folders that are there are used however their names are written; a name that differs from
 * another one in case or Unicode spelling only is taken, for on other systems the two would be one file.
 * @param self may be there: the file that is to be moved
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

/** Says that a name is taken. */
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
  const other = (await namesIn(files, folder)).find((each) => each.normalize('NFC') === name.normalize('NFC'))
  const found = other === undefined ? null : await factsOf(files, join(folder, other))
  return found && other !== undefined ? { name: other, facts: found } : null
}

/** The name as the folder has it, else one that a system could take for the same. */
async function nameLike(files: FileOperations, folder: string, name: string): Promise<string | null> {
  const names = await namesIn(files, folder)
  if (names.includes(name)) return name
  const key = (each: string) => each.normalize('NFC').toLowerCase()
  const same = names.find((each) => each.normalize('NFC') === name.normalize('NFC'))
  return same ?? names.find((each) => key(each) === key(name)) ?? null
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
