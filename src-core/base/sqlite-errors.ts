/** The SQLite error code, or the system's (`ENOSPC`), of whatever was thrown; empty when it has none. */
export function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** True when another connection holds the lock, so that the same statement may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  const code = errorCodeOf(error)
  return code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED'
}

/** True when the file, or its write-ahead log, is not or no longer whole. */
export function isDamage(error: unknown): boolean {
  const code = errorCodeOf(error)
  // A short read: the file ends before a page that it is known to have.
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ'
}

/** True when the disk, or the user's share of it, is full. */
export function isFull(error: unknown): boolean {
  return /^(SQLITE_FULL|ENOSPC|EDQUOT)$/.test(errorCodeOf(error))
}

/** True when the operating system denies writing. */
export function isWriteDenied(error: unknown): boolean {
  const code = errorCodeOf(error)
  return (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    /^(EACCES|EPERM|EROFS)$/.test(code)
  )
}
