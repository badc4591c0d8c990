import { lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import { identityOf } from '../../base/identity-of.ts'
import type { IndexWriter } from '../index/index-writer.ts'

// An unmounted drive, share or volume leaves an empty folder in its place on Linux and macOS.

/** So many standards are rarely deleted at once, and the folder with them. */
const MANY = 5
const FOLDER = 'folder'
const MOUNTS = 'mounts'

/**
 * To be called when none of the standards in the index is in the folder any more.
 * @param held the number of standards in the index
 * @throws PlumblineError `library-missing` when the folder is another one, or has been emptied of many standards at once
 */
export function requireSameFolder(root: string, writer: IndexWriter, held: number): void {
  const known = writer.meta(FOLDER)
  const isOther = known !== null && known !== identityOf(root)
  if (!isOther && (held < MANY || readdirSync(root).length > 0)) return
  throw new PlumblineError(
    'library-missing',
    `The library folder ${root} has no standards any more, but ${held === 1 ? '1 was' : `${held} were`} in it${isOther ? ', and it was another folder' : ''}. Plumbline serves what it last read from it.`,
    'Connect the drive or share again, or put the files back. If you emptied the folder, add a standard, or choose another library.',
  )
}

/** Stores which folder the index was made of, and which of its folders are on other drives. */
export function rememberFolders(root: string, writer: IndexWriter, mounts: readonly string[]): void {
  const set = (key: string, value: string) => {
    if (writer.meta(key) !== value) writer.setMeta(key, value)
  }
  const folder = identityOf(root)
  if (folder !== null) set(FOLDER, folder)
  set(MOUNTS, JSON.stringify(mounts))
}

/** Folders in the library on another drive than the folder around them, and those that were and are now empty. */
interface Mounts {
  /** Relative to the library, `/`-separated, with a `/` at the end. */
  readonly mounted: readonly string[]
  readonly missing: readonly string[]
}

/** @param paths the files in the library now */
export function inspectMounts(root: string, writer: IndexWriter, paths: readonly string[]): Mounts {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end + 1)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  const device = deviceOf(root)
  const foreign = [...folders].filter((folder) => {
    const own = deviceOf(join(root, folder))
    return own !== null && own !== device
  })
  const mounted = foreign.filter(
    (folder) => !foreign.some((other) => other !== folder && folder.startsWith(other)),
  )
  const stored: string[] = JSON.parse(String(writer.meta(MOUNTS) ?? '[]'))
  const missing = stored.filter((folder) => !folders.has(folder) && deviceOf(join(root, folder)) === device)
  return { mounted, missing }
}

/** Returns `null` for a folder that is not there. */
function deviceOf(folder: string): number | null {
  try {
    const stats = lstatSync(folder, { throwIfNoEntry: false })
    return stats?.isDirectory() || stats?.isSymbolicLink() ? statSync(folder).dev : null
  } catch {
    return null
  }
}

/** The problem of a folder whose drive is not mounted. */
export function folderEmptied(folder: string, held: number): Problem {
  return {
    path: folder.replace(/\/$/, ''),
    line: null,
    severity: 'warning',
    code: 'folder-emptied',
    message: `This folder is empty, but ${held === 1 ? '1 standard was' : `${held} standards were`} in it on another drive. Plumbline serves what it last read from it.`,
    remedy: 'Connect the drive or share again. If it is no longer needed, delete the empty folder.',
  }
}
