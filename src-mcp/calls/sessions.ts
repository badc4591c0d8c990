import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import type { LiveSession } from '../../src-core/activity/activity.ts'
import type { TransportName } from '../../src-shared/contract/activity.ts'
import type { Exchange } from './exchange.ts'
import { OpenSession } from './open-session.ts'
import type { PendingRequest } from './pending-request.ts'

/** The time that one client spends with this process. A new object after each change. */
export type Session = LiveSession

/** A session, for the transport that serves it. */
export interface SessionHandle {
  readonly id: string
  /** The session as it is now. */
  current(): Session
  /** To be called with each incoming message. Returns the request that it is, which the caller ends with its answer. */
  received(message: JSONRPCMessage): PendingRequest | undefined
  /** To be called with the error that answered an unreadable message. */
  rejected(answer: JSONRPCErrorResponse): void
  /** To be called when one side ends the session; the last answers may still be sent. */
  ending(): void
  /** To be called when the connection is gone. Removes the session from the registry. Idempotent. */
  gone(): void
}

/** Every session of the process. Every request and answer of every transport passes through here. */
export interface Sessions {
  open(transport: TransportName): SessionHandle
  list(): readonly Session[]
  /** `undefined` when the session has ended. */
  find(id: string): Session | undefined
  /** Calls back when a session was opened or its state, client or version changed; not for each request. Returns an unsubscribe function. */
  onChange(listener: (session: Session) => void): () => void
  /** Calls back after each answer has been handed to its transport. Returns an unsubscribe function. */
  observe(observer: (exchange: Exchange) => void): () => void
}

/** @param log gets the errors of listeners, which harm neither the request nor the other listeners */
export function createSessions(log: (level: 'warn', message: string) => void): Sessions {
  const open = new Map<string, OpenSession>()
  const listeners = new Set<(session: Session) => void>()
  const observers = new Set<(exchange: Exchange) => void>()

  function callAll<T>(callbacks: ReadonlySet<(value: T) => void>, value: T): void {
    for (const callback of [...callbacks]) {
      try {
        callback(value)
      } catch (error) {
        log('warn', `A listener to the sessions failed: ${error}`)
      }
    }
  }

  return {
    open(transport) {
      const session = new OpenSession(transport, {
        changed: (changed) => callAll(listeners, changed),
        completed: (exchange) => callAll(observers, exchange),
        gone: (id) => open.delete(id),
      })
      open.set(session.id, session)
      callAll(listeners, session.current())
      return session
    },
    list: () => [...open.values()].map((session) => session.current()),
    find: (id) => open.get(id)?.current(),
    onChange: (listener) => subscribe(listeners, listener),
    observe: (observer) => subscribe(observers, observer),
  }
}

function subscribe<T>(callbacks: Set<T>, callback: T): () => void {
  callbacks.add(callback)
  return () => callbacks.delete(callback)
}
