import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { WindowServer } from '../../src-core/app/window-server.ts'
import type { ErrorResponse } from '../../src-mcp/transports/http/error-response.ts'
import { dropWhenSilent, GOING_AWAY } from '../web/drop-when-silent.ts'
import { tooManyRequests } from '../web/error-responses.ts'
import { isAllowedOrigin, isSameToken } from '../web/guards.ts'
import type { Limits } from '../web/limits.ts'
import { createRateLimit, type RateLimit } from '../web/rate-limit.ts'

const PATH = '/window'
const SUBPROTOCOL = 'plumbline'
/** A page can set no header on a WebSocket; a subprotocol travels in one and, unlike an address, is stored nowhere. */
const TOKEN_PREFIX = 'token.'
/** Close codes: of Plumbline, and of RFC 6455. */
const NO_TOKEN = 4401
const UNSUPPORTED_DATA = 1003

/** The longest message: a standard of the greatest length as JSON. Bytes. */
const MAX_MESSAGE = 64 * 1024 * 1024
/** Bytes that may wait for a window before its events wait too. */
const BUSY = 1024 * 1024
/** Bytes that may wait for a window before nothing more is read from it. */
const HIGH_WATER = 16 * 1024 * 1024
/** How long a window may take to close its side, in milliseconds. */
const CLOSE_TIMEOUT = 1_000

export interface WindowUpgradeOptions {
  readonly bridge: Pick<WindowServer, 'connect'>
  /** The window's own token: a window may do more than a client. */
  readonly token: () => string
  readonly limits: Pick<Limits, 'unauthenticated' | 'heartbeat'>
  /** Called after a window has disconnected. */
  readonly onGone: () => void
}

const FOREIGN_ORIGIN: ErrorResponse = {
  status: 403,
  code: -32003,
  message: 'Only the window of this very address may connect here.',
}

/** Turns HTTP connections of browsers to `/window` into windows. */
export class WindowUpgrade {
  readonly #options: WindowUpgradeOptions
  readonly #unauthenticated: RateLimit
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  /** The windows with the port that each is connected at. */
  readonly #open = new Map<WebSocket, number>()
  /** The window whose call is being handled. */
  readonly #caller = new AsyncLocalStorage<WebSocket>()

  constructor(options: WindowUpgradeOptions) {
    this.#options = options
    this.#unauthenticated = createRateLimit(options.limits.unauthenticated)
  }

  /** `null`: the address is another one. Host and Origin have been checked against the clients' rules before. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): 'taken' | ErrorResponse | null {
    if (request.url?.split('?', 1)[0] !== PATH) return null
    const { headers } = request
    if (!isAllowedOrigin(headers.origin, headers.host ?? '', [])) return FOREIGN_ORIGIN
    const token = readToken(headers['sec-websocket-protocol'])
    const isWindow = token !== null && isSameToken(token, this.#options.token())
    const wait = isWindow ? 0 : this.#unauthenticated.take(request.socket.remoteAddress ?? '')
    if (wait > 0) return tooManyRequests(wait)
    const port = request.socket.localPort ?? 0
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      if (isWindow) this.#serve(ws, port)
      else closeUnauthenticated(ws)
    })
    return 'taken'
  }

  /** How many windows are connected at this port. */
  countAt(port: number): number {
    return [...this.#open.values()].filter((openPort) => openPort === port).length
  }

  /** Disconnects every window but the one whose call is being handled: the token has changed. */
  dropOthers(): void {
    const caller = this.#caller.getStore()
    for (const socket of this.#open.keys())
      if (socket !== caller) socket.close(NO_TOKEN, 'The token was renewed')
  }

  async close(): Promise<void> {
    const closed = [...this.#open.keys()].map((socket) => {
      socket.close(GOING_AWAY, 'Plumbline ends')
      return once(socket, 'close')
    })
    const timer = setTimeout(() => {
      for (const socket of this.#open.keys()) socket.terminate()
    }, CLOSE_TIMEOUT)
    await Promise.allSettled(closed)
    clearTimeout(timer)
  }

  #serve(socket: WebSocket, port: number): void {
    const { bridge, limits, onGone } = this.#options
    this.#open.set(socket, port)
    const connection = bridge.connect({
      send: (message) => send(socket, JSON.stringify(message)),
      isBusy: () => socket.bufferedAmount > BUSY,
    })
    socket.on('message', (data, isBinary) => {
      // The bridge checks the message: the page may be of another version, with another contract.
      const message = isBinary ? undefined : parseOrUndefined(String(data))
      if (message === undefined) socket.close(UNSUPPORTED_DATA, 'JSON in text frames only')
      else this.#caller.run(socket, () => connection.receive(message))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      connection.close()
      this.#open.delete(socket)
      onGone()
    })
    dropWhenSilent(socket, { heartbeat: limits.heartbeat, idle: Number.POSITIVE_INFINITY })
  }
}

function send(socket: WebSocket, text: string): void {
  if (socket.readyState !== socket.OPEN) return
  socket.send(text, () => {
    if (socket.isPaused && socket.bufferedAmount < HIGH_WATER) socket.resume()
  })
  if (socket.bufferedAmount >= HIGH_WATER) socket.pause()
}

/** A page cannot read an HTTP error, so a connection without the token is accepted and closed with a code. */
function closeUnauthenticated(socket: WebSocket): void {
  socket.on('error', () => socket.terminate())
  socket.close(NO_TOKEN, 'The token is missing or wrong')
  setTimeout(() => socket.terminate(), CLOSE_TIMEOUT).unref()
}

function readToken(subprotocols: string | undefined): string | null {
  for (const name of (subprotocols ?? '').split(',')) {
    const text = name.trim()
    if (text.startsWith(TOKEN_PREFIX)) return text.slice(TOKEN_PREFIX.length)
  }
  return null
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
