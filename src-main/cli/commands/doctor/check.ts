import { describeError, PlumblineError } from '../../../../src-shared/contract/errors.ts'

/** One thing that was looked at. `warn` is worth knowing and stops nothing. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly message: string
  /** What to do; empty when there is nothing. */
  readonly remedy: string
}

export const good = (name: string, message: string): Check => ({ name, state: 'ok', message, remedy: '' })

/** A failure as a check. @param remedy for errors that bring none */
export function failed(name: string, error: unknown, remedy: string): Check {
  const known = error instanceof PlumblineError
  return {
    name,
    state: 'fail',
    message: known ? error.message : describeError(error),
    remedy: known ? error.remedy : remedy,
  }
}
