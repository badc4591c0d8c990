import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import type { PendingRequest } from './pending-request.ts'
import type { SessionHandle } from './session.ts'

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
  // Several under one id, in their order, when a client uses an id again before its answer.
  readonly #pending = new Map<unknown, PendingRequest[]>()
  readonly #waiters: (() => void)[] = []

  constructor(session: SessionHandle) {
    this.#session = session
  }

  /** Takes each incoming message, in the order in which they come. */
  receive(message: JSONRPCMessage): Arrival {
    const id = cancelledId(message)
    if (id !== undefined) return this.#cancel(id, message)
    const request = this.#session.received(message)
    if (request === undefined) return NOTHING
    const sameId = this.#pending.get(request.message.id)
    if (sameId === undefined) this.#pending.set(request.message.id, [request])
    else sameId.push(request)
    return { request }
  }

  /** How many ids wait for an answer. */
  get size(): number {
    return this.#pending.size
  }

  /** The request of this id that came last. */
  find(id: RequestId): PendingRequest | undefined {
    return this.#pending.get(id)?.at(-1)
  }

  /** To be called with each message after it was sent; what is no answer changes nothing. */
  sent(message: JSONRPCMessage): void {
    if (!('method' in message)) this.settle(message.id, message)
  }

  /** Ends a request with its answer; `null`: it gets none. Does nothing for an id that no request waits under. */
  settle(id: RequestId | undefined, answer: JSONRPCMessage | null): void {
    this.#end(id, answer, 0)
  }

  /** Ends every pending request without an answer: the client has disconnected. */
  abandon(): void {
    const abandoned = [...this.#pending.values()].flat()
    this.#pending.clear()
    for (const request of abandoned) request.end(null)
    this.#wake()
  }

  /** Resolves once nothing is pending but `subscriptions/listen`, which stays open for as long as the connection does. */
  whenAnswered(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve)
      this.#wake()
    })
  }

  /** Some clients cancel every call after its answer: such a message changes nothing, and gets no row in the activity log. */
  #cancel(id: RequestId, message: JSONRPCMessage): Arrival {
    const request = this.find(id)
    if (request !== undefined) {
      this.#session.received(message)
      // The SDK aborts the last one of an id.
      this.#end(id, null, -1)
    }
    return { cancelled: { id, request } }
  }

  /** @param at which of the requests with this id */
  #end(id: RequestId | undefined, answer: JSONRPCMessage | null, at: 0 | -1): void {
    const sameId = this.#pending.get(id)
    const [request] = sameId?.splice(at, 1) ?? []
    if (request === undefined) return
    if (sameId?.length === 0) this.#pending.delete(id)
    request.end(answer)
    this.#wake()
  }

  #wake(): void {
    if (this.#waiters.length === 0) return
    for (const sameId of this.#pending.values())
      if (sameId.some(({ message }) => message.method !== 'subscriptions/listen')) return
    for (const resolve of this.#waiters.splice(0)) resolve()
  }
}

/** The requests among what came. */
export function requestsIn(arrivals: readonly Arrival[]): PendingRequest[] {
  return arrivals.flatMap(({ request }) => (request === undefined ? [] : [request]))
}

/** The id that a `notifications/cancelled` names; `undefined` for any other message. */
function cancelledId(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || 'id' in message || message.method !== 'notifications/cancelled')
    return undefined
  const id = message.params?.requestId
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}
