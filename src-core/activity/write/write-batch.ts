import type { Database } from 'better-sqlite3'
import type { NewError } from '../../../src-shared/contract/activity.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { LiveSession } from '../activity.ts'
import { type ErrorWriter, prepareErrors } from '../errors/error-groups.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { isCall } from '../request-type.ts'
import { failureOf } from './request-failure.ts'
import type { RequestRecord } from './request-record.ts'
import { prepareSessions, type SessionWriter } from './session-rows.ts'
import { prepareSharedIds, type SharedIds } from './shared-ids.ts'

/** What one transaction writes. */
interface WriteBatch {
  readonly requests: readonly RequestRecord[]
  readonly sessions: readonly LiveSession[]
  readonly errors: readonly { readonly at: number; readonly error: NewError }[]
  readonly problems: readonly Problem[] | null
  readonly now: number
}

/** The statements that record activity. */
export interface BatchWriter {
  /**
   * To be called inside a write transaction.
   * @returns the state before the batch, and the `seq` of its last request, 0 without any
   */
  write(batch: WriteBatch): { readonly state: ActivityState; readonly newest: number }
  readonly ids: SharedIds
  readonly errors: ErrorWriter
  readonly sessions: SessionWriter
}

export function prepareBatchWriter(db: Database): BatchWriter {
  const state = prepareState(db)
  const ids = prepareSharedIds(db)
  const errors = prepareErrors(db)
  const sessions = prepareSessions(db)
  const addRequest = db.prepare(
    'INSERT INTO requests (at, kind, session, gap, asked, summary, message, micros, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const addDetails = db.prepare(
    'INSERT INTO details (seq, rpc_id, request, response, cut, touched) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const addToState = db.prepare(
    'UPDATE state SET rows = rows + ?, sessions = sessions + ?, errors = errors + ?, gaps = gaps + ?',
  )

  function writeRequest(record: RequestRecord): number {
    const { type, gapArgs, references } = record
    const gap = gapArgs === null || type.tool === null ? null : ids.gap(type.tool, record.question, gapArgs)
    const seq = Number(
      addRequest.run(
        record.at,
        ids.requestType(type),
        ids.session(record.session),
        gap,
        record.question,
        record.summary,
        record.message,
        record.micros,
        record.bytes,
      ).lastInsertRowid,
    )
    addDetails.run(
      seq,
      record.rpcId,
      record.request,
      record.response,
      record.cut ? 1 : 0,
      references.length === 0 ? null : JSON.stringify(references.map((reference) => ids.part(reference))),
    )
    return seq
  }

  return {
    ids,
    errors,
    sessions,
    write(batch) {
      const before = state()
      ids.begin(before.epoch)
      let newest = 0
      let failures = 0
      let gaps = 0
      const lastCalls = new Map<string, number>()
      for (const record of batch.requests) {
        newest = writeRequest(record)
        if (record.gapArgs !== null) gaps++
        if (isCall(record.type.method)) lastCalls.set(record.session, record.at)
        const failure = failureOf({ ...record.type, message: record.message, summary: record.summary })
        if (failure) {
          errors.report(failure, record.at, newest)
          failures++
        }
      }
      for (const session of batch.sessions) sessions.put(session, batch.now)
      for (const [session, at] of lastCalls) sessions.setLastCall(ids.session(session), at)
      for (const { at, error } of batch.errors) errors.report(error, at, null)
      const problemChanges = batch.problems === null ? 0 : errors.syncProblems(batch.problems, batch.now)
      const sessionChanges = batch.sessions.length + lastCalls.size
      const errorChanges = failures + batch.errors.length + problemChanges
      if (batch.requests.length + sessionChanges + errorChanges > 0) {
        addToState.run(batch.requests.length, sessionChanges, errorChanges, gaps)
      }
      return { state: before, newest }
    },
  }
}
