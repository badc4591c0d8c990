import { readFileSync } from 'node:fs'
import { PlumblineError } from '../src-shared/errors.ts'

/** What the user chose. Absent: the default applies. */
export interface Settings {
  readonly library?: string
}

/**
 * Reads `settings.json`; a file that is not there is an empty one. Keys of other versions are let be.
 * @throws PlumblineError `settings-broken` with the file when it cannot be read as JSON or a value has a wrong type
 */
export function readSettings(file: string): Settings {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw broken(file, `cannot be read (${String(error)})`)
  }
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw broken(file, `is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw broken(file, 'is not a JSON object')
  if (!('library' in data) || data.library === null) return {}
  if (typeof data.library !== 'string' || data.library.trim() === '')
    throw broken(file, 'has a `library` that is not a path')
  return { library: data.library }
}

function broken(file: string, what: string): PlumblineError {
  return new PlumblineError(
    'settings-broken',
    `The settings file ${file} ${what}.`,
    'Mend it, or delete it to begin with the defaults.',
  )
}
