import type { ActivityLog } from '../activity/activity.ts'
import { describeFailure } from '../base/describe-failure.ts'
import type { Logger } from '../base/log.ts'

/** Logs the end of a process, whatever its cause. */
export interface ProcessGuard {
  /**
   * Reports the end to the error log as well.
   * @param core its activity log is opened only when there is something to report
   * @param before called before the log is flushed, to pass pending entries to it
   */
  use(core: { readonly activity: Pick<ActivityLog, 'report' | 'flush'> }, before?: () => void): void
}

/**
 * Logs uncaught errors and rejections and exits with code 1. Flushes pending writes at every exit except a kill.
 * @param name the name of this process in the error log
 * @param log the logger of the log file, not the one that also reports errors to the error log
 */
export function guardProcess(name: string, log: Logger): ProcessGuard {
  const flushes: (() => void)[] = []
  let report: ActivityLog['report'] = () => {}
  process.on('exit', () => {
    for (const flush of flushes) flush()
  })
  process.on('uncaughtException', (error: unknown) => {
    log('error', `The ${name} failed and ends: ${error instanceof Error ? error.stack : String(error)}`)
    report(describeFailure(error, name, `The ${name} failed and ended`))
    process.exit(1)
  })
  return {
    use(core, before = () => {}) {
      report = (error) => core.activity.report(error)
      flushes.push(() => {
        before()
        core.activity.flush()
      })
    },
  }
}
