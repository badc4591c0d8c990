import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { readFolderPath } from '../../base/folder-path.ts'
import { listFolder } from './inspect-folder.ts'

/**
 * Reads the path of a folder as people type it, as {@link readFolderPath} does.
 * @throws PlumblineError `path-unusable`
 */
export function folderOfText(text: string): string {
  const read = readFolderPath(text)
  if (typeof read === 'string') return read
  throw unusable(`“${text}” ${read.problem}.`, read.remedy)
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
