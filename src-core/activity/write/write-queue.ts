import type { NewError, NewRequest } from '../../../src-shared/contract/activity.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { LiveSession } from '../activity.ts'

/** What waits to be written. Bounded: a log that cannot be written must not fill the memory. */
export interface Queue {
  addRequest(request: NewRequest): void
  addSession(session: LiveSession): void
  addError(error: NewError, at: number): void
  setProblems(problems: readonly Problem[]): void
  /** The oldest of it, for one transaction; `null` when nothing waits. It stays until `done`. */
  next(): Waiting | null
  /** What `next` gave was written, or never will be. */
  done(batch: Waiting): void
  size(): number
  /** Rows that were dropped for want of room. */
  dropped(): number
}

/** A part of the queue. */
export interface Waiting {
  readonly requests: readonly NewRequest[]
  readonly sessions: readonly LiveSession[]
  readonly errors: readonly { readonly at: number; readonly error: NewError }[]
  readonly problems: readonly Problem[] | null
}

const MAX_REQUESTS = 10_000
const MAX_CHARS = 32 * 1024 * 1024
const MAX_OTHERS = 1_000
const BATCH = 256

export function createQueue(): Queue {
  let requests: NewRequest[] = []
  let errors: { at: number; error: NewError }[] = []
  const sessions = new Map<string, LiveSession>()
  let problems: readonly Problem[] | null = null
  let chars = 0
  let dropped = 0

  return {
    addRequest(request) {
      requests.push(request)
      chars += request.body.length
      if (requests.length <= MAX_REQUESTS && chars <= MAX_CHARS) return
      // The oldest go: what happens now matters more.
      const half = requests.splice(0, Math.ceil(requests.length / 2))
      dropped += half.length
      chars = requests.reduce((sum, { body }) => sum + body.length, 0)
    },
    addSession(session) {
      sessions.delete(session.id)
      sessions.set(session.id, session)
      if (sessions.size <= MAX_OTHERS) return
      for (const oldest of sessions.keys()) {
        sessions.delete(oldest)
        dropped++
        break
      }
    },
    addError(error, at) {
      errors.push({ at, error })
      if (errors.length <= MAX_OTHERS) return
      errors.shift()
      dropped++
    },
    setProblems(next) {
      problems = next
    },
    next() {
      if (requests.length + errors.length + sessions.size === 0 && problems === null) return null
      return {
        requests: requests.slice(0, BATCH),
        sessions: [...sessions.values()],
        errors: [...errors],
        problems,
      }
    },
    done(batch) {
      requests = requests.slice(batch.requests.length)
      for (const { body } of batch.requests) chars -= body.length
      // A failure that the writing itself reported came behind them.
      errors = errors.slice(batch.errors.length)
      for (const session of batch.sessions) {
        if (sessions.get(session.id) === session) sessions.delete(session.id)
      }
      if (problems === batch.problems) problems = null
    },
    size: () => requests.length + errors.length + sessions.size + (problems === null ? 0 : 1),
    dropped: () => dropped,
  }
}
