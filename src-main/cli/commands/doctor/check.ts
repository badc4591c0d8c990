import { describeError, PlumblineError } from '../../../../src-shared/contract/errors.ts'

/** The outcome of one check. `warn` is worth knowing, but does not make `plumbline doctor` fail. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly message: string
  /** What to do; empty when nothing has to be done. */
  readonly remedy: string
}

export const good = (name: string, message: string): Check => ({ name, state: 'ok', message, remedy: '' })

/** The outcome of a check that threw. @param remedy for errors that carry none */
export function failed(name: string, error: unknown, remedy: string): Check {
  const known = error instanceof PlumblineError
  return {
    name,
    state: 'fail',
    message: known ? error.message : describeError(error),
    remedy: known ? error.remedy : remedy,
  }
}
