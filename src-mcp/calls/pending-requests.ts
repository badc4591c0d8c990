import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import type { PendingRequest } from './pending-request.ts'
import type { SessionHandle } from './sessions.ts'

type RequestId = string | number

/** What an incoming message means for the requests of its connection. */
export interface Arrival {
  /** The request that the message is. */
  readonly request?: PendingRequest | undefined
  /** What the message cancels. The request is absent when it has been answered, or never came. */
  readonly cancelled?: { readonly id: RequestId; readonly request: PendingRequest | undefined }
}

const NOTHING: Arrival = {}

/**
 * The requests of one connection (over HTTP: of one session or one POST) that wait for an answer, by id. The one place where
 * requests are tracked and where `notifications/cancelled` is read.
 */
export class PendingRequests {
  readonly #session: SessionHandle
  readonly #pending = new Map<unknown, PendingRequest>()
  readonly #waiters: (() => void)[] = []

  constructor(session: SessionHandle) {
    this.#session = session
  }

  /** Takes each incoming message, in the order in which they come. */
  receive(message: JSONRPCMessage): Arrival {
    const request = this.#session.received(message)
    if (request !== undefined) {
      this.#pending.set(request.message.id, request)
      return { request }
    }
    if (!('method' in message) || message.method !== 'notifications/cancelled') return NOTHING
    const id = message.params?.requestId
    if (typeof id !== 'string' && typeof id !== 'number') return NOTHING
    const cancelled = this.#pending.get(id)
    this.settle(id, null)
    return { cancelled: { id, request: cancelled } }
  }

  find(id: RequestId): PendingRequest | undefined {
    return this.#pending.get(id)
  }

  /** To be called with each message after it was sent; what is no answer changes nothing. */
  sent(message: JSONRPCMessage): void {
    if (!('method' in message)) this.settle(message.id, message)
  }

  /** Ends a request with its answer; `null`: it gets none. Does nothing for an id that no request waits under. */
  settle(id: RequestId | undefined, answer: JSONRPCMessage | null): void {
    const request = this.#pending.get(id)
    if (request === undefined) return
    this.#pending.delete(id)
    request.end(answer)
    this.#wake()
  }

  /** Ends every pending request without an answer: the client has disconnected. */
  abandon(): void {
    for (const request of this.#pending.values()) request.end(null)
    this.#pending.clear()
    this.#wake()
  }

  /** Resolves once nothing is pending but `subscriptions/listen`, which stays open for as long as the connection does. */
  whenAnswered(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve)
      this.#wake()
    })
  }

  #wake(): void {
    if (this.#waiters.length === 0) return
    for (const { message } of this.#pending.values()) if (message.method !== 'subscriptions/listen') return
    for (const resolve of this.#waiters.splice(0)) resolve()
  }
}
