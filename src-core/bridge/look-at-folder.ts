import type { Dirent } from 'node:fs'
import { access, constants, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FolderLook } from '../../src-shared/contract.ts'
import { describeError, PlumblineError } from '../../src-shared/errors.ts'
import { isHidden, isStandardName } from '../indexing/walk.ts'

const MOST_STANDARDS = 10_000
const MOST_FOLDERS = 500
// A home folder may hold millions of files: what is counted by then is shown.
const COUNT_MS = 1_500

/**
 * Looks at a folder without changing anything.
 * @param path absolute
 * @throws PlumblineError `path-unusable` when something is there that cannot be listed
 */
export async function lookAtFolder(path: string): Promise<FolderLook> {
  const above = dirname(path)
  const parent = above === path ? null : above
  const there = await stat(path).catch(() => null)
  if (there === null) {
    return { path, parent, folders: [], standards: 0, exists: false, writable: await isWritable(parent) }
  }
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (error) {
    const what = there.isDirectory() ? `cannot be listed (${describeError(error)})` : 'is not a folder'
    throw new PlumblineError('path-unusable', `${path} ${what}.`, 'Choose another folder.')
  }
  const folders = entries.filter((entry) => entry.isDirectory() && !isHidden(entry.name))
  return {
    path,
    parent,
    folders: folders
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b))
      .slice(0, MOST_FOLDERS),
    standards: await countStandards(path),
    exists: true,
    writable: await isWritable(path),
  }
}

/** What a new library would be filled with. */
export async function lookAtStarters(
  folder: string,
): Promise<{ readonly starters: number; readonly languages: readonly string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const languages = entries.filter((entry) => entry.isDirectory() && entry.name !== 'general')
  return {
    starters: await countStandards(folder),
    languages: languages.map(({ name }) => name).sort((a, b) => a.localeCompare(b)),
  }
}

/** In it and below, breadth first, as far as time and patience go. Never throws. */
async function countStandards(root: string): Promise<number> {
  const until = Date.now() + COUNT_MS
  const queue = [root]
  let count = 0
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    if (count >= MOST_STANDARDS || Date.now() > until) break
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (isHidden(entry.name)) continue
      if (entry.isDirectory()) queue.push(join(folder, entry.name))
      else if (entry.isFile() && isStandardName(entry.name)) count++
    }
  }
  return Math.min(count, MOST_STANDARDS)
}

async function isWritable(path: string | null): Promise<boolean> {
  if (path === null) return false
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
}
