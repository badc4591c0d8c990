import type { Database } from 'better-sqlite3'

/** The row of table `state`, which migration 1 describes. */
export interface ActivityState {
  readonly epoch: number
  /** Requests up to this `seq`, inclusive, were cleared; their rows may still exist. */
  readonly clearedUpTo: number
  /** Requests up to this `seq`, inclusive, are in a segment and in the text index. */
  readonly compactedUpTo: number
  /** Requests that were not cleared. */
  readonly rows: number
  readonly maintainedAt: number
  readonly notice: string | null
  readonly noticedAt: number | null
  // Change counters.
  readonly cleared: number
  readonly sessions: number
  readonly errors: number
  readonly gaps: number
}

/** Returns a function that reads the row, in about 3 microseconds. */
export function prepareState(db: Database): () => ActivityState {
  const read = db.prepare<[], ActivityState>(
    `SELECT epoch, floor AS clearedUpTo, sealed AS compactedUpTo, rows, tended_at AS maintainedAt, notice,
       noticed_at AS noticedAt, cleared, sessions, errors, gaps FROM state`,
  )
  return () => {
    const state = read.get()
    if (!state) throw new Error('The table state has no row')
    return state
  }
}
