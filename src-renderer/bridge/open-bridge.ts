import type { Bridge } from './bridge.ts'
import { openPreloadBridge } from './preload-bridge.ts'
import { storedToken, takeToken } from './token.ts'
import { openWebSocketBridge } from './web-socket-bridge.ts'

/** The bridge of this window: to its own process where a preload script offers one, else over a WebSocket. */
export function openBridge(): Bridge {
  if (window.plumbline) return openPreloadBridge(window.plumbline)
  takeToken()
  const address = new URL('/window', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  // A page cannot set headers on a WebSocket. Unlike a query parameter, a subprotocol is not logged. The token is read for each
  // connection, because this window may have renewed it.
  return openWebSocketBridge({ open: () => new WebSocket(address, ['plumbline', `token.${storedToken()}`]) })
}
