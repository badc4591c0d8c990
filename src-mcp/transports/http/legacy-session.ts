import { randomUUID } from 'node:crypto'
import { type JSONRPCMessage, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { PendingRequests, requestsIn } from '../../calls/pending-requests.ts'
import type { SessionHandle } from '../../calls/session.ts'
import type { MakeServer } from '../../server.ts'
import { rejectMessage } from '../read-message.ts'
import { createEventStore, type EventMemory } from './event-store.ts'
import type { HttpCall } from './http-call.ts'
import type { HttpQueue } from './http-queue.ts'
import { settleRejected, tapAnswers } from './tap-answers.ts'

/** The error code of the answer to a cancelled request. */
const CANCELLED = -32800

/** How long a client should wait before it opens a broken stream again, in milliseconds. */
const RETRY = 1_000

export interface LegacySessionOptions {
  readonly makeServer: MakeServer
  readonly session: SessionHandle
  readonly queue: HttpQueue
  readonly events: EventMemory
  /** How often a comment shows that an open stream is alive. Milliseconds. */
  readonly heartbeat: number
  readonly onOpened: (id: string, session: LegacySession) => void
  readonly onClosed: (id: string) => void
  readonly log: (level: 'warn', message: string) => void
}

/** An HTTP session of the legacy generation: a server and a transport of its own. */
export class LegacySession {
  readonly session: SessionHandle
  /** When the last response was complete. Milliseconds since the epoch. */
  usedAt = Date.now()
  readonly #requests: PendingRequests
  readonly #queue: HttpQueue
  readonly #transport: WebStandardStreamableHTTPServerTransport
  #openCalls = 0

  private constructor({ session, queue, events, heartbeat, onOpened, onClosed, log }: LegacySessionOptions) {
    const store = createEventStore(events)
    this.session = session
    this.#queue = queue
    this.#requests = new PendingRequests(session)
    this.#transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: store,
      keepAliveMs: heartbeat,
      retryInterval: RETRY,
      onsessioninitialized: (id) => onOpened(id, this),
    })
    this.#transport.onclose = () => {
      if (this.#transport.sessionId !== undefined) onClosed(this.#transport.sessionId)
      this.#requests.abandon()
      store.clear()
      session.gone()
    }
    this.#transport.onerror = (error) => log('warn', `HTTP session: ${error.message}`)
  }

  /** The session gets its id with the first message, which must be `initialize`. */
  static async open(options: LegacySessionOptions): Promise<LegacySession> {
    const opened = new LegacySession(options)
    const requests = opened.#requests
    const mcp = options.makeServer({ generation: 'legacy', notifies: true, requests })
    await tapAnswers(mcp, requests, options.queue).connect(opened.#transport)
    return opened
  }

  /** True while a response or a stream is open. */
  isBusy(): boolean {
    return this.#openCalls > 0
  }

  /** The protocol version that the session has agreed on. */
  version(): string | undefined {
    return this.session.current().protocolVersion ?? undefined
  }

  /** @param body what was read of the request's body; `undefined` for GET and DELETE */
  async handle(
    call: HttpCall,
    body: JSONRPCMessage | readonly JSONRPCMessage[] | undefined,
  ): Promise<Response> {
    const { request, onDone } = call
    this.#openCalls++
    onDone(() => {
      this.#openCalls--
      this.usedAt = Date.now()
    })
    const messages = messagesIn(body)
    const arrivals = messages.map((message) => this.#requests.receive(message))
    this.#queue.open(call, requestsIn(arrivals))
    const response = await this.#transport.handleRequest(request, {
      ...(body !== undefined && { parsedBody: body }),
    })
    for (const { cancelled } of arrivals)
      if (cancelled !== undefined) await this.#answerCancelled(cancelled.id)
    return response.status < 400 ? response : settleRejected(response, messages, this.#requests)
  }

  async close(): Promise<void> {
    this.session.ending()
    await this.#transport.close()
  }

  /**
   * The SDK sends nothing for a cancelled request, and its stream would stay open forever: only an answer ends the stream, and keeps
   * a client that has seen an event id from resuming it again and again.
   */
  async #answerCancelled(id: string | number): Promise<void> {
    // `send` throws when the request has been answered, or never came.
    await this.#transport.send(rejectMessage(CANCELLED, 'The request was cancelled.', id)).catch(() => {})
  }
}

function messagesIn(body: JSONRPCMessage | readonly JSONRPCMessage[] | undefined): readonly JSONRPCMessage[] {
  if (body === undefined) return []
  return Array.isArray(body) ? body : [body as JSONRPCMessage]
}
