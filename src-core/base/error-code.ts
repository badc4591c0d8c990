/** Returns the code of a failed system call, such as `ENOENT`, or `undefined` for other errors. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
