/** All codes of errors that a user or a client can get. Unexpected errors have the code `internal`. */
const ERROR_CODES = [
  'index-unavailable',
  'library-missing',
  'library-mismatch',
  'version-mismatch',
  'home-unusable',
  'installation-broken',
  'settings-broken',
  'settings-wrong',
  'activity-unavailable',
  'standard-missing',
  'standard-exists',
  'path-unusable',
  'file-unusable',
  'not-here',
  'usage',
  'client-missing',
  'config-broken',
  'config-changed',
  'config-unusable',
  'entry-taken',
  'app-translocated',
  'port-unusable',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** An error for the user. `message` describes the problem and its position, `remedy` what to do about it. */
export class PlumblineError extends Error {
  readonly code: ErrorCode
  readonly remedy: string

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PlumblineError'
    this.code = code
    this.remedy = remedy
  }
}

/** The message, and the remedy if there is one, as one line for a terminal, a log or a tool's answer. */
export function describeError(error: unknown): string {
  if (error instanceof PlumblineError) return `${error.message} ${error.remedy}`
  return error instanceof Error ? error.message : String(error)
}
