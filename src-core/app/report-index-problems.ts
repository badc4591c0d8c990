import type { ActivityLog } from '../activity/activity.ts'
import type { Library } from '../library/library.ts'

/** While a large library is read for the first time, the index changes twice a second. */
const PAUSE_MS = 1_000

export interface ProblemsOptions {
  readonly library: Pick<Library, 'problems'>
  readonly activity: Pick<ActivityLog, 'reportProblems'>
  readonly onIndexChange: (listener: () => void) => () => void
  /** False once another process indexes: its reports are the ones that count. */
  readonly isIndexing: () => boolean
}

/**
 * Keeps the error log's index problems in line with the index: now, and after each change. To be started in the process
 * that indexes.
 * @returns what ends it
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
      // What cannot be read now is read after the next change.
    }
  }

  function reportSoon(): void {
    if (timer !== undefined) return
    timer = setTimeout(report, Math.max(0, reportedAt + PAUSE_MS - performance.now()))
    timer.unref()
  }

  report()
  const stop = onIndexChange(reportSoon)
  return () => {
    clearTimeout(timer)
    stop()
  }
}
