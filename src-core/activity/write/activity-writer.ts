import type { NewError, NewRequest } from '../../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import { isFull } from '../../base/sqlite-errors.ts'
import type { LiveSession } from '../activity.ts'
import type { ActivityFile } from '../file/activity-file.ts'
import { isTemporary } from '../file/file-errors.ts'
import { SEGMENT_ROWS } from '../retention/compact.ts'
import { type RequestRecord, recordOf, recordOfError } from './request-record.ts'
import { type QueuedBatch, WriteQueue } from './write-queue.ts'
import type { WriteStatements } from './write-statements.ts'

export interface ActivityWriterOptions {
  readonly file: ActivityFile<WriteStatements>
  /** The path of the file, for messages. */
  readonly path: string
  readonly settings: () => Settings['activity']
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** `failed`: for a reason that may pass, but not within milliseconds. */
type Outcome = 'done' | 'busy' | 'failed'

// Soon enough for the window, and long enough for requests to share a transaction.
const DELAY_MS = 25
const BUSY_DELAY_MS = 25
const FAILED_DELAY_MS = 1_000
// With this many items queued, the next turn of the event loop writes, without the delay.
const WRITE_NEXT_TURN = 128
// With this many items queued, the caller writes, so that a caller faster than the disk loses nothing.
const WRITE_IN_CALL = 1_024
// After a lock was met, the caller writes again only after this many more items, as each attempt blocks it.
const WRITE_IN_CALL_AGAIN = 512
const FLUSH_PATIENCE_MS = 2_000

/** Queues what is to be recorded, at next to no cost for the caller, and writes it in batches. */
export class ActivityWriter {
  readonly #options: ActivityWriterOptions
  readonly #queue = new WriteQueue()
  /** Masked requests, because masking costs more than writing and a batch may be written more than once. */
  readonly #records = new WeakMap<NewRequest, RequestRecord>()
  #timer: NodeJS.Timeout | undefined
  #nextTurn: NodeJS.Immediate | undefined
  #compaction: NodeJS.Immediate | undefined
  #lost = 0
  #isClosed = false
  /** The size of the queue from which on the caller writes. */
  #writeInCallFrom = WRITE_IN_CALL

  constructor(options: ActivityWriterOptions) {
    this.#options = options
  }

  /** How many items will never be written. */
  get lost(): number {
    return this.#lost + this.#queue.dropped
  }

  record(request: NewRequest): void {
    if (!this.#canQueue()) return
    this.#queue.addRequest(request)
    this.#afterQueued()
  }

  recordSession(session: LiveSession): void {
    if (!this.#canQueue()) return
    this.#queue.addSession(session)
    this.#afterQueued()
  }

  report(error: NewError): void {
    if (!this.#canQueue()) return
    this.#queue.addError(error, this.#options.now())
    this.#afterQueued()
  }

  reportProblems(problems: readonly Problem[]): void {
    if (!this.#canQueue()) return
    this.#queue.setProblems(problems)
    this.#afterQueued()
  }

  /** Writes what is queued, now. Tries for up to `patience` milliseconds while another process holds the lock. */
  flush(patience = FLUSH_PATIENCE_MS): void {
    const until = Date.now() + patience
    while (this.#queue.size > 0) {
      const outcome = this.#writeNext()
      // No pause: each attempt waits for the lock by itself.
      if (outcome === 'failed' || (outcome === 'busy' && Date.now() > until)) break
    }
    if (this.#queue.size > 0) this.#writeIn(BUSY_DELAY_MS)
  }

  /** Flushes. Items that are still queued then, and those that come later, are lost. */
  close(): void {
    this.flush()
    this.#isClosed = true
    clearTimeout(this.#timer)
    clearImmediate(this.#nextTurn)
    clearImmediate(this.#compaction)
    this.#lost += this.#queue.size
  }

  #canQueue(): boolean {
    if (this.#isClosed) this.#lost++
    return !this.#isClosed
  }

  #afterQueued(): void {
    if (this.#queue.size >= this.#writeInCallFrom) this.#write()
    else this.#schedule()
  }

  #schedule(): void {
    if (this.#queue.size >= WRITE_NEXT_TURN && !this.#nextTurn && !this.#timer) {
      this.#nextTurn = setImmediate(() => {
        this.#nextTurn = undefined
        this.#write()
      })
      this.#nextTurn.unref()
    }
    // The timer is started in any case: a process that is busy with answers reaches its timers first.
    this.#writeIn(DELAY_MS)
  }

  #writeIn(delay: number): void {
    if (this.#timer || this.#isClosed) return
    this.#timer = setTimeout(() => this.#write(), delay)
    this.#timer.unref()
  }

  /** Writes one batch and schedules the next. */
  #write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const outcome = this.#writeNext()
    this.#writeInCallFrom = writeInCallFrom(outcome, this.#queue.size)
    if (outcome === 'busy') this.#writeIn(BUSY_DELAY_MS)
    else if (outcome === 'failed') this.#writeIn(FAILED_DELAY_MS)
    else if (this.#queue.size > 0) this.#schedule()
  }

  #writeNext(): Outcome {
    const batch = this.#queue.next()
    if (!batch) return 'done'
    const { file, settings, now } = this.#options
    try {
      if (
        hasOnlyProblems(batch) &&
        !file.use(({ writer }) => writer().errors.differs(batch.problems ?? []))
      ) {
        this.#remove(batch)
        return 'done'
      }
      const requests = batch.requests.flatMap((request) => this.#recordOf(request) ?? [])
      const errors = batch.errors.map(({ at, error }) => ({ at, error: recordOfError(error, settings()) }))
      const { state, newest } = file.write(({ writer }) =>
        writer().write({ ...batch, requests, errors, now: now() }),
      )
      this.#lost += batch.requests.length - requests.length
      this.#remove(batch)
      file.setTrouble(null)
      if (newest - Math.max(state.compactedUpTo, state.clearedUpTo) >= SEGMENT_ROWS) this.#compactSoon()
      return 'done'
    } catch (error) {
      return this.#afterFailure(batch, error)
    }
  }

  #remove(batch: QueuedBatch): void {
    this.#queue.remove(batch)
    // The same object may be recorded again, under other settings.
    for (const request of batch.requests) this.#records.delete(request)
  }

  #afterFailure(batch: QueuedBatch, error: unknown): Outcome {
    const { file, path } = this.#options
    try {
      file.use(({ writer }) => writer().ids.clear())
    } catch {
      // The cached ids went with the connection.
    }
    if (isTemporary(error)) return 'busy'
    if (file.isReadOnly() || !mayPass(error)) {
      this.#lost += batch.requests.length + batch.sessions.length + batch.errors.length
      this.#remove(batch)
      return 'done'
    }
    if (isFull(error)) {
      file.setTrouble(
        `There is no room left on the disk for the activity database ${path}, so new requests wait and the oldest are dropped. Free some space; recording continues by itself.`,
      )
    }
    return 'failed'
  }

  /** `null` for a request that cannot be converted: it is lost, instead of blocking the queue. */
  #recordOf(request: NewRequest): RequestRecord | null {
    const known = this.#records.get(request)
    if (known) return known
    try {
      const record = recordOf(request, this.#options.settings())
      this.#records.set(request, record)
      return record
    } catch {
      return null
    }
  }

  #compactSoon(): void {
    this.#compaction ??= setImmediate(() => {
      this.#compaction = undefined
      if (this.#isClosed) return
      try {
        const { file } = this.#options
        const compacted = file.write(({ retention }) => retention().compactor.compact(SEGMENT_ROWS))
        if (compacted > 0) this.#compactSoon()
      } catch {
        // The next batch tries again.
      }
    }).unref()
  }
}

function writeInCallFrom(outcome: Outcome, queued: number): number {
  if (outcome === 'done') return WRITE_IN_CALL
  return outcome === 'busy' ? queued + WRITE_IN_CALL_AGAIN : Number.POSITIVE_INFINITY
}

function hasOnlyProblems({ requests, sessions, errors, problems }: QueuedBatch): boolean {
  return problems !== null && requests.length + sessions.length + errors.length === 0
}

/** False for an error that the same rows would cause again. */
function mayPass(error: unknown): boolean {
  if (error instanceof PlumblineError) return error.code === 'activity-unavailable'
  if (!(error instanceof Error)) return false
  if (!('code' in error)) return !(error instanceof RangeError)
  return !/^SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG|ERROR)/.test(String(error.code))
}
