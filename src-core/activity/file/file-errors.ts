import { PlumblineError } from '../../../src-shared/contract/errors.ts'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Somebody is putting another file in place of this one, which takes milliseconds. */
export class BusyElsewhere extends Error {
  override readonly name = 'BusyElsewhere'
}

/** True when another process was in the way, and a moment later may not be. */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof BusyElsewhere ||
    codeOf(error).startsWith('SQLITE_BUSY') ||
    codeOf(error) === 'SQLITE_LOCKED'
  )
}

/** True when the disk has no room, or took no more. */
export function isFull(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_FULL' || codeOf(error) === 'ENOSPC'
}

/** True when the system does not let us write. */
export function isWriteRejected(error: unknown): boolean {
  const code = codeOf(error)
  return (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    /^(EACCES|EPERM|EROFS)$/.test(code)
  )
}

/** What the error says, as a part of a sentence. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\.$/, '')
}

/** For a change to a log that can only be read. */
export function notWritable(file: string, why: string | null): PlumblineError {
  return unusable(why ?? `The log ${file} was opened for reading only.`, 'Nothing was changed.')
}

/** The one error that questions about the log throw. */
export function unusable(message: string, remedy: string, cause?: unknown): PlumblineError {
  return new PlumblineError('activity-unavailable', message, remedy, { cause })
}
