import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  legacyStatelessFallback,
  type McpServer,
  type ServerNotifier,
} from '@modelcontextprotocol/server'
import { readClient } from '../../calls/read-client.ts'
import type { SessionHandle, Sessions } from '../../calls/sessions.ts'
import { type Answers, createAnswers } from '../../calls/watch-wire.ts'
import { BATCH_VERSION, rejectBatch } from '../message-decoder.ts'
import { readMessage } from '../read-message.ts'
import type { ClientSessions } from './client-sessions.ts'
import { answerUnread, type ErrorResponse } from './error-response.ts'
import { createLegacySessions, type LegacySession, UNKNOWN_SESSION, type Visit } from './legacy-sessions.ts'
import type { Limits } from './limits.ts'
import { readJsonBody } from './read-body.ts'
import { reportError, tapAnswers } from './tap-answers.ts'

/** Makes one server; see `ServerDeps.announce` for the flag. */
export type MakeServer = (era: 'legacy' | 'modern', announce: boolean) => McpServer

export interface StreamableOptions {
  readonly makeServer: MakeServer
  readonly listenedTo: (message: JSONRPCMessage) => void
  readonly sessions: Sessions
  readonly clients: ClientSessions
  readonly limits: Limits
  /** Answers a request that belongs to no session. */
  readonly turnAway: (refusal: ErrorResponse) => Response
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

export interface Streamable {
  handle(visit: Visit): Promise<Response>
  /** Announces changes to the open `subscriptions/listen` streams. */
  readonly notify: ServerNotifier
  close(): Promise<void>
}

const NEEDS_SESSION: ErrorResponse = {
  status: 405,
  code: -32601,
  message: '/mcp takes POST; GET and DELETE are for sessions, and need the header Mcp-Session-Id.',
  headers: { allow: 'POST' },
}

/**
 * `/mcp`: Streamable HTTP in both eras. The stateless era goes to the SDK's handler; the older one has sessions, and a request
 * without one is answered all the same, as stdio answers a client that skips the handshake.
 */
export function createStreamable({
  makeServer,
  listenedTo,
  sessions,
  clients,
  limits,
  turnAway,
  log,
}: StreamableOptions): Streamable {
  /** Who waits for the answers to a request that is served on its own. */
  const waiting = new WeakMap<Request, Answers>()
  const onerror = (error: Error) => log('warn', `MCP over HTTP: ${error.message}`)

  function makeTapped(era: 'legacy' | 'modern', request: Request | undefined): McpServer {
    return tapAnswers(makeServer(era, false), (message) => {
      if (request !== undefined) waiting.get(request)?.sent(message)
    })
  }

  const modern = createMcpHandler(({ requestInfo }) => makeTapped('modern', requestInfo), {
    legacy: 'reject',
    maxSubscriptions: limits.subscriptions,
    keepAliveMs: limits.heartbeat,
    maxRequestBodySize: limits.body,
    onerror,
  })
  const stateless = legacyStatelessFallback(({ requestInfo }) => makeTapped('legacy', requestInfo), onerror)
  const legacy = createLegacySessions({
    makeServer: () => makeServer('legacy', true),
    sessions,
    limits,
    turnAway,
    log,
  })

  function sessionOf({ client }: Visit, session: LegacySession | undefined): SessionHandle {
    return session?.session ?? clients.of('http', client)
  }

  function refuseMessage(
    visit: Visit,
    session: LegacySession | undefined,
    refusal: JSONRPCErrorResponse,
  ): Response {
    sessionOf(visit, session).refused(refusal)
    return Response.json(refusal, { status: 400 })
  }

  async function post(visit: Visit): Promise<Response> {
    const { request } = visit
    const sessionId = request.headers.get('mcp-session-id')
    const session = sessionId === null ? undefined : legacy.find(sessionId)
    const read = await readJsonBody(request, limits.body)
    if ('refusal' in read) return answerUnread(sessionOf(visit, session), read.refusal)
    if (Array.isArray(read.value)) return postBatch(visit, read.value, sessionId, session)
    const incoming = readMessage(read.value)
    if ('refusal' in incoming) return refuseMessage(visit, session, incoming.refusal)
    const { message } = incoming
    if (!(await isLegacyRequest(request, message))) {
      listenedTo(message)
      return postAlone(modern.fetch, visit, [message], message)
    }
    if (isInitializeRequest(message) && sessionId === null) return legacy.open(visit, message)
    if (sessionId === null) return postAlone(stateless, visit, [message], message)
    return session === undefined ? turnAway(UNKNOWN_SESSION) : session.handle(visit, message)
  }

  async function postBatch(
    visit: Visit,
    values: readonly unknown[],
    sessionId: string | null,
    session: LegacySession | undefined,
  ): Promise<Response> {
    const { request } = visit
    if (sessionId !== null && session === undefined) return turnAway(UNKNOWN_SESSION)
    // A client that names no version is taken for one of that time, as the specification has it.
    const version = session?.version() ?? request.headers.get('mcp-protocol-version') ?? BATCH_VERSION
    const refusal = rejectBatch(values, version)
    if (refusal !== null) return refuseMessage(visit, session, refusal)
    const messages: JSONRPCMessage[] = []
    for (const incoming of values.map(readMessage)) {
      if ('refusal' in incoming) return refuseMessage(visit, session, incoming.refusal)
      messages.push(incoming.message)
    }
    return session === undefined
      ? postAlone(stateless, visit, messages, messages)
      : session.handle(visit, messages)
  }

  async function postAlone(
    serve: typeof modern.fetch,
    { request, client, onDone }: Visit,
    messages: readonly JSONRPCMessage[],
    parsedBody: unknown,
  ): Promise<Response> {
    const claim = messages[0] === undefined ? null : readClient(messages[0])
    const answers = createAnswers(
      clients.of('http', `${client} ${claim?.name ?? ''} ${claim?.version ?? ''}`),
    )
    for (const message of messages) answers.received(message)
    if (!answers.areWaiting()) return serve(request, { parsedBody })
    waiting.set(request, answers)
    onDone(answers.abandon)
    const response = await serve(request, { parsedBody })
    return response.status < 400 ? response : reportError(response, messages, answers)
  }

  return {
    async handle(visit) {
      const { request } = visit
      if (request.method === 'POST') return post(visit)
      const sessionId = request.headers.get('mcp-session-id')
      if (sessionId === null || (request.method !== 'GET' && request.method !== 'DELETE'))
        return turnAway(NEEDS_SESSION)
      const session = legacy.find(sessionId)
      return session === undefined ? turnAway(UNKNOWN_SESSION) : session.handle(visit, undefined)
    },
    notify: modern.notify,
    async close() {
      await Promise.all([modern.close(), legacy.close()])
    },
  }
}
