import type { ErrorSource, NewError } from '../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { Logger } from './log.ts'

const REMEDY = 'If it happens again, report it with the details shown here.'

/**
 * Converts whatever was thrown into a failure to be recorded.
 * @param where the part that failed, such as `stdio server`
 * @param title what that part failed to do; for errors that do not say it themselves
 */
export function describeFailure(
  error: unknown,
  where: string,
  title: string,
  source: ErrorSource = 'system',
): NewError {
  const base = { source, where, line: null, client: null }
  if (error instanceof PlumblineError) {
    const { code, message, remedy } = error
    const title = titleOf(message)
    return { ...base, code, title, cause: causeBeyond(title, message), remedy, stack: null }
  }
  const isError = error instanceof Error
  return {
    ...base,
    code: 'internal',
    title,
    cause: isError ? `${error.name}: ${error.message}` : String(error),
    remedy: REMEDY,
    stack: isError ? (error.stack ?? null) : null,
  }
}

/**
 * A logger that also reports errors, so that people see them in the window. Warnings are only logged: they help to find the
 * cause of a failure.
 * @param where as in {@link describeFailure}
 */
export function withErrorReports(
  log: Logger,
  activity: () => { report(error: NewError): void },
  where: string,
): Logger {
  return (level, message) => {
    log(level, message)
    if (level === 'error') activity().report(describeLogMessage(message, where))
  }
}

/** A logged message may be a stack trace, which its lines show. */
function describeLogMessage(message: string, where: string): NewError {
  const [firstLine = '', ...lines] = message.split('\n')
  const hasStack = lines.some((line) => /^\s+at /.test(line))
  const title = titleOf(firstLine)
  return {
    source: 'system',
    code: 'internal',
    title,
    where,
    line: null,
    cause: causeBeyond(title, hasStack ? firstLine : message),
    remedy: REMEDY,
    stack: hasStack ? message : null,
    client: null,
  }
}

/** The cause of a failure with this title: the message, or `''` when the message says no more than the title. */
export function causeBeyond(title: string, message: string): string {
  return message.replace(/[.!?]+$/u, '') === title ? '' : message
}

const MAX_TITLE = 120

/** The first clause, such as `The lease could not be tried` of `The lease could not be tried: Error: …`, to group failures by. */
function titleOf(message: string): string {
  const [clause = ''] = message.split(/: |\. |\n/, 1)
  return clause.replace(/\.$/, '').slice(0, MAX_TITLE)
}
