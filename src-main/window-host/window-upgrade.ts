import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { WindowServer } from '../../src-core/app/window-server.ts'
import { type ErrorResponse, tooMany } from '../../src-mcp/transports/http/error-response.ts'
import { isAllowedOrigin, isSameToken } from '../../src-mcp/transports/http/guards.ts'
import type { Limits } from '../../src-mcp/transports/http/limits.ts'
import { createRateLimit } from '../../src-mcp/transports/http/rate-limit.ts'
import { dropWhenSilent } from '../../src-mcp/transports/http/websocket-upgrade.ts'

const PATH = '/window'
const SUBPROTOCOL = 'plumbline'
/** A page can set no header on a WebSocket; a subprotocol goes along and, unlike an address, is not kept anywhere. */
const TOKEN_PREFIX = 'token.'
/** A page cannot read an HTTP refusal either, so who has no token is let in to be told so. */
const NO_TOKEN = 4401
const UNSUPPORTED_DATA = 1003
const GOING_AWAY = 1001

/** One message: a standard of the greatest length, and its JSON. */
const MAX_MESSAGE = 64 * 1024 * 1024
/** Bytes that may wait for a window before events wait too. */
const BUSY = 1024 * 1024
/** Bytes that may wait before nothing more is read from it. */
const HIGH_WATER = 16 * 1024 * 1024
const LAST_WORDS_MS = 1_000

export interface WindowUpgradeOptions {
  readonly bridge: Pick<WindowServer, 'connect'>
  /** The window's own token: it may do more than a client. */
  readonly token: () => string
  readonly limits: Pick<Limits, 'strangers' | 'heartbeat'>
}

/** Where a browser's connection becomes a window. */
export interface WindowUpgrade {
  /** `null`: this is not its address. Host and Origin were checked against the clients' rules before. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): 'taken' | ErrorResponse | null
  /** Windows that came in by this port of the machine. */
  countAt(port: number): number
  /** Called after a window has gone. */
  onGone(listener: () => void): void
  close(): Promise<void>
}

const FOREIGN: ErrorResponse = {
  status: 403,
  code: -32003,
  message: 'Only the window of this very address may connect here.',
}

export function createWindowUpgrade({ bridge, token, limits }: WindowUpgradeOptions): WindowUpgrade {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  const strangers = createRateLimit(limits.strangers)
  const open = new Map<WebSocket, number>()
  let tellGone: () => void = () => {}

  function serve(socket: WebSocket, port: number): void {
    open.set(socket, port)
    const connection = bridge.connect({
      send(message) {
        if (socket.readyState !== socket.OPEN) return
        socket.send(JSON.stringify(message), () => {
          if (socket.isPaused && socket.bufferedAmount < HIGH_WATER) socket.resume()
        })
        if (socket.bufferedAmount >= HIGH_WATER) socket.pause()
      },
      isBusy: () => socket.bufferedAmount > BUSY,
    })
    socket.on('message', (data, isBinary) => {
      // A message that the contract does not have may come from a page of another version.
      const message = isBinary ? undefined : parse(String(data))
      if (message === undefined) socket.close(UNSUPPORTED_DATA, 'JSON in text frames only')
      else connection.receive(message)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      connection.close()
      open.delete(socket)
      tellGone()
    })
    dropWhenSilent(socket, { heartbeat: limits.heartbeat, idle: Number.POSITIVE_INFINITY })
  }

  return {
    upgrade(request, socket, head) {
      if (request.url?.split('?', 1)[0] !== PATH) return null
      const { headers } = request
      if (!isAllowedOrigin(headers.origin, headers.host ?? '', [])) return FOREIGN
      const given = readToken(headers['sec-websocket-protocol'])
      const isWindow = given !== null && isSameToken(given, token())
      const wait = isWindow ? 0 : strangers.take(request.socket.remoteAddress ?? '')
      if (wait > 0) return tooMany(wait)
      const port = request.socket.localPort ?? 0
      server.handleUpgrade(request, socket, head, (ws) => {
        if (isWindow) serve(ws, port)
        else turnAway(ws)
      })
      return 'taken'
    },
    countAt: (port) => [...open.values()].filter((at) => at === port).length,
    onGone(listener) {
      tellGone = listener
    },
    async close() {
      const closed = [...open.keys()].map((socket) => {
        socket.close(GOING_AWAY, 'Plumbline ends')
        return once(socket, 'close')
      })
      const timer = setTimeout(() => {
        for (const socket of open.keys()) socket.terminate()
      }, LAST_WORDS_MS)
      await Promise.allSettled(closed)
      clearTimeout(timer)
    },
  }
}

function turnAway(socket: WebSocket): void {
  socket.on('error', () => socket.terminate())
  socket.close(NO_TOKEN, 'The token is missing or wrong')
  setTimeout(() => socket.terminate(), LAST_WORDS_MS).unref()
}

function readToken(subprotocols: string | undefined): string | null {
  for (const name of (subprotocols ?? '').split(',')) {
    const text = name.trim()
    if (text.startsWith(TOKEN_PREFIX)) return text.slice(TOKEN_PREFIX.length)
  }
  return null
}

/** `undefined` for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
