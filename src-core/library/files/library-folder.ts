import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { listFolder } from './inspect-folder.ts'

/**
 * Reads the path of a folder as people type it. `~` stands for the user's home folder.
 * @returns an absolute path
 * @throws PlumblineError `path-unusable` when the path is not absolute
 */
export function readFolderPath(text: string): string {
  const trimmed = text.trim()
  const path = /^~(?=$|[/\\])/.test(trimmed) ? join(homedir(), trimmed.slice(1)) : trimmed
  if (!isAbsolute(path) || path.includes('\0'))
    throw unusable(`“${text}” is not the whole path of a folder.`, 'Begin with / or a drive, or with ~.')
  const normal = normalize(path)
  return normal.length > 1 && dirname(normal) !== normal ? normal.replace(/[/\\]+$/, '') : normal
}

/**
 * Checks that a folder can be the library.
 * @param create creates the folder when it does not exist
 * @throws PlumblineError `path-unusable`
 */
export async function prepareLibraryFolder(folder: string, create: boolean): Promise<void> {
  if (dirname(folder) === folder) throw unusable(`${folder} is the whole disk.`, 'Choose a folder in it.')
  if ((await listFolder(folder)) !== null) return
  if (!create) throw unusable(`There is no folder ${folder}.`, 'Create it, or choose another one.')
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw unusable(`The folder ${folder} cannot be made (${describeError(error)}).`, 'Choose another place.')
  }
}

function unusable(message: string, remedy: string): PlumblineError {
  return new PlumblineError('path-unusable', message, remedy)
}
