import type { CacheState } from '../../src-shared/contract/activity.ts'
import type { FailureNote } from '../tools/tool-failure.ts'

/** Facts about a call that the activity log shows and that the answer does not carry. */
export interface CallNotes {
  /** Absent: the cache was not asked. */
  readonly cache?: CacheState
  readonly failure?: FailureNote
  /** The arguments as the tool read them. */
  readonly args?: object
  /** The answer of a tool as an object, also when the client gets it as text only. */
  readonly answer?: object
}

/** What goes with one request through everything that helps to answer it. */
export interface RequestContext {
  /** Aborts when the client cancels the request or disconnects. */
  readonly signal: AbortSignal
  /** Adds facts about the call for the activity log. Absent for a call that the log does not show. */
  readonly note?: ((notes: CallNotes) => void) | undefined
}
