import type { ActivityLog } from '../activity/activity.ts'
import { describeFailure } from '../base/describe-failure.ts'
import type { Logger } from '../base/log.ts'

/** Sees to it that the end of a process, whatever brought it about, is in the log. */
export interface ProcessGuard {
  /**
   * From now on the end goes into the error log as well.
   * @param core whose log is opened when there is something to write
   * @param before hands over what still waits to be logged
   */
  use(core: { readonly activity: Pick<ActivityLog, 'report' | 'flush'> }, before?: () => void): void
}

/**
 * Logs what nobody caught, a rejected promise included, and ends the process with 1; writes what waits to be written however
 * the process ends, but for a kill.
 * @param name what the error log calls this process
 * @param log the file's, not the one that reports errors by itself
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
