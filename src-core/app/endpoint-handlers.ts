import type { EndpointPort } from '../base/host-port.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'

/** The window calls `endpoint.*` and `serving.*`. @param onNewToken called after the token was replaced */
export function createEndpointHandlers(
  endpoint: EndpointPort,
  onNewToken: () => void,
): HandlersOf<'endpoint'> & HandlersOf<'serving'> {
  return {
    'endpoint.token': () => endpoint.token(),
    'endpoint.windowToken': () => ({ token: endpoint.windowToken?.() ?? null }),
    'endpoint.newToken'() {
      const token = endpoint.newToken()
      onNewToken()
      return token
    },
    'serving.pause'({ paused }) {
      endpoint.setPaused(paused)
      return null
    },
  }
}
