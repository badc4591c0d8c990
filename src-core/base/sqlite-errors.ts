/** Returns true for the errors of a file that is not, or no longer, a valid database. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCodeOf(error)
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

/** Returns true when another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return sqliteCodeOf(error).startsWith('SQLITE_BUSY')
}

function sqliteCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
