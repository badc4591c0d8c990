import type { TransportName } from '../../../src-shared/contract/activity.ts'
import type { SessionHandle, Sessions } from '../../calls/sessions.ts'

/** Sessions for clients that have no connection and no session id: who calls with the same name belongs together. */
export interface ClientSessions {
  /** The session of a client, a new one when it is not known or was away for long. */
  of(transport: TransportName, client: string): SessionHandle
  close(): void
}

/** More than a machine has; the one that was away longest goes. */
const MAX_CLIENTS = 256

/** @param idle milliseconds without a call after which a session ends */
export function createClientSessions(sessions: Sessions, idle: number): ClientSessions {
  // In the order of their last use.
  const known = new Map<string, { readonly session: SessionHandle; usedAt: number }>()
  const sweep = setInterval(
    () => {
      for (const [key, { usedAt }] of known) {
        if (Date.now() - usedAt < idle) return
        end(key)
      }
    },
    Math.min(idle, 60_000),
  )
  sweep.unref()

  function end(key: string): void {
    known.get(key)?.session.gone()
    known.delete(key)
  }

  return {
    of(transport, client) {
      const key = `${transport} ${client}`
      const entry = known.get(key) ?? { session: sessions.open(transport), usedAt: 0 }
      known.delete(key)
      entry.usedAt = Date.now()
      known.set(key, entry)
      if (known.size > MAX_CLIENTS) end(known.keys().next().value ?? '')
      return entry.session
    },
    close() {
      clearInterval(sweep)
      for (const key of [...known.keys()]) end(key)
    },
  }
}
