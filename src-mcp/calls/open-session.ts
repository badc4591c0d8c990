import type { JSONRPCErrorResponse, JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server'
import { newId } from '../../src-core/base/new-id.ts'
import type { TransportName } from '../../src-shared/contract/activity.ts'
import { readClient, readVersionClaim } from './client-claims.ts'
import { type Exchange, notificationExchange, rejectedExchange, requestExchange } from './exchange.ts'
import { PendingRequest } from './pending-request.ts'
import type { Session, SessionHandle } from './session.ts'
import { nextState, type SessionEvent } from './session-state.ts'

/** Where a session reports what happens to it. */
export interface SessionListener {
  changed(session: Session): void
  completed(exchange: Exchange): void
  /** Returns false when the session had left the registry before. */
  gone(id: string): boolean
}

/** A session while its client is connected. */
export class OpenSession implements SessionHandle {
  readonly id = newId()
  readonly #listener: SessionListener
  #session: Session
  // Counted beside the session: a new object for each request would cost every request.
  #calls = 0

  constructor(transport: TransportName, listener: SessionListener) {
    const now = Date.now()
    this.#listener = listener
    this.#session = {
      id: this.id,
      transport,
      client: null,
      clientVersion: null,
      protocolVersion: null,
      state: 'connecting',
      states: [{ state: 'connecting', at: now }],
      openedAt: now,
      calls: 0,
    }
  }

  current(): Session {
    const calls = this.#calls
    return this.#session.calls === calls ? this.#session : { ...this.#session, calls }
  }

  received(message: JSONRPCMessage): PendingRequest | undefined {
    if (!('method' in message)) return undefined
    const { method } = message
    if (method === 'initialize') this.#move('handshake', this.#news(message))
    else if ('id' in message || method === 'notifications/initialized')
      this.#move('at-work', this.#news(message))
    if ('id' in message) return this.#open(message)
    this.#listener.completed(notificationExchange(this.current(), method, message.params))
    return undefined
  }

  rejected(answer: JSONRPCErrorResponse): void {
    this.#listener.completed(rejectedExchange(this.current(), answer))
  }

  ending(): void {
    this.#move('ending')
  }

  gone(): void {
    if (this.#listener.gone(this.id)) this.#move('gone')
  }

  #open(message: JSONRPCRequest): PendingRequest {
    this.#calls++
    return new PendingRequest(message, (request, answer, sent) => {
      if (message.method === 'initialize' && answer !== null && 'result' in answer) {
        const version = answer.result.protocolVersion
        if (typeof version === 'string') this.#change({ protocolVersion: version })
      }
      this.#listener.completed(requestExchange(request, this.current(), answer, sent))
    })
  }

  #move(event: SessionEvent, changes: Partial<Session> = {}): void {
    const state = nextState(this.#session.state, event)
    if (state !== this.#session.state)
      this.#change({ ...changes, state, states: [...this.#session.states, { state, at: Date.now() }] })
    else if (Object.keys(changes).length > 0) this.#change(changes)
  }

  #change(changes: Partial<Session>): void {
    this.#session = { ...this.#session, ...changes, calls: this.#calls }
    this.#listener.changed(this.#session)
  }

  /** What a message says of its sender that the session does not have yet. */
  #news(message: JSONRPCMessage): Partial<Session> {
    const client = readClient(message)
    const version = readVersionClaim(message)
    const isNew =
      client !== null &&
      (client.name !== this.#session.client || client.version !== this.#session.clientVersion)
    return {
      ...(isNew && { client: client.name, clientVersion: client.version }),
      ...(version !== null && version !== this.#session.protocolVersion && { protocolVersion: version }),
    }
  }
}
