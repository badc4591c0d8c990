import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { FolderDefaultsView } from '../../../src-shared/contract/folder-defaults.ts'
import {
  DEFAULTS_FILE,
  type FolderDefaults,
  NO_DEFAULTS,
  readFolderDefaults,
} from '../../../src-shared/standard/folder-defaults.ts'
import { setFolderDefaults } from '../../../src-shared/standard/set-folder-defaults.ts'
import { textOf } from './file-text.ts'
import type { StandardFiles } from './standard-files.ts'

/** Reads the `_standards.yml` of a folder. Throws as `StandardFiles` does. */
export async function readDefaultsOf(files: StandardFiles, folder: string): Promise<FolderDefaultsView> {
  const path = pathIn(folder)
  const opened = await files.open(path)
  if (opened === null) return { path, defaults: NO_DEFAULTS, version: null }
  return { path, defaults: readFolderDefaults(textOf(opened.file)).defaults, version: opened.version }
}

/**
 * Writes the `_standards.yml` of a folder; what it has beside the four keys stays.
 * @param version the content that the values were made from; `null`: there was no file
 * @throws PlumblineError `file-unusable` when the file has changed meanwhile or cannot be changed, and what `StandardFiles` throws
 */
export async function saveDefaultsOf(
  files: StandardFiles,
  folder: string,
  defaults: FolderDefaults,
  version: string | null,
): Promise<void> {
  const path = pathIn(folder)
  const opened = await files.open(path)
  if ((opened?.version ?? null) !== version) throw changedMeanwhile(path)
  const before = opened === null ? '' : textOf(opened.file)
  const text = setFolderDefaults(before, defaults)
  if (text === before) return
  if (opened === null) await files.create(path, text)
  else if ((await files.save(path, text, opened.version)).kind === 'conflict') throw changedMeanwhile(path)
}

function pathIn(folder: string): string {
  return folder === '' ? DEFAULTS_FILE : `${folder}/${DEFAULTS_FILE}`
}

function changedMeanwhile(path: string): PlumblineError {
  return new PlumblineError(
    'file-unusable',
    `${path} has been changed by another program.`,
    'Close this and open it again to see its values.',
  )
}
