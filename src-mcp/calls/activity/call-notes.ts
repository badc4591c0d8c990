import type { CacheState } from '../../../src-shared/contract/activity.ts'
import type { FailureNote } from '../../tools/tool-failure.ts'

/** What becomes known of a tool call while it is answered, and does not belong on the wire. */
export interface CallNotes {
  readonly cache?: CacheState
  readonly failure?: FailureNote
}

// The arguments as they came are the one object that a request in the log and the tool that answers it share on every
// transport: results are copied on their way out.
const notes = new WeakMap<object, CallNotes>()

/** Adds to what is known of a call. @param args the arguments as they came, before they were checked */
export function noteCall(args: unknown, more: CallNotes): void {
  if (typeof args !== 'object' || args === null) return
  // What the log takes for granted need not be noted.
  if (more.cache === 'bypass') return
  notes.set(args, { ...notes.get(args), ...more })
}

/** What was noted of the call with these very arguments. */
export function notesOf(args: unknown): CallNotes {
  return (typeof args === 'object' && args !== null ? notes.get(args) : undefined) ?? {}
}
