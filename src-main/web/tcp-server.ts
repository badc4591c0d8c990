import { createServer, type Server, type Socket } from 'node:net'
import type { Sessions } from '../../src-mcp/calls/sessions.ts'
import type { ConnectionOptions } from '../../src-mcp/transports/connection.ts'
import { rejectMessage } from '../../src-mcp/transports/read-message.ts'
import { type LineServer, serveLines } from '../../src-mcp/transports/serve-lines.ts'
import type { Admission } from './admission.ts'
import { TOO_MANY_CONNECTIONS } from './error-responses.ts'
import type { Limits } from './limits.ts'
import type { ReportRejection } from './report-rejections.ts'

/** The method of a TCP client's first line. TCP has no headers, so the token comes in a message. */
export const AUTHENTICATE = 'plumbline/authenticate'

const DENIED = -32003
const LINE_FEED = 0x0a
/** Far more than an authenticating line needs. Bytes. */
const MAX_FIRST_LINE = 4_096
/** How long a peer may take to read the last bytes, in milliseconds. */
const CLOSE_TIMEOUT = 1_000

export interface TcpOptions extends Pick<ConnectionOptions, 'makeServer' | 'onListen' | 'log'> {
  readonly sessions: Sessions
  readonly admission: Admission
  readonly onRejected: ReportRejection
  readonly limits: Pick<Limits, 'connections' | 'authenticate' | 'idle'>
}

/** MCP over TCP, one message a line. Each connection must send the token in its first line, in time. */
export class TcpServer {
  readonly #options: TcpOptions
  readonly #open = new Set<LineServer>()
  readonly #sockets = new Set<Socket>()

  constructor(options: TcpOptions) {
    this.#options = options
  }

  /** Creates a server that does not listen yet. The limits hold for all servers of this object together. */
  createServer(): Server {
    return createServer({ allowHalfOpen: true, keepAlive: true, noDelay: true }, (socket) =>
      this.#accept(socket),
    )
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    // A peer that does not read never takes the last bytes; destroying its socket lets `close` resolve.
    const timer = setTimeout(() => this.#destroySockets(), CLOSE_TIMEOUT)
    await Promise.all([...this.#open].map((server) => server.close()))
    clearTimeout(timer)
    this.#destroySockets()
  }

  #destroySockets(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #accept(socket: Socket): void {
    const { limits, onRejected } = this.#options
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
    if (this.#sockets.size > limits.connections) {
      onRejected(TOO_MANY_CONNECTIONS, 'tcp')
      reject(socket, TOO_MANY_CONNECTIONS.code, TOO_MANY_CONNECTIONS.message)
      return
    }
    readFirstLine(socket, limits.authenticate, (line) => this.#authenticate(socket, line))
  }

  #authenticate(socket: Socket, line: Buffer | null): void {
    const { admission, onRejected } = this.#options
    const { id, token } = readToken(line)
    if (token === undefined || !admission.accepts(token, socket.remoteAddress ?? '')) {
      const message = token === undefined ? NO_TOKEN : WRONG_TOKEN
      onRejected({ status: 401, code: DENIED, message }, 'tcp')
      reject(socket, DENIED, message, id)
      return
    }
    if (id !== undefined) socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: {} })}\n`)
    this.#serve(socket)
  }

  #serve(socket: Socket): void {
    const { makeServer, onListen, sessions, admission, limits, log } = this.#options
    const client = `${socket.remoteAddress} tcp`
    const server = serveLines({
      makeServer,
      input: socket,
      output: socket,
      session: sessions.open('tcp'),
      checkRate: () => admission.checkRate(client),
      onListen,
      log,
    })
    this.#open.add(server)
    socket.setTimeout(limits.idle, () => {
      void server.close()
      setTimeout(() => socket.destroy(), CLOSE_TIMEOUT).unref()
    })
    void server.finished.then(() => {
      this.#open.delete(server)
      socket.destroySoon()
    })
  }
}

const NO_TOKEN = `The first line must be {"jsonrpc":"2.0","id":0,"method":"${AUTHENTICATE}","params":{"token":"…"}} with the token from the file http-token in Plumbline's home.`
const WRONG_TOKEN = "This token is not the right one. It is in the file http-token in Plumbline's home."

function reject(socket: Socket, code: number, message: string, id?: string | number): void {
  socket.on('data', () => {})
  socket.end(`${JSON.stringify(rejectMessage(code, message, id))}\n`, () => socket.destroySoon())
}

/**
 * Calls back once: with the first line, or with `null` when it is too long, late, or the peer disconnects before.
 * @param timeout milliseconds
 */
function readFirstLine(socket: Socket, timeout: number, onLine: (line: Buffer | null) => void): void {
  const parts: Buffer[] = []
  let size = 0
  const timer = setTimeout(() => finish(null), timeout)

  function finish(line: Buffer | null, rest?: Buffer): void {
    clearTimeout(timer)
    socket.off('data', read)
    socket.off('end', abort)
    socket.off('close', abort)
    // The rest is for the next reader, and waits until it listens.
    socket.pause()
    if (rest !== undefined && rest.length > 0) socket.unshift(rest)
    onLine(line)
    socket.resume()
  }
  function abort(): void {
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
  socket.on('end', abort)
  socket.on('close', abort)
}

interface TokenLine {
  readonly id?: string | number | undefined
  readonly token?: string | undefined
}

function readToken(line: Buffer | null): TokenLine {
  try {
    const message = JSON.parse(line?.toString() ?? '')
    const id = typeof message?.id === 'string' || typeof message?.id === 'number' ? message.id : undefined
    const token = message?.method === AUTHENTICATE ? message.params?.token : undefined
    return { id, token: typeof token === 'string' ? token : undefined }
  } catch {
    return {}
  }
}
