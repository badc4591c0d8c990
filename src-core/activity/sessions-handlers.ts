import type { WindowDeps } from '../app/window-deps.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'

/** Who is connected, and the endpoint that they use. */
export function createSessionsHandlers(
  { activity, host: { endpoint } }: Pick<WindowDeps, 'activity' | 'host'>,
  onNewToken: () => void,
): HandlersOf<'sessions'> & HandlersOf<'endpoint'> & HandlersOf<'serving'> {
  return {
    'sessions.list': ({ limit }) => activity.sessions(limit),
    'endpoint.token': () => endpoint.token(),
    'endpoint.newToken'() {
      const made = endpoint.newToken()
      onNewToken()
      return made
    },
    'serving.pause'({ paused }) {
      endpoint.setPaused(paused)
      return null
    },
  }
}
