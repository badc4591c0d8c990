import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { isBusy } from '../../base/sqlite-errors.ts'

/** Thrown while another process puts a new file in place of this one, which takes milliseconds. */
export class FileReplacedError extends Error {
  override readonly name = 'FileReplacedError'
}

/** True when another process was in the way, so that the next attempt may succeed. */
export function isTemporary(error: unknown): boolean {
  return error instanceof FileReplacedError || isBusy(error)
}

/** The error's message without a full stop, to be put into a sentence. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\.$/, '')
}

/** The error for a change to a database that can only be read. */
export function notWritable(file: string, reason: string | null): PlumblineError {
  return unavailable(
    reason ?? `The activity database ${file} was opened for reading only.`,
    'Nothing was changed.',
  )
}

/** The error `activity-unavailable`. */
export function unavailable(message: string, remedy: string, cause?: unknown): PlumblineError {
  return new PlumblineError('activity-unavailable', message, remedy, { cause })
}
