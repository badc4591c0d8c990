import type { Dirent } from 'node:fs'
import { access, constants, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FolderInspection } from '../../../src-shared/contract/contract.ts'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { isHidden, isStandardName } from '../watch/walk.ts'

const MOST_STANDARDS = 10_000
const MOST_FOLDERS = 500
// A home folder may hold millions of files, and somebody waits: what is counted by then is shown.
const COUNT_MS = 300

/**
 * Looks at a folder without changing anything.
 * @param path absolute
 * @param timeoutMs milliseconds after which counting ends with what was found by then
 * @throws PlumblineError `path-unusable` when something is there that cannot be listed
 */
export async function inspectFolder(path: string, timeoutMs = COUNT_MS): Promise<FolderInspection> {
  const above = dirname(path)
  const parent = above === path ? null : above
  const entries = await listFolder(path)
  if (entries === null) {
    const folders: FolderInspection['folders'] = []
    const writable = await canBeMade(path)
    return { path, parent, folders, standards: 0, areMore: false, exists: false, writable }
  }
  const folders = entries.filter((entry) => entry.isDirectory() && !isHidden(entry.name))
  return {
    path,
    parent,
    folders: folders
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b))
      .slice(0, MOST_FOLDERS),
    ...(await countStandards(path, timeoutMs)),
    exists: true,
    writable: await isWritable(path),
  }
}

/**
 * What a folder holds; `null` where nothing is.
 * @throws PlumblineError `path-unusable` when something is there that cannot be listed
 */
export async function listFolder(path: string): Promise<readonly Dirent[] | null> {
  const there = await stat(path).catch(() => null)
  if (there === null) return null
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    const what = there.isDirectory() ? `cannot be listed (${describeError(error)})` : 'is not a folder'
    throw new PlumblineError('path-unusable', `${path} ${what}.`, 'Choose another folder.')
  }
}

/** What a new library would be filled with. */
export async function countStarters(
  folder: string,
): Promise<{ readonly starters: number; readonly languages: readonly string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const languages = entries.filter((entry) => entry.isDirectory() && entry.name !== 'general')
  return {
    // A few files of ours: the number is shown as it is, however busy the machine.
    starters: (await countStandards(folder, Number.POSITIVE_INFINITY)).standards,
    languages: languages.map(({ name }) => name).sort((a, b) => a.localeCompare(b)),
  }
}

/** In it and below, breadth first, for `timeoutMs` milliseconds at most. Never throws. */
async function countStandards(
  root: string,
  timeoutMs: number,
): Promise<Pick<FolderInspection, 'standards' | 'areMore'>> {
  const until = Date.now() + timeoutMs
  const queue = [root]
  let standards = 0
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    if (standards > MOST_STANDARDS || Date.now() > until) return { standards, areMore: true }
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (isHidden(entry.name)) continue
      if (entry.isDirectory()) queue.push(join(folder, entry.name))
      else if (entry.isFile() && isStandardName(entry.name)) standards++
    }
  }
  return { standards, areMore: false }
}

/** The folders in between are made as well. */
async function canBeMade(path: string): Promise<boolean> {
  for (let above = dirname(path); ; above = dirname(above)) {
    const there = await stat(above).catch(() => null)
    if (there !== null) return there.isDirectory() && (await isWritable(above))
    if (dirname(above) === above) return false
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
}
