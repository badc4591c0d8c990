import type { BridgeDeps } from './bridge-deps.ts'
import type { HandlersOf } from './handlers.ts'

/** Who is connected, and the endpoint that they use. */
export function createSessionsHandlers({
  activity,
  host: { endpoint },
}: Pick<BridgeDeps, 'activity' | 'host'>): HandlersOf<'sessions'> &
  HandlersOf<'endpoint'> &
  HandlersOf<'serving'> {
  return {
    'sessions.list': ({ limit }) => activity.sessions(limit),
    'endpoint.token': () => endpoint.token(),
    'endpoint.newToken': () => endpoint.newToken(),
    'serving.pause'({ paused }) {
      endpoint.setPaused(paused)
      return null
    },
  }
}
