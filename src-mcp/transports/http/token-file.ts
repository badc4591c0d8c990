import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { PlumblineError } from '../../../src-shared/errors.ts'

const TOKEN_BYTES = 32
/** What base64url makes of them. */
const TOKEN = /^[\w-]{43}$/

/**
 * The token that HTTP clients must send, from its file; made on first use. The file is the user's alone (0600): a wider mode is
 * narrowed. Several processes may come here at once and get the same token.
 * @throws PlumblineError `home-unusable` when the file cannot be read or written, or holds something else
 */
export function readOrCreateToken(file: string): string {
  try {
    const fresh = randomBytes(TOKEN_BYTES).toString('base64url')
    // Never over a file, or through a link, that is there already.
    writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' })
    return fresh
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error)
  }
  return readToken(file)
}

function readToken(file: string): string {
  let text: string
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw unusable(file, error)
  }
  if (TOKEN.test(text)) return text
  throw unusable(file, new Error('it does not hold a token'))
}

function unusable(file: string, cause: unknown): PlumblineError {
  return new PlumblineError(
    'home-unusable',
    `The token file ${file} cannot be used (${cause instanceof Error ? cause.message : String(cause)}).`,
    'Delete it, and Plumbline makes a new one at its next start; clients then need the new token.',
    { cause },
  )
}
