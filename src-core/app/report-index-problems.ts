import type { ActivityLog } from '../activity/activity.ts'
import type { Library } from '../library/library.ts'

/** Minimum time between two reports. The index changes twice a second while a large library is indexed for the first time. */
const REPORT_INTERVAL_MS = 1_000

export interface ProblemsOptions {
  readonly library: Pick<Library, 'problems'>
  readonly activity: Pick<ActivityLog, 'reportProblems'>
  readonly onIndexChange: (listener: () => void) => () => void
  /** False once another process indexes, which then makes the reports. */
  readonly isIndexing: () => boolean
}

/**
 * Reports the problems of the indexed files to the error log, immediately and after each change. Runs in the process that
 * indexes.
 * @returns a function that stops the reports
 */
export function reportIndexProblems({
  library,
  activity,
  onIndexChange,
  isIndexing,
}: ProblemsOptions): () => void {
  let timer: NodeJS.Timeout | undefined
  let reportedAt = Number.NEGATIVE_INFINITY

  function report(): void {
    timer = undefined
    reportedAt = performance.now()
    if (!isIndexing()) return
    try {
      activity.reportProblems(library.problems())
    } catch {
      // The problems are read again after the next change.
    }
  }

  function reportSoon(): void {
    if (timer !== undefined) return
    timer = setTimeout(report, Math.max(0, reportedAt + REPORT_INTERVAL_MS - performance.now()))
    timer.unref()
  }

  report()
  const stop = onIndexChange(reportSoon)
  return () => {
    clearTimeout(timer)
    stop()
  }
}
