import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { errorCodeOf, isDamage, isFull, isWriteDenied } from './sqlite-errors.ts'

/** Why the files of a folder cannot be used: no space is left, the system denies writing, or the disk reports errors. */
type StorageFault = 'full' | 'denied' | 'failing'

// SQLite needs this much to open a database: the index of its write-ahead log.
const MINIMUM_FREE_BYTES = 64 * 1024

/**
 * The error for a person when the disk or the permissions of `folder` made an operation fail; `null` for any other error.
 * @param folder the home, or another folder of Plumbline's files
 */
export function storageErrorOf(error: unknown, folder: string): PlumblineError | null {
  const fault = faultOf(error, folder)
  return fault === null ? null : describeFault(fault, folder, error)
}

/** As {@link storageErrorOf}, for errors of SQLite only: a system error may be about other files. */
export function databaseErrorOf(error: unknown, file: string): PlumblineError | null {
  return errorCodeOf(error).startsWith('SQLITE_') ? storageErrorOf(error, dirname(file)) : null
}

function faultOf(error: unknown, folder: string): StorageFault | null {
  if (error instanceof PlumblineError || isDamage(error)) return null
  if (isFull(error)) return 'full'
  // The file was deleted while it was open, which a new connection solves.
  if (errorCodeOf(error) === 'SQLITE_READONLY_DBMOVED') return null
  const isDenied = isWriteDenied(error)
  if (!isDenied && !/^(SQLITE_IOERR|EIO$)/.test(errorCodeOf(error))) return null
  // SQLite reports a full disk as one of several I/O errors when it cannot extend a file that is not the database itself.
  if (isDiskFull(folder)) return 'full'
  return isDenied ? 'denied' : 'failing'
}

/** True when the disk of a folder has no space left; false also when the system does not know. */
export function isDiskFull(folder: string): boolean {
  try {
    const { blocks, bavail, bsize } = statfsSync(folder)
    return blocks > 0 && bavail * bsize < MINIMUM_FREE_BYTES
  } catch {
    return false
  }
}

/** The error when the disk of a folder is full. */
export function diskFull(folder: string, cause?: unknown): PlumblineError {
  return unusable(
    `The disk with Plumbline's folder ${folder} is full.`,
    'Free some space on it; Plumbline then continues by itself.',
    cause,
  )
}

function describeFault(fault: StorageFault, folder: string, cause: unknown): PlumblineError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
  if (fault === 'full') return diskFull(folder, cause)
  if (fault === 'denied')
    return unusable(
      `Plumbline cannot write to its folder ${folder} (${reason}).`,
      'Make it writable for your user, or name another one with --home or PLUMBLINE_HOME.',
      cause,
    )
  return unusable(
    `The disk with Plumbline's folder ${folder} reports errors (${reason}).`,
    'Check the disk, its quota and its free space; Plumbline tries again by itself.',
    cause,
  )
}

function unusable(message: string, remedy: string, cause: unknown): PlumblineError {
  return new PlumblineError('home-unusable', message, remedy, { cause })
}
