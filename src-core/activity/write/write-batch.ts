import type { Database } from 'better-sqlite3'
import type { NewError } from '../../../src-shared/contract/activity.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { LiveSession } from '../activity.ts'
import { type ErrorWriter, prepareErrors } from '../errors/error-groups.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { isCall } from '../request-types.ts'
import { type Names, prepareNames } from './names.ts'
import { failureOf } from './request-failure.ts'
import type { RequestRecord } from './request-record.ts'
import { prepareSessions, type SessionWriter } from './session-rows.ts'

/** What one transaction writes. */
interface Batch {
  readonly requests: readonly RequestRecord[]
  readonly sessions: readonly LiveSession[]
  readonly errors: readonly { readonly at: number; readonly error: NewError }[]
  readonly problems: readonly Problem[] | null
  readonly now: number
}

/** The statements that write, and what they share. */
export interface BatchWriter {
  /** Inside a transaction. Returns the state as it was before. */
  write(batch: Batch): { readonly state: ActivityState; readonly newest: number }
  readonly state: () => ActivityState
  readonly names: Names
  readonly errors: ErrorWriter
  readonly sessions: SessionWriter
}

export function prepareBatchWriter(db: Database): BatchWriter {
  const state = prepareState(db)
  const names = prepareNames(db)
  const errors = prepareErrors(db)
  const sessions = prepareSessions(db)
  const addRequest = db.prepare(
    'INSERT INTO requests (at, kind, session, gap, asked, summary, message, micros, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const addDetails = db.prepare(
    'INSERT INTO details (seq, rpc_id, request, response, cut, touched) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const count = db.prepare(
    'UPDATE state SET rows = rows + ?, sessions = sessions + ?, errors = errors + ?, gaps = gaps + ?',
  )

  function writeRequest(record: RequestRecord): number {
    const { kind } = record
    const gap =
      record.args === null || kind.tool === null ? null : names.gap(kind.tool, record.asked, record.args)
    const seq = Number(
      addRequest.run(
        record.at,
        names.kind(kind),
        names.session(record.session),
        gap,
        record.asked,
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
      record.touched.length === 0 ? null : JSON.stringify(record.touched.map((touch) => names.part(touch))),
    )
    return seq
  }

  return {
    state,
    names,
    errors,
    sessions,
    write(batch) {
      const before = state()
      names.trust(before.epoch)
      let newest = 0
      let failures = 0
      let gaps = 0
      const lastCalls = new Map<string, number>()
      for (const record of batch.requests) {
        newest = writeRequest(record)
        if (record.args !== null) gaps++
        if (isCall(record.kind.method)) lastCalls.set(record.session, record.at)
        const failure = failureOf({ ...record.kind, message: record.message, summary: record.summary })
        if (failure) {
          errors.report(failure, record.at, newest)
          failures++
        }
      }
      for (const session of batch.sessions) sessions.put(session, batch.now)
      for (const [session, at] of lastCalls) sessions.called(names.session(session), at)
      for (const { at, error } of batch.errors) errors.report(error, at, null)
      const mended = batch.problems === null ? 0 : errors.sync(batch.problems, batch.now)
      const sessionChanges = batch.sessions.length + lastCalls.size
      const errorChanges = failures + batch.errors.length + mended
      if (batch.requests.length + sessionChanges + errorChanges > 0) {
        count.run(batch.requests.length, sessionChanges, errorChanges, gaps)
      }
      return { state: before, newest }
    },
  }
}
