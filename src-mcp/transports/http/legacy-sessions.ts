import { randomUUID } from 'node:crypto'
import {
  type JSONRPCMessage,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import type { SessionHandle, Sessions } from '../../calls/sessions.ts'
import { createAnswers } from '../../calls/watch-wire.ts'
import { rejectMessage } from '../read-message.ts'
import type { ErrorResponse } from './error-response.ts'
import { createEventStore } from './event-store.ts'
import type { Limits } from './limits.ts'
import { reportError, tapAnswers } from './tap-answers.ts'

/** One HTTP request, as far as it matters to MCP. */
export interface Visit {
  readonly request: Request
  /** Tells clients without a session apart. */
  readonly client: string
  /** Calls back once, when the answer has gone out whole or the client has left. */
  onDone(listener: () => void): void
}

/** Sessions of the protocol versions that are opened by `initialize`. */
export interface LegacySessions {
  /** Opens a session with an `initialize` request. */
  open(visit: Visit, message: JSONRPCMessage): Promise<Response>
  find(id: string): LegacySession | undefined
  close(): Promise<void>
}

export interface LegacySession {
  readonly session: SessionHandle
  /** The version it has agreed on. */
  version(): string | undefined
  handle(visit: Visit, body: JSONRPCMessage | readonly JSONRPCMessage[] | undefined): Promise<Response>
}

/** The answer to a request that its client took back. */
const CANCELLED = -32800

/** How long a client should wait before it opens a broken stream again, in milliseconds. */
const RETRY = 1_000

interface Entry extends LegacySession {
  readonly close: () => Promise<void>
  isBusy(): boolean
  usedAt: number
}

export interface LegacySessionsOptions {
  /** Makes a server that announces changes: a session has a stream for them. */
  readonly makeServer: () => McpServer
  readonly sessions: Sessions
  readonly limits: Pick<Limits, 'sessions' | 'sessionIdle' | 'heartbeat'>
  /** Answers a request that belongs to no session. */
  readonly turnAway: (refusal: ErrorResponse) => Response
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

const FULL: ErrorResponse = {
  status: 503,
  code: -32004,
  message: 'Too many sessions are open. End one (DELETE /mcp with its Mcp-Session-Id), or try again later.',
  headers: { 'retry-after': '30' },
}

/** The answer to the id of a session that has ended or never was: the client must `initialize` again. */
export const UNKNOWN_SESSION: ErrorResponse = {
  status: 404,
  code: -32001,
  message: 'Session not found: it has ended, or the server was restarted. Send initialize to open a new one.',
}

export function createLegacySessions({
  makeServer,
  sessions,
  limits,
  turnAway,
  log,
}: LegacySessionsOptions): LegacySessions {
  const live = new Map<string, Entry>()
  const sweep = setInterval(
    () => {
      const before = Date.now() - limits.sessionIdle
      for (const entry of [...live.values()]) if (!entry.isBusy() && entry.usedAt < before) void entry.close()
    },
    Math.min(limits.sessionIdle, 60_000),
  )
  sweep.unref()

  /** Hosts seldom say good-bye, so a full house is mostly empty: the session that was silent longest makes room. */
  async function makeRoom(): Promise<boolean> {
    if (live.size < limits.sessions) return true
    let idlest: Entry | undefined
    for (const entry of live.values())
      if (!entry.isBusy() && (idlest === undefined || entry.usedAt < idlest.usedAt)) idlest = entry
    await idlest?.close()
    return live.size < limits.sessions
  }

  async function openEntry(): Promise<Entry> {
    const session = sessions.open('http')
    const answers = createAnswers(session)
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: createEventStore(),
      keepAliveMs: limits.heartbeat,
      retryInterval: RETRY,
      onsessioninitialized: (id) => void live.set(id, entry),
    })
    let visits = 0

    /**
     * The SDK says nothing to a cancelled request, and its stream would stay open for ever: only an answer ends it, and keeps
     * a client that has seen an event id from resuming it again and again.
     */
    async function endCancelled(message: JSONRPCMessage): Promise<void> {
      if (!('method' in message) || message.method !== 'notifications/cancelled') return
      const id = message.params?.requestId
      if (typeof id !== 'string' && typeof id !== 'number') return
      // It throws when that request was answered before, or never came.
      await transport.send(rejectMessage(CANCELLED, 'The request was cancelled.', id)).catch(() => {})
    }

    const entry: Entry = {
      session,
      usedAt: Date.now(),
      isBusy: () => visits > 0,
      version: () => session.current().protocolVersion ?? undefined,
      async handle({ request, onDone }, body) {
        visits++
        onDone(() => {
          visits--
          entry.usedAt = Date.now()
        })
        const messages = messagesIn(body)
        for (const message of messages) answers.received(message)
        const response = await transport.handleRequest(request, {
          ...(body !== undefined && { parsedBody: body }),
        })
        for (const message of messages) await endCancelled(message)
        return response.status < 400 ? response : reportError(response, messages, answers)
      },
      async close() {
        session.ending()
        await transport.close()
      },
    }
    transport.onclose = () => {
      if (transport.sessionId !== undefined) live.delete(transport.sessionId)
      answers.abandon()
      session.gone()
    }
    transport.onerror = (error) => log('warn', `HTTP session: ${error.message}`)
    await tapAnswers(makeServer(), answers.sent).connect(transport)
    return entry
  }

  return {
    async open(visit, message) {
      if (!(await makeRoom())) return turnAway(FULL)
      const entry = await openEntry()
      const response = await entry.handle(visit, message)
      if (!response.ok) await entry.close()
      return response
    },
    find: (id) => live.get(id),
    async close() {
      clearInterval(sweep)
      await Promise.all([...live.values()].map((entry) => entry.close()))
    },
  }
}

function messagesIn(body: JSONRPCMessage | readonly JSONRPCMessage[] | undefined): readonly JSONRPCMessage[] {
  if (body === undefined) return []
  return Array.isArray(body) ? body : [body as JSONRPCMessage]
}
