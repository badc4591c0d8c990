import { readdir, readFile, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MethodOutput } from '../../../src-shared/contract/contract.ts'
import { countAllStandards } from './inspect-folder.ts'

/** The group of starter standards for every language, which every library has. */
const GENERAL = 'general'

/**
 * Counts the starter standards by group, ordered by name.
 * @param from the folder with a folder for each group
 */
export async function inspectStarters(
  from: string,
): Promise<Pick<MethodOutput<'welcome.inspect'>, 'general' | 'groups'>> {
  const count = (name: string) => countAllStandards(join(from, name))
  const groups = await Promise.all(
    (await listGroups(from)).map(async (name) => ({ name, standards: await count(name) })),
  )
  return { general: await count(GENERAL), groups }
}

/**
 * Removes from a library the starter standards of the groups that are not in `chosen`. A file that was changed stays, and
 * so do files that are not starter standards.
 * @param from the folder with a folder for each group
 * @throws when a file cannot be read or removed
 */
export async function keepStarters(
  from: string,
  library: string,
  chosen: ReadonlySet<string>,
): Promise<void> {
  for (const group of await listGroups(from)) {
    if (chosen.has(group)) continue
    const entries = await readdir(join(from, group), { withFileTypes: true })
    for (const { name } of entries.filter((entry) => entry.isFile())) {
      await removeIfEqual(join(library, group, name), join(from, group, name))
    }
    // Refused while other files are in it.
    await rmdir(join(library, group)).catch(() => undefined)
  }
}

/** Lists the groups besides the general one. */
async function listGroups(from: string): Promise<readonly string[]> {
  const entries = await readdir(from, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== GENERAL)
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b))
}

async function removeIfEqual(file: string, original: string): Promise<void> {
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (content?.equals(await readFile(original))) await rm(file)
}
