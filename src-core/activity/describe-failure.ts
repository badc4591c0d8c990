import type { ErrorSource, NewError } from '../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Logger } from '../base/log.ts'
import type { ActivityLog } from './activity.ts'

const GO_ON = 'If it comes again, report it with what stands here.'

/**
 * An error as the error log keeps it.
 * @param where the part that failed, such as `stdio server`
 * @param what what that part was doing, for errors that do not say it themselves
 */
export function describeFailure(
  error: unknown,
  where: string,
  what: string,
  source: ErrorSource = 'system',
): NewError {
  const base = { source, where, line: null, client: null }
  if (error instanceof PlumblineError) {
    const { code, message, remedy } = error
    return { ...base, code, title: titleOf(message), cause: message, remedy, stack: null }
  }
  const isError = error instanceof Error
  return {
    ...base,
    code: 'internal',
    title: what,
    cause: isError ? `${error.name}: ${error.message}` : String(error),
    remedy: GO_ON,
    stack: isError ? (error.stack ?? null) : null,
  }
}

/**
 * A log whose errors end in the error log too, where people look. Warnings stay in the file: they are for whoever looks for
 * the cause of something.
 * @param where as in {@link describeFailure}
 */
export function withErrorLog(
  log: Logger,
  activity: () => Pick<ActivityLog, 'report'>,
  where: string,
): Logger {
  return (level, message) => {
    log(level, message)
    if (level === 'error') activity().report(describeLine(message, where))
  }
}

/** What was logged, taken apart: a stack is told by its lines. */
function describeLine(message: string, where: string): NewError {
  const [first = '', ...rest] = message.split('\n')
  const hasStack = rest.some((line) => /^\s+at /.test(line))
  return {
    source: 'system',
    code: 'internal',
    title: titleOf(first),
    where,
    line: null,
    cause: hasStack ? first : message,
    remedy: GO_ON,
    stack: hasStack ? message : null,
    client: null,
  }
}

const MAX_TITLE = 120

/** `The lease could not be tried` of `The lease could not be tried: Error: …`, so that the same failures are one group. */
function titleOf(message: string): string {
  const [clause = ''] = message.split(/: |\. |\n/, 1)
  return clause.replace(/\.$/, '').slice(0, MAX_TITLE)
}
