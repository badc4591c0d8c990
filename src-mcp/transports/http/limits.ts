import { MAX_LINE } from '../line-transport.ts'
import type { RateRule } from './rate-limit.ts'

/** What the listeners give to strangers and friends alike. Times in milliseconds, sizes in bytes. */
export interface Limits {
  /** The longest body or message that is read; the same on every interface. */
  readonly body: number
  /** Calls in one REST array. */
  readonly batch: number
  /** For each client with a token: a run-away agent must not starve the others. */
  readonly rate: RateRule
  /** For each address without a valid token. */
  readonly strangers: RateRule
  /** Open sockets that are served (HTTP, WebSocket and TCP each); one more is told so (503). */
  readonly connections: number
  /** Open `subscriptions/listen` streams. */
  readonly subscriptions: number
  /** Sessions of the older protocol versions over HTTP. */
  readonly sessions: number
  /** A session without a request or an open stream for so long is ended. */
  readonly sessionIdle: number
  /** All headers of a request must be there. */
  readonly headers: number
  /** The whole request must be there. */
  readonly request: number
  /** A kept-alive connection without a request. */
  readonly keepAlive: number
  /** A socket on which nothing moves, neither way, in the middle of a request or an answer. */
  readonly stalled: number
  /** How often a comment or a ping shows that an open stream lives. */
  readonly heartbeat: number
  /** A TCP client must have named its token. */
  readonly authenticate: number
  /** A WebSocket or TCP connection without a message. */
  readonly idle: number
}

export const DEFAULT_LIMITS: Limits = {
  body: MAX_LINE,
  batch: 100,
  rate: { burst: 50_000, perSecond: 5_000 },
  strangers: { burst: 100, perSecond: 10 },
  connections: 512,
  subscriptions: 256,
  sessions: 256,
  sessionIdle: 30 * 60_000,
  headers: 10_000,
  request: 60_000,
  keepAlive: 30_000,
  stalled: 10 * 60_000,
  heartbeat: 15_000,
  authenticate: 5_000,
  idle: 2 * 60 * 60_000,
}
