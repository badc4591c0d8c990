import type { TransportName } from '../../src-shared/contract/activity.ts'
import type { Exchange } from './exchange.ts'
import { OpenSession } from './open-session.ts'
import type { Session, SessionHandle } from './session.ts'

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
