import type { NewError, NewRequest } from '../../../src-shared/contract/activity.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { LiveSession } from '../activity.ts'
import type { ActivityFile } from '../file/activity-file.ts'
import { isBusy, isFull } from '../file/file-errors.ts'
import { SEGMENT_ROWS } from '../retention/compact.ts'
import type { ActivityTables } from './activity-store.ts'
import { type RequestRecord, recordOf, recordOfError } from './request-record.ts'
import { createQueue, type Waiting } from './write-queue.ts'

/** Takes what is to be written at no cost, and writes it soon. */
export interface ActivityWriter {
  record(request: NewRequest): void
  recordSession(session: LiveSession): void
  report(error: NewError): void
  reportProblems(problems: readonly Problem[]): void
  /** Writes all that waits, now; waits for others for up to `patience` milliseconds, by default two seconds. */
  flush(patience?: number): void
  /** Rows that will never be written. */
  lost(): number
  close(): void
}

// Soon enough for the window, and late enough that neighbours share a transaction.
const DELAY_MS = 25
const BUSY_DELAY_MS = 25
const TROUBLE_DELAY_MS = 1_000
const AT_ONCE = 128
// Whoever hands over faster than the disk takes it has to wait, for nothing may be lost while all is well.
const IN_LINE = 1_024
// Each try in line may wait for another process, so they are few.
const IN_LINE_AGAIN = 512
const LAST_PATIENCE_MS = 2_000

export function createActivityWriter(options: {
  readonly file: ActivityFile<ActivityTables>
  readonly path: string
  readonly settings: () => Settings['activity']
  readonly now: () => number
}): ActivityWriter {
  const { file, now } = options
  const queue = createQueue()
  // Masking costs more than writing, so what was tried before is not masked again.
  const records = new WeakMap<NewRequest, RequestRecord>()
  let timer: NodeJS.Timeout | undefined
  let soon: NodeJS.Immediate | undefined
  let sealing: NodeJS.Immediate | undefined
  let lost = 0
  let closed = false
  let inLineFrom = IN_LINE

  function arm(delay: number): void {
    if (timer || closed) return
    timer = setTimeout(() => {
      timer = undefined
      run()
    }, delay)
    timer.unref()
  }

  function wake(): void {
    if (queue.size() >= AT_ONCE && !soon && !timer) {
      soon = setImmediate(() => {
        soon = undefined
        run()
      })
      soon.unref()
    }
    // Also when many wait: a process that does nothing but answer gets to timers first.
    arm(DELAY_MS)
  }

  function run(): void {
    clearTimeout(timer)
    timer = undefined
    const outcome = writeNext()
    inLineFrom =
      outcome === 'done'
        ? IN_LINE
        : outcome === 'busy'
          ? queue.size() + IN_LINE_AGAIN
          : Number.POSITIVE_INFINITY
    if (outcome === 'busy') arm(BUSY_DELAY_MS)
    else if (outcome === 'trouble') arm(TROUBLE_DELAY_MS)
    else if (queue.size() > 0) wake()
  }

  function writeNext(): 'done' | 'busy' | 'trouble' {
    const waiting = queue.next()
    if (!waiting) return 'done'
    try {
      if (
        isOnlyProblems(waiting) &&
        !file.use((store) => store.writer().errors.differs(waiting.problems ?? []))
      ) {
        settle(waiting)
        return 'done'
      }
      const requests = waiting.requests.flatMap((request) => prepared(request) ?? [])
      const errors = waiting.errors.map(({ at, error }) => ({
        at,
        error: recordOfError(error, options.settings()),
      }))
      const { state, newest } = file.write((store) =>
        store.writer().write({ ...waiting, requests, errors, now: now() }),
      )
      lost += waiting.requests.length - requests.length
      settle(waiting)
      file.setTrouble(null)
      if (newest - Math.max(state.sealed, state.floor) >= SEGMENT_ROWS) sealSoon()
      return 'done'
    } catch (error) {
      return afterFailure(waiting, error)
    }
  }

  function settle(waiting: Waiting): void {
    queue.done(waiting)
    // The same object may be handed over again, under other settings.
    for (const request of waiting.requests) records.delete(request)
  }

  function afterFailure(waiting: Waiting, error: unknown): 'done' | 'busy' | 'trouble' {
    try {
      file.use((store) => store.writer().names.forget())
    } catch {
      // The names go with the connection.
    }
    if (isBusy(error)) return 'busy'
    if (file.readonly() || !isWorthAnotherTry(error)) {
      lost += waiting.requests.length + waiting.sessions.length + waiting.errors.length
      settle(waiting)
      return 'done'
    }
    if (isFull(error)) {
      file.setTrouble(
        `There is no room left on the disk for the log ${options.path}, so new requests wait and the oldest are dropped. Make room; it goes on by itself.`,
      )
    }
    return 'trouble'
  }

  /** `null` for one that cannot be told, which is lost rather than in everyone's way. */
  function prepared(request: NewRequest): RequestRecord | null {
    const known = records.get(request)
    if (known) return known
    try {
      const record = recordOf(request, options.settings())
      records.set(request, record)
      return record
    } catch {
      return null
    }
  }

  function sealSoon(): void {
    sealing ??= setImmediate(() => {
      sealing = undefined
      if (closed) return
      try {
        const sealed = file.write((store) => store.tender().sealer.seal(SEGMENT_ROWS))
        if (sealed > 0) sealSoon()
      } catch {
        // The next rows try again.
      }
    }).unref()
  }

  function take(work: () => void): void {
    if (closed) {
      lost++
      return
    }
    work()
    if (queue.size() >= inLineFrom) run()
    else wake()
  }

  function flush(patience = LAST_PATIENCE_MS): void {
    const until = Date.now() + patience
    while (queue.size() > 0) {
      const outcome = writeNext()
      // Each try waits for others by itself.
      if (outcome === 'trouble' || (outcome === 'busy' && Date.now() > until)) break
    }
    if (queue.size() > 0) arm(BUSY_DELAY_MS)
  }

  return {
    record: (request) => take(() => queue.addRequest(request)),
    recordSession: (session) => take(() => queue.addSession(session)),
    report: (error) => take(() => queue.addError(error, now())),
    reportProblems: (problems) => take(() => queue.setProblems(problems)),
    flush,
    lost: () => lost + queue.dropped(),
    close() {
      flush()
      closed = true
      clearTimeout(timer)
      if (soon) clearImmediate(soon)
      if (sealing) clearImmediate(sealing)
      lost += queue.size()
    },
  }
}

function isOnlyProblems({ requests, sessions, errors, problems }: Waiting): boolean {
  return problems !== null && requests.length + sessions.length + errors.length === 0
}

/** False for what will fail again with the same rows. */
function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof PlumblineError) return error.code === 'activity-unavailable'
  if (!(error instanceof Error)) return false
  if (!('code' in error)) return !(error instanceof RangeError)
  return !/^SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG|ERROR)/.test(String(error.code))
}
