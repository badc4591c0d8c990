import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { writeAtomically } from '../../src-core/base/write-atomically.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'

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

/** A token that may be renewed while it is used, by this process or another one. */
export interface TokenFile {
  readonly file: string
  /** As the file has it; looks at the disk once a second at most. */
  current(): string
  /** Makes another one. @throws PlumblineError `home-unusable` when it cannot be written */
  renew(): string
}

const LOOK_EVERY_MS = 1_000

/** @throws as {@link readOrCreateToken} */
export function openTokenFile(file: string): TokenFile {
  let token = readOrCreateToken(file)
  let lookedAt = Date.now()
  return {
    file,
    current() {
      if (Date.now() - lookedAt < LOOK_EVERY_MS) return token
      lookedAt = Date.now()
      try {
        token = readToken(file)
      } catch {
        // The last good one goes on: nobody must get in because a file is gone.
      }
      return token
    },
    renew() {
      const fresh = randomBytes(TOKEN_BYTES).toString('base64url')
      try {
        writeAtomically(file, `${fresh}\n`)
      } catch (error) {
        throw unusable(file, error)
      }
      token = fresh
      return fresh
    },
  }
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
