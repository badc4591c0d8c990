import { AsyncLocalStorage } from 'node:async_hooks'
import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  legacyStatelessFallback,
  type McpHttpHandler,
  type McpServer,
  type ServerNotifier,
} from '@modelcontextprotocol/server'
import { type ProtocolGeneration, readClient } from '../../calls/client-claims.ts'
import { PendingRequests, requestsIn } from '../../calls/pending-requests.ts'
import type { SessionHandle } from '../../calls/session.ts'
import type { Sessions } from '../../calls/sessions.ts'
import type { MakeServer } from '../../server.ts'
import { BATCH_VERSION, rejectBatch } from '../message-decoder.ts'
import { readMessage } from '../read-message.ts'
import { asAccepted, withAccept } from './accept.ts'
import type { ClientSessions } from './client-sessions.ts'
import { type ErrorResponse, rejectUnread } from './error-response.ts'
import type { HttpCall } from './http-call.ts'
import { type HttpQueue, TOO_MANY_WAITING } from './http-queue.ts'
import type { LegacySession } from './legacy-session.ts'
import { LegacySessions, type SessionLimits, UNKNOWN_SESSION } from './legacy-sessions.ts'
import { readJsonBody } from './read-body.ts'
import { settleRejected, tapAnswers } from './tap-answers.ts'

export interface StreamableLimits extends SessionLimits {
  /** The longest body that is read. Bytes. */
  readonly body: number
  /** Open `subscriptions/listen` streams. */
  readonly subscriptions: number
}

export interface StreamableOptions {
  readonly makeServer: MakeServer
  /** Called with each `subscriptions/listen`, which the SDK answers without asking a server. */
  readonly onListen: (message: JSONRPCMessage) => void
  readonly sessions: Sessions
  readonly clients: ClientSessions
  readonly limits: StreamableLimits
  readonly queue: HttpQueue
  /** Responds to a request that belongs to no session. */
  readonly reject: (error: ErrorResponse) => Response
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

type Serve = McpHttpHandler['fetch']

const NEEDS_SESSION: ErrorResponse = {
  status: 405,
  code: -32601,
  message: '/mcp takes POST; GET and DELETE are for sessions, and need the header Mcp-Session-Id.',
  headers: { allow: 'POST' },
}

/**
 * `/mcp`: Streamable HTTP in both protocol generations. The modern one goes to the SDK's handler; the legacy one has sessions, and
 * a request without a session is answered on its own, as stdio answers a client that skips the handshake.
 */
export class Streamable {
  readonly #options: StreamableOptions
  readonly #modern: McpHttpHandler
  readonly #stateless: Serve
  readonly #legacy: LegacySessions
  // The SDK makes a server for each POST and hands it nothing of ours: the requests of the POST go along beside it.
  readonly #requestsOfPost = new AsyncLocalStorage<PendingRequests>()

  constructor(options: StreamableOptions) {
    const { makeServer, sessions, queue, limits, reject, log } = options
    const onerror = (error: Error) => log('warn', `MCP over HTTP: ${error.message}`)
    this.#options = options
    this.#modern = createMcpHandler(() => this.#makeServer('modern'), {
      legacy: 'reject',
      maxSubscriptions: limits.subscriptions,
      keepAliveMs: limits.heartbeat,
      maxRequestBodySize: limits.body,
      onerror,
    })
    this.#stateless = legacyStatelessFallback(() => this.#makeServer('legacy'), onerror)
    this.#legacy = new LegacySessions({ makeServer, sessions, queue, limits, reject, log })
  }

  /** Notifies the open `subscriptions/listen` streams. */
  get notify(): ServerNotifier {
    return this.#modern.notify
  }

  async handle(call: HttpCall): Promise<Response> {
    const { request } = call
    if (request.method === 'POST') return this.#post(call)
    const { reject } = this.#options
    const sessionId = request.headers.get('mcp-session-id')
    if (sessionId === null || (request.method !== 'GET' && request.method !== 'DELETE'))
      return reject(NEEDS_SESSION)
    const session = this.#legacy.find(sessionId)
    return session === undefined
      ? reject(UNKNOWN_SESSION)
      : session.handle({ ...call, request: withAccept(request) }, undefined)
  }

  async close(): Promise<void> {
    await Promise.all([this.#modern.close(), this.#legacy.close()])
  }

  /** Makes the server of one POST. */
  #makeServer(generation: ProtocolGeneration): McpServer {
    const requests = this.#requestsOfPost.getStore()
    if (requests === undefined) throw new Error('A server was made outside a POST.')
    const { makeServer, queue } = this.#options
    return tapAnswers(makeServer({ generation, notifies: false, requests }), requests, queue)
  }

  async #post(posted: HttpCall): Promise<Response> {
    const { limits, onListen, reject } = this.#options
    const { request } = posted
    const sessionId = request.headers.get('mcp-session-id')
    const session = sessionId === null ? undefined : this.#legacy.find(sessionId)
    const body = await readJsonBody(request, limits.body)
    const call = { ...posted, request: withAccept(request) }
    const answer = async (response: Promise<Response>) => asAccepted(request, await response)
    if ('error' in body) return rejectUnread(this.#sessionOf(call, session), body.error)
    if (Array.isArray(body.value)) return answer(this.#postBatch(call, body.value, sessionId, session))
    const incoming = readMessage(body.value, body.text)
    if ('error' in incoming) return this.#rejectMessage(call, session, incoming.error)
    const { message } = incoming
    if ('method' in message && 'id' in message && this.#options.queue.isCrowded(call))
      return reject(TOO_MANY_WAITING)
    if (!(await isLegacyRequest(call.request, message))) {
      const isListen = 'method' in message && message.method === 'subscriptions/listen'
      if (isListen) onListen(message)
      const served = this.#postAlone(this.#modern.fetch, call, [message], message)
      // A stream that stays open cannot become JSON.
      return isListen ? served : answer(served)
    }
    // Also within a session: the client gets a new session.
    if (isInitializeRequest(message)) return answer(this.#legacy.open(call, message))
    if (sessionId === null) return answer(this.#postAlone(this.#stateless, call, [message], message))
    return session === undefined ? reject(UNKNOWN_SESSION) : answer(session.handle(call, message))
  }

  async #postBatch(
    call: HttpCall,
    values: readonly unknown[],
    sessionId: string | null,
    session: LegacySession | undefined,
  ): Promise<Response> {
    if (sessionId !== null && session === undefined) return this.#options.reject(UNKNOWN_SESSION)
    // The specification: a client that names no version is taken for one of 2025-03-26.
    const version = session?.version() ?? call.request.headers.get('mcp-protocol-version') ?? BATCH_VERSION
    const error = rejectBatch(values, version)
    if (error !== null) return this.#rejectMessage(call, session, error)
    const messages: JSONRPCMessage[] = []
    if (this.#options.queue.isCrowded(call)) return this.#options.reject(TOO_MANY_WAITING)
    for (const incoming of values.map((value) => readMessage(value))) {
      if ('error' in incoming) return this.#rejectMessage(call, session, incoming.error)
      messages.push(incoming.message)
    }
    return session === undefined
      ? this.#postAlone(this.#stateless, call, messages, messages)
      : session.handle(call, messages)
  }

  /** Serves a POST that belongs to no session. */
  async #postAlone(
    serve: Serve,
    call: HttpCall,
    messages: readonly JSONRPCMessage[],
    parsedBody: unknown,
  ): Promise<Response> {
    const { request, client, onDone } = call
    const claim = messages[0] === undefined ? null : readClient(messages[0])
    const key = `${client} ${claim?.name ?? ''} ${claim?.version ?? ''}`
    const requests = new PendingRequests(this.#options.clients.of('http', key))
    const arrivals = messages.map((message) => requests.receive(message))
    this.#options.queue.open(call, requestsIn(arrivals))
    onDone(() => requests.abandon())
    const response = await this.#requestsOfPost.run(requests, () => serve(request, { parsedBody }))
    return response.status < 400 ? response : settleRejected(response, messages, requests)
  }

  #sessionOf({ client }: HttpCall, session: LegacySession | undefined): SessionHandle {
    return session?.session ?? this.#options.clients.of('http', client)
  }

  #rejectMessage(call: HttpCall, session: LegacySession | undefined, error: JSONRPCErrorResponse): Response {
    this.#sessionOf(call, session).rejected(error)
    return Response.json(error, { status: 400 })
  }
}
