import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { describeError, type ErrorCode, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import { newId } from '../../base/new-id.ts'
import { openDatabase } from '../../base/open-database.ts'
import { isBusy } from '../../base/sqlite-errors.ts'
import type { Reconciled } from './reconcile.ts'

/*
 * Any process can request a full scan from the indexing process: it inserts a row into `requests` and polls it. Deleting
 * the row withdraws the request. A request survives the indexing process; the process that takes over finds it.
 */

const POLL_MS = 50
const MAX_AGE_MS = 3_600_000
// A bulk load releases the lock twice a second, for a few milliseconds.
const RETRY_MS = 2

interface RequestRow {
  readonly state: 'wanted' | 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number
  /** `done`: JSON of `Reconciled`; `failed`: JSON of `Failure`. */
  readonly answer: string | null
}

/** A full scan in another process. */
export interface ReindexRequest {
  readonly indexDb: string
  readonly nativeBinding: string | undefined
  /** Reads every file again. */
  readonly force: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** @throws PlumblineError when no process would answer: none indexes, or the one that does is stopped */
  readonly checkIndexer: () => void
}

/**
 * Requests a full scan from the indexing process and waits for its end.
 * @throws the signal's reason when the request is withdrawn
 * @throws PlumblineError the error of the other process, or `index-unavailable` when no process indexes
 */
export async function requestReindex(request: ReindexRequest): Promise<Reconciled> {
  const { signal, onProgress } = request
  signal?.throwIfAborted()
  // A connection that never waits for a lock, because this thread has other requests to answer.
  const db = openDatabase(request.indexDb, { nativeBinding: request.nativeBinding, busyTimeout: 0 })
  const inode = inodeOf(request.indexDb)
  const id = newId()
  try {
    await whenUnlocked(() =>
      db
        .prepare("INSERT INTO requests VALUES (?, ?, ?, 'wanted', 0, 0, NULL)")
        .run(id, Date.now(), request.force ? 1 : 0),
    )
    const poll = db.prepare<[string], RequestRow>(
      'SELECT state, done, total, answer FROM requests WHERE id = ?',
    )
    let reported = 0
    for (;;) {
      const row = await whenUnlocked(() => poll.get(id))
      // The index was rebuilt, in its file or in a new one, which includes a full scan.
      if (!row || inodeOf(request.indexDb) !== inode) return { files: 0, read: 0, removed: 0 }
      if (row.done > reported) onProgress?.(row.done, row.total)
      reported = row.done
      if (row.state === 'done') return JSON.parse(row.answer ?? '')
      if (row.state === 'failed') throw readFailure(row.answer ?? '')
      request.checkIndexer()
      await sleep(POLL_MS, undefined, { signal }).catch(() => signal?.throwIfAborted())
    }
  } finally {
    await whenUnlocked(() => db.prepare('DELETE FROM requests WHERE id = ?').run(id)).catch(() => {})
    db.close()
  }
}

/** The error of a request while no process indexes. */
export function noIndexer(): PlumblineError {
  return new PlumblineError(
    'index-unavailable',
    'This process is not indexing, and no other one is.',
    'Start Plumbline, or run `plumbline index`.',
  )
}

async function whenUnlocked<T>(work: () => T): Promise<T> {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error)) throw error
      await sleep(RETRY_MS)
    }
  }
}

/** A full scan, which `signal` aborts. */
export type ScanFunction = (
  force: boolean,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
) => Promise<Reconciled>

/**
 * Takes the requests in the indexing thread. Requests that wait at the same time share one scan, which is aborted when
 * all of them are withdrawn.
 */
export class RequestQueue {
  readonly #sql: ReturnType<typeof prepareQueue>
  readonly #scan: ScanFunction
  readonly #onError: (error: unknown) => void
  #seenVersion = -1
  /** The ids of the requests that share the running scan. */
  #running: readonly string[] = []
  #abort = new AbortController()
  #closed = false

  /**
   * @param db the connection of the index writer
   * @param onError called when the table of requests cannot be read or written; the requests stay in it
   */
  constructor(db: Database, scan: ScanFunction, onError: (error: unknown) => void) {
    this.#sql = prepareQueue(db)
    this.#scan = scan
    this.#onError = onError
  }

  /** Looks for new and withdrawn requests. Takes 2 microseconds when nothing was written since the last call. */
  check(): void {
    try {
      const version = this.#sql.version.get() ?? 0
      if (version === this.#seenVersion) return
      this.#seenVersion = version
      if (this.#running.length === 0) this.#take().catch(this.#onError)
      else if (!this.#running.some((id) => this.#sql.exists.get(id) === 1)) this.#abort.abort()
    } catch (error) {
      this.#onError(error)
    }
  }

  /** A scan that fails after this leaves its requests to the process that takes over. */
  close(): void {
    this.#closed = true
  }

  async #take(): Promise<void> {
    const requests = this.#sql.open.all()
    if (requests.length === 0) return
    this.#sql.dropOld.run(Date.now() - MAX_AGE_MS)
    this.#running = requests.map(({ id }) => id)
    this.#abort = new AbortController()
    this.#update('running', 0, 0, null)
    try {
      const result = await this.#scan(
        requests.some(({ force }) => force === 1),
        (done, total) => this.#update('running', done, total, null),
        this.#abort.signal,
      )
      this.#update('done', result.files, result.files, JSON.stringify(result))
    } catch (error) {
      // When the scan was stopped for another reason than a withdrawal, the requests stay open.
      if (this.#closed || isAbort(error)) this.#update('wanted', 0, 0, null)
      else this.#update('failed', 0, 0, writeFailure(error))
    } finally {
      this.#running = []
      // Requests that came during the scan need another one, because files may have changed meanwhile.
      this.#seenVersion = -1
    }
  }

  #update(state: RequestRow['state'], done: number, total: number, answer: string | null): void {
    for (const id of this.#running) this.#sql.update.run(state, done, total, answer, id)
  }
}

function prepareQueue(db: Database) {
  return {
    version: db.prepare<[], number>('PRAGMA data_version').pluck(),
    // Includes requests that a previous process has begun.
    open: db.prepare<[], { id: string; force: number }>(
      "SELECT id, force FROM requests WHERE state IN ('wanted', 'running')",
    ),
    exists: db.prepare<[string], number>('SELECT 1 FROM requests WHERE id = ?').pluck(),
    update: db.prepare<[string, number, number, string | null, string]>(
      'UPDATE requests SET state = ?, done = ?, total = ?, answer = ? WHERE id = ?',
    ),
    // Rows of processes that ended before they read the answer.
    dropOld: db.prepare<[number]>('DELETE FROM requests WHERE asked_at < ?'),
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
