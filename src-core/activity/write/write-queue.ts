import type { NewError, NewRequest } from '../../../src-shared/contract/activity.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { LiveSession } from '../activity.ts'

/** A part of the queue, to be written in one transaction. */
export interface QueuedBatch {
  readonly requests: readonly NewRequest[]
  readonly sessions: readonly LiveSession[]
  readonly errors: readonly { readonly at: number; readonly error: NewError }[]
  /** The newest list of index problems; `null` when none is queued. */
  readonly problems: readonly Problem[] | null
}

const MAX_REQUESTS = 10_000
const MAX_CHARS = 32 * 1024 * 1024
const MAX_SESSIONS = 1_000
const MAX_ERRORS = 1_000
const BATCH_REQUESTS = 256

/** Requests, sessions and errors that are to be written. Bounded, so that a database that cannot be written costs no memory. */
export class WriteQueue {
  #requests: NewRequest[] = []
  #errors: { at: number; error: NewError }[] = []
  readonly #sessions = new Map<string, LiveSession>()
  #problems: readonly Problem[] | null = null
  /** Total length of the answers of queued requests. */
  #chars = 0
  #dropped = 0

  /** How many items are queued. */
  get size(): number {
    return (
      this.#requests.length + this.#errors.length + this.#sessions.size + (this.#problems === null ? 0 : 1)
    )
  }

  /** How many items were dropped because the queue was full. */
  get dropped(): number {
    return this.#dropped
  }

  addRequest(request: NewRequest): void {
    this.#requests.push(request)
    this.#chars += request.body.length
    if (this.#requests.length <= MAX_REQUESTS && this.#chars <= MAX_CHARS) return
    // The older half: new requests are worth more than old ones.
    const removed = this.#requests.splice(0, Math.ceil(this.#requests.length / 2))
    this.#dropped += removed.length
    this.#chars = this.#requests.reduce((sum, { body }) => sum + body.length, 0)
  }

  /** Replaces the queued state of the same session. */
  addSession(session: LiveSession): void {
    this.#sessions.delete(session.id)
    this.#sessions.set(session.id, session)
    if (this.#sessions.size <= MAX_SESSIONS) return
    const [oldest = ''] = this.#sessions.keys()
    this.#sessions.delete(oldest)
    this.#dropped++
  }

  addError(error: NewError, at: number): void {
    this.#errors.push({ at, error })
    if (this.#errors.length <= MAX_ERRORS) return
    this.#errors.shift()
    this.#dropped++
  }

  setProblems(problems: readonly Problem[]): void {
    this.#problems = problems
  }

  /** The oldest items, which stay queued until {@link WriteQueue.remove}; `null` when the queue is empty. */
  next(): QueuedBatch | null {
    if (this.size === 0) return null
    return {
      requests: this.#requests.slice(0, BATCH_REQUESTS),
      sessions: [...this.#sessions.values()],
      errors: [...this.#errors],
      problems: this.#problems,
    }
  }

  /** Removes the items of a batch that {@link WriteQueue.next} returned, except those that were replaced since. */
  remove(batch: QueuedBatch): void {
    this.#requests = this.#requests.slice(batch.requests.length)
    for (const { body } of batch.requests) this.#chars -= body.length
    // Errors that the write itself reported were added behind those of the batch.
    this.#errors = this.#errors.slice(batch.errors.length)
    for (const session of batch.sessions) {
      if (this.#sessions.get(session.id) === session) this.#sessions.delete(session.id)
    }
    if (this.#problems === batch.problems) this.#problems = null
  }
}
