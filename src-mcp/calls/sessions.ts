import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import type { LiveSession } from '../../src-core/activity/activity.ts'
import { newId } from '../../src-core/base/new-id.ts'
import type { TransportName } from '../../src-shared/contract/activity.ts'
import {
  closeExchange,
  type Exchange,
  notificationExchange,
  type Pending,
  rejectedExchange,
} from './exchange.ts'
import { readClient, readVersionClaim } from './read-client.ts'
import { nextState, type SessionEvent } from './session-state.ts'

/** One client's time with this process. A new object after each change. */
export type Session = LiveSession

/**
 * Takes the answer to a request; `null`: there will be none.
 * @param sent what goes out, where that is not the message itself
 */
type TakeAnswer = (answer: JSONRPCMessage | null, sent?: object) => void

/** A session as the transport that serves it moves it. */
export interface SessionHandle {
  readonly id: string
  /** The session as it is now. */
  current(): Session
  /** A message came. For a request, returns what takes its answer. */
  received(message: JSONRPCMessage): TakeAnswer | undefined
  /** Something came that is no message, and was answered with this. */
  refused(answer: JSONRPCErrorResponse): void
  /** One side is ending it: no new requests, the last answers may still go out. */
  ending(): void
  /** The wire is gone; the session leaves the registry. */
  gone(): void
}

/**
 * Every session of the process, and the one place where every request and answer of every transport passes. An observer that
 * throws is logged and harms nobody.
 */
export interface Sessions {
  open(transport: TransportName): SessionHandle
  list(): readonly Session[]
  /** `undefined` when it has ended. */
  find(id: string): Session | undefined
  /** Called after a session was opened or changed its state, client or version; not for each call. */
  onChange(listener: (session: Session) => void): () => void
  /** Called after each answer has been handed to its wire. Nothing is measured while nobody observes. */
  observe(observer: (exchange: Exchange) => void): () => void
}

type Log = (level: 'warn', message: string) => void

export function createSessions(log: Log): Sessions {
  const live = new Map<string, () => Session>()
  const listeners = new Set<(session: Session) => void>()
  const observers = new Set<(exchange: Exchange) => void>()

  function tell<T>(whom: ReadonlySet<(value: T) => void>, value: T): void {
    for (const listener of [...whom]) {
      try {
        listener(value)
      } catch (error) {
        log('warn', `A listener to the sessions failed: ${error}`)
      }
    }
  }

  function open(transport: TransportName): SessionHandle {
    const now = Date.now()
    // Calls are counted beside it: a new object for each would cost every request.
    let calls = 0
    let session: Session = {
      id: newId(),
      transport,
      client: null,
      clientVersion: null,
      protocolVersion: null,
      state: 'connecting',
      states: [{ state: 'connecting', at: now }],
      openedAt: now,
      calls: 0,
    }
    const current = () => (session.calls === calls ? session : { ...session, calls })

    function change(changes: Partial<Session>): void {
      session = { ...session, ...changes, calls }
      tell(listeners, session)
    }

    function move(event: SessionEvent, more: Partial<Session> = {}): void {
      const state = nextState(session.state, event)
      if (state !== session.state)
        change({ ...more, state, states: [...session.states, { state, at: Date.now() }] })
      else if (Object.keys(more).length > 0) change(more)
    }

    /** What a message says of its sender that is not known yet. */
    function learn(message: JSONRPCMessage): Partial<Session> {
      const client = readClient(message)
      const version = readVersionClaim(message)
      const isNew =
        client !== null && (client.name !== session.client || client.version !== session.clientVersion)
      return {
        ...(isNew && { client: client.name, clientVersion: client.version }),
        ...(version !== null && version !== session.protocolVersion && { protocolVersion: version }),
      }
    }

    function settle(pending: Pending, answer: JSONRPCMessage | null, sent: object | null): void {
      const { method } = pending.message
      if (method === 'initialize' && answer !== null && 'result' in answer) {
        const version = answer.result.protocolVersion
        if (typeof version === 'string') change({ protocolVersion: version })
      }
      if (observers.size > 0) tell(observers, closeExchange(pending, current(), answer, sent))
    }

    live.set(session.id, current)
    tell(listeners, session)
    return {
      id: session.id,
      current,
      received(message) {
        if (!('method' in message)) return undefined
        const { method } = message
        if (method === 'initialize') move('handshake', learn(message))
        else if ('id' in message || method === 'notifications/initialized') move('at-work', learn(message))
        if (!('id' in message)) {
          if (observers.size > 0) tell(observers, notificationExchange(current(), method, message.params))
          return undefined
        }
        calls++
        if (observers.size === 0 && method !== 'initialize') return undefined
        const pending: Pending = { session, message, startedAt: Date.now(), started: performance.now() }
        return (answer, sent = answer ?? undefined) => settle(pending, answer, sent ?? null)
      },
      refused(answer) {
        if (observers.size > 0) tell(observers, rejectedExchange(current(), answer))
      },
      ending: () => move('ending'),
      gone() {
        if (!live.delete(session.id)) return
        move('gone')
      },
    }
  }

  return {
    open,
    list: () => [...live.values()].map((current) => current()),
    find: (id) => live.get(id)?.(),
    onChange: (listener) => subscribe(listeners, listener),
    observe: (observer) => subscribe(observers, observer),
  }
}

function subscribe<T>(set: Set<T>, member: T): () => void {
  set.add(member)
  return () => set.delete(member)
}
