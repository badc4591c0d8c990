import { createServer, type Server, type Socket } from 'node:net'
import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import type { ReportRejection } from '../calls/activity/report-rejections.ts'
import type { Sessions } from '../calls/sessions.ts'
import { watchWire } from '../calls/watch-wire.ts'
import type { Admission } from './http/admission.ts'
import { TOO_MANY_CONNECTIONS } from './http/error-response.ts'
import { limitWire } from './http/limit-messages.ts'
import type { Limits } from './http/limits.ts'
import type { MakeServer } from './http/streamable.ts'
import { rejectMessage } from './read-message.ts'
import { type StdioServer, serveOverStdio } from './stdio.ts'

/** The first line of a TCP client. TCP has no headers, so the token comes in a message. */
export const AUTHENTICATE = 'plumbline/authenticate'

const DENIED = -32003
const LINE_FEED = 0x0a
/** An authenticating line is far shorter. */
const MAX_FIRST_LINE = 4_096
/** How long a peer may take to read the last bytes, in milliseconds. */
const LAST_WORDS = 1_000

export interface TcpOptions {
  readonly makeServer: MakeServer
  readonly listenedTo: (message: JSONRPCMessage) => void
  readonly sessions: Sessions
  readonly admission: Admission
  readonly onRefusal: ReportRejection
  readonly limits: Pick<Limits, 'connections' | 'authenticate' | 'idle' | 'heartbeat'>
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** TCP servers that do not listen yet, and what ends their connections. */
export interface TcpServer {
  /** One more, for another address: the limits hold for all of them together. */
  createServer(): Server
  close(): Promise<void>
}

/** Newline-delimited JSON-RPC over TCP. Each connection must name the token in its first line, and soon. */
export function createTcpServer({
  makeServer,
  listenedTo,
  sessions,
  admission,
  onRefusal,
  limits,
  log,
}: TcpOptions): TcpServer {
  const open = new Set<StdioServer>()
  const sockets = new Set<Socket>()

  function serve(socket: Socket): void {
    const session = sessions.open('tcp')
    const served = serveOverStdio({
      factory: ({ era }) => makeServer(era, true),
      listenedTo,
      input: socket,
      output: socket,
      wrap: (wire) => limitWire(watchWire(wire, session), admission.rate, `${socket.remoteAddress} tcp`),
      log,
    })
    open.add(served)
    socket.setTimeout(limits.idle, () => {
      void served.close()
      setTimeout(() => socket.destroy(), LAST_WORDS).unref()
    })
    void served.finished.then(() => {
      open.delete(served)
      socket.destroySoon()
    })
  }

  const newServer = () =>
    createServer({ allowHalfOpen: true, keepAlive: true, noDelay: true }, (socket) => {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
      if (sockets.size > limits.connections) {
        onRefusal(TOO_MANY_CONNECTIONS, 'tcp')
        turnAway(socket, TOO_MANY_CONNECTIONS.code, TOO_MANY_CONNECTIONS.message)
        return
      }
      readFirstLine(socket, limits.authenticate, (line) => {
        const reading = readToken(line)
        const token = reading?.token
        if (token === undefined || !admission.accepts(token, socket.remoteAddress ?? '')) {
          const message = token === undefined ? HOW : WRONG
          onRefusal({ status: 401, code: DENIED, message }, 'tcp')
          turnAway(socket, DENIED, message, reading?.id)
          return
        }
        if (reading?.id !== undefined)
          socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: reading.id, result: {} })}\n`)
        serve(socket)
      })
    })

  return {
    createServer: newServer,
    async close() {
      // A peer that does not read never takes the last bytes; without its socket, `close` need not wait for them.
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, LAST_WORDS)
      await Promise.all([...open].map((served) => served.close()))
      clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}

const HOW = `The first line must be {"jsonrpc":"2.0","id":0,"method":"${AUTHENTICATE}","params":{"token":"…"}} with the token from the file http-token in Plumbline's home.`
const WRONG = "This token is not the right one. It is in the file http-token in Plumbline's home."

function turnAway(socket: Socket, code: number, message: string, id?: string | number): void {
  socket.on('data', () => {})
  socket.end(`${JSON.stringify(rejectMessage(code, message, id))}\n`, () => socket.destroySoon())
}

/** Calls back once: with the first line, or with `null` when it is too long, does not come in time, or never comes. */
function readFirstLine(socket: Socket, patience: number, then: (line: Buffer | null) => void): void {
  const parts: Buffer[] = []
  let size = 0
  const timer = setTimeout(() => finish(null), patience)

  function finish(line: Buffer | null, rest?: Buffer): void {
    clearTimeout(timer)
    socket.off('data', read)
    socket.off('end', leave)
    socket.off('close', leave)
    // The rest belongs to whoever reads next, and waits until it listens.
    socket.pause()
    if (rest !== undefined && rest.length > 0) socket.unshift(rest)
    then(line)
    socket.resume()
  }
  function leave(): void {
    finish(null)
  }
  function read(chunk: Buffer): void {
    const end = chunk.indexOf(LINE_FEED)
    size += end === -1 ? chunk.length : end
    if (size > MAX_FIRST_LINE) {
      finish(null)
      return
    }
    parts.push(end === -1 ? chunk : chunk.subarray(0, end))
    if (end === -1) return
    finish(Buffer.concat(parts), chunk.subarray(end + 1))
  }
  socket.on('data', read)
  socket.on('end', leave)
  socket.on('close', leave)
}

interface TokenLine {
  readonly id: string | number | undefined
  readonly token: string | undefined
}

function readToken(line: Buffer | null): TokenLine | null {
  try {
    const message = JSON.parse(line?.toString() ?? '')
    const id = typeof message?.id === 'string' || typeof message?.id === 'number' ? message.id : undefined
    const token = message?.method === AUTHENTICATE ? message.params?.token : undefined
    return { id, token: typeof token === 'string' ? token : undefined }
  } catch {
    return null
  }
}
