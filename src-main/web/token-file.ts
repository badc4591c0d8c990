import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCodeOf } from '../../src-core/base/sqlite-errors.ts'
import { storageErrorOf } from '../../src-core/base/storage-errors.ts'
import { writeAtomically } from '../../src-core/base/write-atomically.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'

const TOKEN_BYTES = 32
/** {@link TOKEN_BYTES} in base64url. */
const TOKEN = /^[\w-]{43}$/

/**
 * Reads the token that HTTP clients must send from its file, which is created on first use. Only the user may read the file (0600):
 * other permissions are removed. Processes that call this at the same time get the same token.
 * @throws PlumblineError `home-unusable` when the file cannot be read or written, or holds something else
 */
export function readOrCreateToken(file: string): string {
  try {
    const fresh = randomBytes(TOKEN_BYTES).toString('base64url')
    // `wx`: an existing file is never overwritten, and a link never followed.
    writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' })
    return fresh
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      // On a full disk the file was created, and stayed empty.
      if (statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file, { force: true })
      throw unusable(file, error)
    }
  }
  return readToken(file)
}

/** A token that this process or another one may replace while it is in use. */
export interface TokenFile {
  readonly file: string
  /** The token in the file, which is read once a second at most. */
  current(): string
  /** Replaces the token. @throws PlumblineError `home-unusable` when the file cannot be written */
  renew(): string
}

const MAX_AGE_MS = 1_000

/** @throws as {@link readOrCreateToken} */
export function openTokenFile(file: string): TokenFile {
  let token = readOrCreateToken(file)
  let readAt = Date.now()
  return {
    file,
    current() {
      if (Date.now() - readAt < MAX_AGE_MS) return token
      readAt = Date.now()
      try {
        token = readToken(file)
      } catch {
        // The last valid token stays in force: a missing file must not open the server.
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
  // A file of another user is better named than its folder.
  const isDenied = /^E(ACCES|PERM)$/.test(errorCodeOf(cause))
  const storageError = isDenied ? null : storageErrorOf(cause, dirname(file))
  if (storageError !== null) return storageError
  return new PlumblineError(
    'home-unusable',
    `The token file ${file} cannot be used (${cause instanceof Error ? cause.message : String(cause)}).`,
    'Delete it, and Plumbline makes a new one at its next start; clients then need the new token.',
    { cause },
  )
}
