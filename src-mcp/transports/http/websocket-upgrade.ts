import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ReportRejection } from '../../calls/activity/report-rejections.ts'
import type { Sessions } from '../../calls/sessions.ts'
import { watchWire } from '../../calls/watch-wire.ts'
import { type Connection, serveConnection } from '../connection.ts'
import { GOING_AWAY, WebSocketTransport } from '../websocket-transport.ts'
import { type Admission, type Caller, clientOf } from './admission.ts'
import { type ErrorResponse, errorBody, notFound, SECURITY_HEADERS } from './error-response.ts'
import { limitWire } from './limit-messages.ts'
import type { Limits } from './limits.ts'
import type { MakeServer } from './streamable.ts'

const PATH = '/mcp/ws'
const SUBPROTOCOL = 'mcp'
/** How long a peer may take to say good-bye, in milliseconds. */
const LAST_WORDS = 1_000

export interface WebSocketUpgradeOptions {
  readonly makeServer: MakeServer
  readonly listenedTo: (message: JSONRPCMessage) => void
  readonly sessions: Sessions
  readonly admission: Admission
  readonly limits: Limits
  readonly onRefusal: ReportRejection
  readonly webSocket: boolean
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** Where an HTTP connection becomes a WebSocket, or hears why not. */
export interface WebSocketUpgrade {
  open(request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): void
  refuse(socket: Duplex, refusal: ErrorResponse): void
  close(): Promise<void>
}

const WRONG_SUBPROTOCOL: ErrorResponse = {
  status: 400,
  code: -32600,
  message: `This server speaks the WebSocket subprotocol "${SUBPROTOCOL}" only.`,
}

export function createWebSocketUpgrade(options: WebSocketUpgradeOptions): WebSocketUpgrade {
  const { makeServer, sessions, admission, limits, onRefusal, log } = options
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // What is a little too long gets an answer; what is far too long is not even kept, and ends the connection (1009).
    maxPayload: limits.body * 2,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  const open = new Map<WebSocket, Connection>()

  function serve(socket: WebSocket, caller: Caller): void {
    const session = sessions.open('websocket')
    const transport = new WebSocketTransport(socket, limits.body)
    const wire = limitWire(watchWire(transport, session), admission.rate, clientOf(caller))
    const connection = serveConnection({
      factory: ({ era }) => makeServer(era, true),
      wire,
      listenedTo: options.listenedTo,
      log,
    })
    open.set(socket, connection)
    socket.on('close', () => open.delete(socket))
    dropWhenSilent(socket, limits)
  }

  function findRefusal(request: IncomingMessage, caller: Caller): ErrorResponse | null {
    const path = request.url?.split('?', 1)[0] ?? '/'
    const refusal = admission.checkSource(caller) ?? admission.checkToken(caller)
    if (refusal !== null) return refusal
    if (!options.webSocket || path !== PATH) return notFound(path)
    const offered = request.headers['sec-websocket-protocol']
    const isOurs = offered === undefined || offered.split(',').some((name) => name.trim() === SUBPROTOCOL)
    return isOurs ? null : WRONG_SUBPROTOCOL
  }

  function refuse(socket: Duplex, refusal: ErrorResponse): void {
    onRefusal(refusal, 'websocket')
    const body = errorBody(refusal)
    const headers = {
      ...SECURITY_HEADERS,
      ...refusal.headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.on('error', () => socket.destroy())
    socket.once('finish', () => socket.destroy())
    socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n${body}`)
  }

  return {
    open(request, socket, head, caller) {
      const refusal = findRefusal(request, caller)
      if (refusal === null) server.handleUpgrade(request, socket, head, (ws) => serve(ws, caller))
      else refuse(socket, refusal)
    },
    refuse,
    async close() {
      const closed = [...open.keys()].map((socket) => once(socket, 'close'))
      await Promise.all([...open.values()].map((connection) => connection.close()))
      const timer = setTimeout(() => {
        for (const socket of open.keys()) socket.terminate()
      }, LAST_WORDS)
      await Promise.allSettled(closed)
      clearTimeout(timer)
    },
  }
}

/** Drops a peer that does not answer pings, and closes a connection that nobody has used for long. */
export function dropWhenSilent(
  socket: WebSocket,
  { heartbeat, idle }: Pick<Limits, 'heartbeat' | 'idle'>,
): void {
  let answered = true
  let usedAt = Date.now()
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate()
    } else if (Date.now() - usedAt > idle) {
      socket.close(GOING_AWAY, 'Idle for too long')
    } else {
      answered = false
      socket.ping()
    }
  }, heartbeat)
  timer.unref()
  socket.on('pong', () => {
    answered = true
  })
  socket.on('message', () => {
    answered = true
    usedAt = Date.now()
  })
  socket.on('close', () => clearInterval(timer))
}
