import type { Activity, ActivityLog, ActivityOptions, GapAnswers, GapAnswersOptions } from './activity.ts'
import { ActivityRecorder } from './activity-recorder.ts'
import { ReplayedGaps } from './gaps/gap-answers.ts'
import { ReadableActivity } from './readable-activity.ts'
import { prepareWriteStatements } from './write/write-statements.ts'

/** The activity log of a process that records. The file is opened by the first write. */
export function openActivityLog(options: ActivityOptions): ActivityLog {
  return new ActivityRecorder(options, prepareWriteStatements)
}

/** The activity of a process that also shows it. The file is opened by the first write or query. */
export function openActivity(options: ActivityOptions): Activity {
  return new ReadableActivity(options)
}

/** Starts to replay gaps: now, and after each change. */
export function createGapAnswers(options: GapAnswersOptions): GapAnswers {
  return new ReplayedGaps(options)
}
