import type { TransportName } from '../../../src-shared/contract/activity.ts'
import type { SessionHandle } from '../../calls/session.ts'
import type { Sessions } from '../../calls/sessions.ts'

/** Sessions for clients that have no connection and no session id: calls under the same client name share one. */
export interface ClientSessions {
  /** The session of a client; a new one for an unknown client or one that was idle for long. */
  of(transport: TransportName, client: string): SessionHandle
  close(): void
}

/** More than a machine has; over it, the session that was idle longest ends. */
const MAX_CLIENTS = 256

/** @param idle milliseconds without a call after which a session ends */
export function createClientSessions(sessions: Sessions, idle: number): ClientSessions {
  // In the order of their last use.
  const open = new Map<string, { readonly session: SessionHandle; usedAt: number }>()
  const idleCheck = setInterval(
    () => {
      for (const [key, { usedAt }] of open) {
        if (Date.now() - usedAt < idle) return
        end(key)
      }
    },
    Math.min(idle, 60_000),
  )
  idleCheck.unref()

  function end(key: string): void {
    open.get(key)?.session.gone()
    open.delete(key)
  }

  return {
    of(transport, client) {
      const key = `${transport} ${client}`
      const entry = open.get(key) ?? { session: sessions.open(transport), usedAt: 0 }
      open.delete(key)
      entry.usedAt = Date.now()
      open.set(key, entry)
      if (open.size > MAX_CLIENTS) end(open.keys().next().value ?? '')
      return entry.session
    },
    close() {
      clearInterval(idleCheck)
      for (const key of [...open.keys()]) end(key)
    },
  }
}
