import { readFileSync, renameSync, statSync } from 'node:fs'
import { describeError } from '../../src-shared/contract/errors.ts'
import type { SettingsChange } from '../../src-shared/contract/settings.ts'
import { writeAtomically } from '../base/write-atomically.ts'
import type { JsonObject } from './settings-values.ts'

/** What takes the place of an empty settings file. */
interface ReplacedFile {
  /** The content of the new file, or what it would be if it could be written. */
  readonly content: JsonObject
  /** What was done, for people. */
  readonly notice: string
}

// An editor that is just saving empties the file for some milliseconds.
const SAVING_MS = 1_000
const PAUSE_MS = 300

/** True for the text of an empty file. After a power failure some file systems fill a file with NUL. */
export function isEmptyText(text: string): boolean {
  return /^[\s\0]*$/.test(text)
}

/**
 * Moves an empty settings file aside and writes what is known of its content. An empty file says nothing, so the settings are
 * lost; serving the default library instead of the chosen one would be worse than a warning.
 * @param lost returns what is known
 * @param withLock runs a change of the file under its lock
 * @returns `null` when the file is not empty
 */
export function replaceEmptyFile(
  file: string,
  lost: () => SettingsChange,
  withLock: (work: () => void) => void,
): ReplacedFile | null {
  if (!isEmpty(file)) return null
  if (Math.abs(Date.now() - statSync(file).mtimeMs) < SAVING_MS)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
  if (!isEmpty(file)) return null
  const content: JsonObject = { ...lost() }
  const { library } = content
  const effect = `The settings are the defaults${library === undefined ? '' : `, and the library is that of the index, ${library}`}. Check them.`
  const aside = `${file}.empty-${new Date().toISOString().replace(/[:.]/g, '-')}`
  try {
    withLock(() => {
      // Another process may have been faster.
      if (!isEmpty(file)) return
      renameSync(file, aside)
      writeAtomically(file, `${JSON.stringify(content, null, 2)}\n`)
    })
    return { content, notice: `The settings file ${file} was empty and was moved to ${aside}. ${effect}` }
  } catch (error) {
    return {
      content,
      notice: `The settings file ${file} is empty, and cannot be replaced: ${describeError(error)} ${effect}`,
    }
  }
}

function isEmpty(file: string): boolean {
  try {
    return isEmptyText(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch {
    return false
  }
}
