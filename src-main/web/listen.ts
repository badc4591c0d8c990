import { once } from 'node:events'
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { HttpApp } from '../../src-mcp/transports/http/create-http-app.ts'
import type { Limits } from '../../src-mcp/transports/http/limits.ts'
import type { TcpServer } from '../../src-mcp/transports/tcp-server.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'

const DEFAULT_PORT = 9001
const MAX_PORT = 65_535
/** How many ports are tried before giving up. */
const TRIES = 100
/** How long open requests may take when the server closes, in milliseconds. */
const LAST_ANSWERS = 3_000

export interface ListenOptions {
  readonly app: HttpApp
  readonly limits: Limits
  /** Absent: loopback, in both families of addresses. */
  readonly host?: string | undefined
  /** 0: any. Absent: 9001, with `orNext`. */
  readonly port?: number | undefined
  /** True: when the port is in use, the next free one is taken. */
  readonly orNext?: boolean | undefined
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** A server that listens. */
export interface Listening {
  readonly port: number
  /** Stops listening, lets requests under way finish for a moment, and closes what is left. */
  close(): Promise<void>
}

/** An HTTP server that listens for an app, which may go on at another port. */
export interface HttpListening extends Listening {
  /** Like `close`, but the app's sessions and streams live on. */
  leave(): Promise<void>
}

/**
 * Starts the HTTP server. On loopback it takes 127.0.0.1 and, where the machine has it, ::1 on the same port: a client that says
 * `localhost` may try either, and must not meet a stranger there.
 * @throws PlumblineError `port-unusable` when the port or the address cannot be had
 */
export async function listenHttp(options: ListenOptions): Promise<HttpListening> {
  const { host, port = DEFAULT_PORT, orNext = options.port === undefined } = options
  // Any port that is free at 127.0.0.1 may be in use at ::1.
  const candidates = port === 0 ? [0, 0, 0] : portsFrom(port, orNext ? TRIES : 1)
  let failure: unknown
  for (const candidate of candidates) {
    const servers: HttpServer[] = []
    try {
      const first = await bind(makeServer(options, servers), candidate, host ?? '127.0.0.1')
      if (host === undefined) await bindIfThere(makeServer(options, servers), first, '::1')
      return {
        port: first,
        close: () => closeHttp(servers, () => options.app.close()),
        leave: () => closeHttp(servers, async () => {}),
      }
    } catch (error) {
      failure = error
      for (const server of servers) server.close()
      if (!isInUse(error)) break
    }
  }
  throw unusable(port, host, failure)
}

/**
 * Starts the TCP server; on loopback in both families of addresses, as {@link listenHttp} does.
 * @throws PlumblineError `port-unusable` when the port or the address cannot be had
 */
export async function listenTcp(
  door: TcpServer,
  { host, port }: { readonly host?: string | undefined; readonly port: number },
): Promise<Listening> {
  let failure: unknown
  // Any port that is free at 127.0.0.1 may be in use at ::1.
  for (const candidate of port === 0 ? [0, 0, 0] : [port]) {
    const servers: Server[] = []
    const add = () => {
      const server = door.createServer()
      servers.push(server)
      return server
    }
    const stop = () => {
      for (const server of servers) server.close()
    }
    try {
      const bound = await bind(add(), candidate, host ?? '127.0.0.1')
      if (host === undefined) await bindIfThere(add(), bound, '::1')
      return {
        port: bound,
        async close() {
          stop()
          await door.close()
        },
      }
    } catch (error) {
      failure = error
      stop()
      if (!isInUse(error)) break
    }
  }
  throw unusable(port, host, failure)
}

function makeServer({ app, limits, log }: ListenOptions, servers: HttpServer[]): HttpServer {
  const server = createAdaptorServer({
    fetch: (request, bindings) => app.fetch(request, bindings as Parameters<HttpApp['fetch']>[1]),
    serverOptions: {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      keepAliveTimeout: limits.keepAlive,
      // How often slow requests are looked for.
      connectionsCheckingInterval: Math.min(5_000, limits.headers / 2),
      // Some clients offer HTTP/2 with every request; that is no reason to refuse it.
      shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
    },
  }) as HttpServer
  // Over the app's own cap a client is told so; far over it, sockets are dropped unread.
  server.maxConnections = limits.connections * 4
  server.on('connection', (socket) => app.onConnection(socket))
  server.on('upgrade', (request, socket, head) => app.onUpgrade(request, socket, head))
  server.timeout = limits.stalled
  server.once('drop', () => log('warn', 'Far too many HTTP connections are open; some are dropped.'))
  servers.push(server)
  return server
}

async function bind(server: Server, port: number, host: string): Promise<number> {
  server.listen({ port, host, exclusive: true })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function bindIfThere(server: Server, port: number, host: string): Promise<void> {
  try {
    await bind(server, port, host)
  } catch (error) {
    if (isInUse(error)) throw error
  }
}

async function closeHttp(servers: readonly HttpServer[], closeApp: () => Promise<void>): Promise<void> {
  const closed = servers.filter((server) => server.listening).map((server) => once(server, 'close'))
  for (const server of servers) server.close()
  await closeApp()
  for (const server of servers) server.closeIdleConnections()
  const timer = setTimeout(() => {
    for (const server of servers) server.closeAllConnections()
  }, LAST_ANSWERS)
  await Promise.all(closed)
  clearTimeout(timer)
}

function portsFrom(first: number, tries: number): number[] {
  return Array.from({ length: tries }, (_, n) => first + n).filter((port) => port <= MAX_PORT)
}

function isInUse(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
}

function unusable(port: number, host: string | undefined, cause: unknown): PlumblineError {
  const where = host === undefined ? `Port ${port}` : `Port ${port} at ${host}`
  return isInUse(cause)
    ? new PlumblineError(
        'port-unusable',
        `${where} is in use by another program.`,
        'Choose another one with --port, or leave --port out and Plumbline finds a free one.',
        { cause },
      )
    : new PlumblineError(
        'port-unusable',
        `${where} cannot be listened on (${cause instanceof Error ? cause.message : String(cause)}).`,
        'Choose another port with --port or another address with --host.',
        { cause },
      )
}
