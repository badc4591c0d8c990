import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import type { Sessions } from '../../calls/sessions.ts'
import type { MakeServer } from '../../server.ts'
import type { ErrorResponse } from './error-response.ts'
import { EventMemory } from './event-store.ts'
import type { HttpCall } from './http-call.ts'
import type { HttpQueue } from './http-queue.ts'
import { LegacySession } from './legacy-session.ts'

export interface LegacySessionsOptions {
  readonly makeServer: MakeServer
  readonly sessions: Sessions
  readonly limits: SessionLimits
  readonly queue: HttpQueue
  /** Responds to a request that belongs to no session. */
  readonly reject: (error: ErrorResponse) => Response
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

export interface SessionLimits {
  /** Open sessions. */
  readonly sessions: number
  /** A session without a request or an open stream for this long is ended. Milliseconds. */
  readonly sessionIdle: number
  /** How often a comment shows that an open stream is alive. Milliseconds. */
  readonly heartbeat: number
}

/** The longest time between two searches for idle sessions, in milliseconds. */
const MAX_CHECK_INTERVAL = 60_000

const FULL: ErrorResponse = {
  status: 503,
  code: -32004,
  message: 'Too many sessions are open. End one (DELETE /mcp with its Mcp-Session-Id), or try again later.',
  headers: { 'retry-after': '30' },
}

/** The answer to the id of a session that has ended or never existed: the client must send `initialize` again. */
export const UNKNOWN_SESSION: ErrorResponse = {
  status: 404,
  code: -32001,
  message: 'Session not found: it has ended, or the server was restarted. Send initialize to open a new one.',
}

/** The open HTTP sessions of the legacy generation, by their `Mcp-Session-Id`. */
export class LegacySessions {
  readonly #options: LegacySessionsOptions
  readonly #open = new Map<string, LegacySession>()
  readonly #events = new EventMemory()
  readonly #idleCheck: NodeJS.Timeout

  constructor(options: LegacySessionsOptions) {
    this.#options = options
    const interval = Math.min(options.limits.sessionIdle, MAX_CHECK_INTERVAL)
    this.#idleCheck = setInterval(() => this.#closeIdle(), interval).unref()
  }

  /** Opens a session with an `initialize` request. */
  async open(call: HttpCall, message: JSONRPCMessage): Promise<Response> {
    const { makeServer, sessions, queue, limits, log, reject } = this.#options
    if (!(await this.#makeRoom())) return reject(FULL)
    const session = await LegacySession.open({
      makeServer,
      session: sessions.open('http'),
      queue,
      events: this.#events,
      heartbeat: limits.heartbeat,
      onOpened: (id, opened) => this.#open.set(id, opened),
      onClosed: (id) => this.#open.delete(id),
      log,
    })
    const response = await session.handle(call, message)
    if (!response.ok) await session.close()
    return response
  }

  find(id: string): LegacySession | undefined {
    return this.#open.get(id)
  }

  async close(): Promise<void> {
    clearInterval(this.#idleCheck)
    await Promise.all([...this.#open.values()].map((session) => session.close()))
  }

  #closeIdle(): void {
    const before = Date.now() - this.#options.limits.sessionIdle
    for (const session of [...this.#open.values()])
      if (!session.isBusy() && session.usedAt < before) void session.close()
  }

  /** Hosts seldom end their sessions: when all places are taken, the session that was idle longest is closed. */
  async #makeRoom(): Promise<boolean> {
    const { sessions: limit } = this.#options.limits
    if (this.#open.size < limit) return true
    let idlest: LegacySession | undefined
    for (const session of this.#open.values())
      if (!session.isBusy() && (idlest === undefined || session.usedAt < idlest.usedAt)) idlest = session
    await idlest?.close()
    return this.#open.size < limit
  }
}
