import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { describeError, type ErrorCode, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import { newId } from '../../base/new-id.ts'
import { openDatabase } from '../../base/open-database.ts'
import type { Reconciled } from './reconcile.ts'

/*
 * Any process may ask the one that indexes for a comparison: it puts a row into `requests` and watches it. Deleting the
 * row withdraws it. A request outlives the process that indexes; whoever takes over finds it.
 */

const LOOK_MS = 50
const KEPT_MS = 3_600_000
// A bulk load lets go of the lock twice a second, for a few milliseconds.
const RETRY_MS = 2

interface RequestRow {
  readonly state: 'wanted' | 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number
  readonly answer: string | null
}

/** A comparison that is asked of another process. */
export interface ReindexRequest {
  readonly indexDb: string
  readonly nativeBinding: string | undefined
  readonly force: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** False once no process indexes that could hear the request. */
  readonly isHeard: () => boolean
}

/**
 * Asks the process that indexes to compare the library with the index, and waits for the end.
 * @throws the signal's reason when it is withdrawn
 * @throws PlumblineError what the other process met, or `index-unavailable` when nobody indexes
 */
export async function requestReindex(request: ReindexRequest): Promise<Reconciled> {
  const { signal, onProgress } = request
  signal?.throwIfAborted()
  // A connection of its own, which never waits for a lock: this is a thread that has questions to answer.
  const db = openDatabase(request.indexDb, { nativeBinding: request.nativeBinding, busyTimeout: 0 })
  const inode = inodeOf(request.indexDb)
  const id = newId()
  try {
    await whenFree(() =>
      db
        .prepare("INSERT INTO requests VALUES (?, ?, ?, 'wanted', 0, 0, NULL)")
        .run(id, Date.now(), request.force ? 1 : 0),
    )
    const look = db.prepare<[string], RequestRow>(
      'SELECT state, done, total, answer FROM requests WHERE id = ?',
    )
    let shown = 0
    for (;;) {
      const row = await whenFree(() => look.get(id))
      // The index was made anew, in its file or in another one: reading the whole library is what that means.
      if (!row || inodeOf(request.indexDb) !== inode) return { files: 0, read: 0, removed: 0 }
      if (row.done > shown) onProgress?.(row.done, row.total)
      shown = row.done
      if (row.state === 'done') return JSON.parse(row.answer ?? '')
      if (row.state === 'failed') throw readFailure(row.answer ?? '')
      if (!request.isHeard()) throw noIndexer()
      await sleep(LOOK_MS, undefined, { signal }).catch(() => signal?.throwIfAborted())
    }
  } finally {
    await whenFree(() => db.prepare('DELETE FROM requests WHERE id = ?').run(id)).catch(() => {})
    db.close()
  }
}

/** What `askForReindex` fails with when nobody can hear it. */
export function noIndexer(): PlumblineError {
  return new PlumblineError(
    'index-unavailable',
    'This process is not indexing, and no other one is.',
    'Start Plumbline, or run `plumbline index`.',
  )
}

async function whenFree<T>(work: () => T): Promise<T> {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')))
        throw error
      await sleep(RETRY_MS)
    }
  }
}

/** Hears the requests, in the thread that indexes. */
export interface RequestQueue {
  /** Looks for requests now, if anything was written since the last look. Takes 2 microseconds when nothing was. */
  look(): void
  /** From now on an answer that fails leaves its requests to the process that takes over. */
  close(): void
}

/** What a desk hands the requests to. */
export interface RequestQueueOptions {
  /** The writer's connection. */
  readonly db: Database
  readonly sweep: (
    force: boolean,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ) => Promise<Reconciled>
}

/** Requests that wait at the same time share one comparison, which stops when all of them were withdrawn. */
export function openRequestQueue({ db, sweep }: RequestQueueOptions): RequestQueue {
  const version = db.prepare<[], number>('PRAGMA data_version').pluck()
  // Also those that a process before this one began.
  const open = db.prepare<[], { id: string; force: number }>(
    "SELECT id, force FROM requests WHERE state IN ('wanted', 'running')",
  )
  const isThere = db.prepare<[string], number>('SELECT 1 FROM requests WHERE id = ?').pluck()
  const update = db.prepare<[string, number, number, string | null, string]>(
    'UPDATE requests SET state = ?, done = ?, total = ?, answer = ? WHERE id = ?',
  )
  // Left behind by processes that died before they read the answer.
  const dropOld = db.prepare<[number]>('DELETE FROM requests WHERE asked_at < ?')
  let seen = -1
  let running: readonly string[] = []
  let stop = new AbortController()
  let closed = false

  function answer(state: RequestRow['state'], done: number, total: number, text: string | null): void {
    for (const id of running) update.run(state, done, total, text, id)
  }

  async function take(): Promise<void> {
    const wanted = open.all()
    if (wanted.length === 0) return
    dropOld.run(Date.now() - KEPT_MS)
    running = wanted.map(({ id }) => id)
    stop = new AbortController()
    answer('running', 0, 0, null)
    try {
      const result = await sweep(
        wanted.some(({ force }) => force === 1),
        (done, total) => answer('running', done, total, null),
        stop.signal,
      )
      answer('done', result.files, result.files, JSON.stringify(result))
    } catch (error) {
      // Stopped, but not by those who asked: they still want it.
      if (closed || isAbort(error)) answer('wanted', 0, 0, null)
      else answer('failed', 0, 0, writeFailure(error))
    } finally {
      running = []
      // Who asked meanwhile wants what has changed meanwhile.
      seen = -1
    }
  }

  return {
    look() {
      const now = version.get() ?? 0
      if (now === seen) return
      seen = now
      if (running.length === 0) void take()
      else if (!running.some((id) => isThere.get(id) === 1)) stop.abort()
    },
    close() {
      closed = true
    },
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly remedy: string
}

function writeFailure(error: unknown): string {
  const failure: Failure =
    error instanceof PlumblineError
      ? { code: error.code, message: error.message, remedy: error.remedy }
      : { code: 'internal', message: describeError(error), remedy: 'Try again.' }
  return JSON.stringify(failure)
}

function readFailure(text: string): PlumblineError {
  const { code, message, remedy }: Failure = JSON.parse(text)
  return new PlumblineError(code, message, remedy)
}
