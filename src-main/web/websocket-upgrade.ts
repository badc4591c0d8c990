import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Sessions } from '../../src-mcp/calls/sessions.ts'
import { Connection, type ConnectionOptions } from '../../src-mcp/transports/connection.ts'
import { type ErrorResponse, errorBody } from '../../src-mcp/transports/http/error-response.ts'
import { WebSocketTransport } from '../../src-mcp/transports/websocket-transport.ts'
import { type Admission, type Caller, clientOf } from './admission.ts'
import { dropWhenSilent } from './drop-when-silent.ts'
import { SECURITY_HEADERS, unknownPath } from './error-responses.ts'
import type { Limits } from './limits.ts'
import type { ReportRejection } from './report-rejections.ts'

const PATH = '/mcp/ws'
const SUBPROTOCOL = 'mcp'
/** How long a peer may take to close its side, in milliseconds. */
const CLOSE_TIMEOUT = 1_000

export interface WebSocketUpgradeOptions extends Pick<ConnectionOptions, 'makeServer' | 'onListen' | 'log'> {
  readonly sessions: Sessions
  readonly admission: Admission
  readonly limits: Pick<Limits, 'body' | 'heartbeat' | 'idle'>
  readonly onRejected: ReportRejection
  /** False: there is no WebSocket. Read at each connection. */
  readonly webSocket: boolean
}

/** Turns HTTP connections to `/mcp/ws` into WebSockets. */
export interface WebSocketUpgrade {
  open(request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): void
  reject(socket: Duplex, error: ErrorResponse): void
  close(): Promise<void>
}

const WRONG_SUBPROTOCOL: ErrorResponse = {
  status: 400,
  code: -32600,
  message: `This server speaks the WebSocket subprotocol "${SUBPROTOCOL}" only.`,
}

export function createWebSocketUpgrade(options: WebSocketUpgradeOptions): WebSocketUpgrade {
  const { makeServer, onListen, sessions, admission, limits, log } = options
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // A message of up to twice the limit gets an error; a longer one is not buffered, and closes the connection (1009).
    maxPayload: limits.body * 2,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  const open = new Map<WebSocket, Connection>()

  function serve(socket: WebSocket, caller: Caller): void {
    const client = clientOf(caller)
    const connection = new Connection({
      makeServer,
      wire: new WebSocketTransport(socket, limits.body),
      session: sessions.open('websocket'),
      checkRate: () => admission.checkRate(client),
      onListen,
      log,
    })
    open.set(socket, connection)
    socket.on('close', () => open.delete(socket))
    dropWhenSilent(socket, limits)
  }

  function findError(request: IncomingMessage, caller: Caller): ErrorResponse | null {
    const path = request.url?.split('?', 1)[0]?.replace(/(?<=.)\/$/, '') ?? '/'
    const error = admission.checkSource(caller) ?? admission.checkToken(caller)
    if (error !== null) return error
    if (!options.webSocket || path !== PATH) return unknownPath(path)
    const offered = request.headers['sec-websocket-protocol']
    const isOffered = offered === undefined || offered.split(',').some((name) => name.trim() === SUBPROTOCOL)
    return isOffered ? null : WRONG_SUBPROTOCOL
  }

  function reject(socket: Duplex, error: ErrorResponse): void {
    options.onRejected(error, 'websocket')
    writeResponse(socket, error)
  }

  return {
    open(request, socket, head, caller) {
      const error = findError(request, caller)
      if (error === null) server.handleUpgrade(request, socket, head, (ws) => serve(ws, caller))
      else reject(socket, error)
    },
    reject,
    async close() {
      const closed = [...open.keys()].map((socket) => once(socket, 'close'))
      await Promise.all([...open.values()].map((connection) => connection.close()))
      const timer = setTimeout(() => {
        for (const socket of open.keys()) socket.terminate()
      }, CLOSE_TIMEOUT)
      await Promise.allSettled(closed)
      clearTimeout(timer)
    },
  }
}

/** Writes an HTTP response on a socket that Node has handed over with its upgrade, and closes the socket. */
function writeResponse(socket: Duplex, error: ErrorResponse): void {
  const body = errorBody(error)
  const headers = {
    ...SECURITY_HEADERS,
    ...error.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.on('error', () => socket.destroy())
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n${lines.join('')}\r\n${body}`)
}
