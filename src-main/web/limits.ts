import type { StreamableLimits } from '../../src-mcp/transports/http/streamable.ts'
import { MAX_LINE } from '../../src-mcp/transports/line-transport.ts'
import type { RateRule } from './rate-limit.ts'

/** The limits of the network interfaces. Times in milliseconds, sizes in bytes. */
export interface Limits extends StreamableLimits {
  /** Calls in one REST array. */
  readonly batch: number
  /** For each client with a token: an agent in a loop must not starve the others. */
  readonly rate: RateRule
  /** For each address that sends no valid token. */
  readonly unauthenticated: RateRule
  /** Open sockets that are served (HTTP, WebSocket and TCP each); further ones are rejected (503). */
  readonly connections: number
  /** Until all headers of a request have come. */
  readonly headers: number
  /** Until the whole request has come. */
  readonly request: number
  /** A kept-alive connection without a request. */
  readonly keepAlive: number
  /** A socket on which nothing moves in either direction, in the middle of a request or a response. */
  readonly stalled: number
  /** Until a TCP client has sent its token. */
  readonly authenticate: number
  /** A WebSocket or TCP connection without a message. */
  readonly idle: number
}

export const DEFAULT_LIMITS: Limits = {
  body: MAX_LINE,
  batch: 100,
  rate: { burst: 50_000, perSecond: 5_000 },
  unauthenticated: { burst: 100, perSecond: 10 },
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
