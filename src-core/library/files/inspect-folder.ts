import type { Dirent } from 'node:fs'
import { access, constants, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FolderInspection } from '../../../src-shared/contract/contract.ts'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { isHidden, isStandardName } from '../watch/walk.ts'

const MAX_STANDARDS = 10_000
const MAX_FOLDERS = 500
// A home folder may contain millions of files, and the user waits for the result.
const MAX_COUNT_MS = 300

/**
 * Counts the standards in a folder and lists its subfolders.
 * @param path absolute
 * @param timeoutMs milliseconds after which counting ends
 * @throws PlumblineError `path-unusable` when the path exists but cannot be listed
 */
export async function inspectFolder(path: string, timeoutMs = MAX_COUNT_MS): Promise<FolderInspection> {
  const above = dirname(path)
  const parent = above === path ? null : above
  const entries = await listFolder(path)
  if (entries === null) {
    const folders: FolderInspection['folders'] = []
    const writable = await canBeCreated(path)
    return { path, parent, folders, standards: 0, areMore: false, exists: false, writable }
  }
  const folders = entries.filter((entry) => entry.isDirectory() && !isHidden(entry.name))
  return {
    path,
    parent,
    folders: folders
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b))
      .slice(0, MAX_FOLDERS),
    ...(await countStandards(path, timeoutMs)),
    exists: true,
    writable: await isWritable(path),
  }
}

/**
 * Returns the entries of a folder, or `null` when the path does not exist.
 * @throws PlumblineError `path-unusable` when the path exists but cannot be listed
 */
export async function listFolder(path: string): Promise<readonly Dirent[] | null> {
  const stats = await stat(path).catch(() => null)
  if (stats === null) return null
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    const reason = stats.isDirectory() ? `cannot be listed (${describeError(error)})` : 'is not a folder'
    throw new PlumblineError('path-unusable', `${path} ${reason}.`, 'Choose another folder.')
  }
}

/** Counts the standards in a folder and its subfolders, however long it takes. */
export async function countAllStandards(folder: string): Promise<number> {
  return (await countStandards(folder, Number.POSITIVE_INFINITY)).standards
}

/** Counts the standards in a folder and its subfolders, breadth first, for `timeoutMs` milliseconds at most. Never throws. */
async function countStandards(
  root: string,
  timeoutMs: number,
): Promise<Pick<FolderInspection, 'standards' | 'areMore'>> {
  const until = Date.now() + timeoutMs
  const queue = [root]
  let standards = 0
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    if (standards > MAX_STANDARDS || Date.now() > until) return { standards, areMore: true }
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (isHidden(entry.name)) continue
      if (entry.isDirectory()) queue.push(join(folder, entry.name))
      else if (entry.isFile() && isStandardName(entry.name)) standards++
    }
  }
  return { standards, areMore: false }
}

/** Returns true when the folder, including missing parent folders, can be created. */
async function canBeCreated(path: string): Promise<boolean> {
  for (let above = dirname(path); ; above = dirname(above)) {
    const stats = await stat(above).catch(() => null)
    if (stats !== null) return stats.isDirectory() && (await isWritable(above))
    if (dirname(above) === above) return false
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
}
