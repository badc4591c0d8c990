import { once } from 'node:events'
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { HttpApp } from './http-app.ts'
import type { Limits } from './limits.ts'
import type { TcpServer } from './tcp-server.ts'

const DEFAULT_PORT = 9001
const MAX_PORT = 65_535
/** How many ports are tried before giving up. */
const TRIES = 100
/** How often "any port" is tried: one that is free at 127.0.0.1 may be in use at ::1. */
const ANY_PORT_TRIES = 3
/** How long open requests may take when the server closes, in milliseconds. */
const LAST_ANSWERS = 3_000

export interface ListenOptions {
  readonly app: HttpApp
  readonly limits: Limits
  /** Absent: loopback, over IPv4 and IPv6. */
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
  /** Stops listening, lets pending requests finish for a moment, and closes the remaining connections. */
  close(): Promise<void>
}

/** An HTTP server that listens for an app. */
export interface HttpListening extends Listening {
  /** Like `close`, but the app goes on with its sessions and streams, at another port. */
  leave(): Promise<void>
}

/**
 * Starts the HTTP server. On loopback it takes 127.0.0.1 and, where the machine has it, ::1 on the same port: a client that says
 * `localhost` may try either, and must not reach another program there.
 * @throws PlumblineError `port-unusable` when the port or the address cannot be had
 */
export async function listenHttp(options: ListenOptions): Promise<HttpListening> {
  const { app, host, port = DEFAULT_PORT, orNext = options.port === undefined } = options
  const candidates = port === 0 ? anyPort() : portsFrom(port, orNext ? TRIES : 1)
  const { port: bound, servers } = await bindFirst(() => makeServer(options), candidates, host)
  return {
    port: bound,
    close: () => closeHttp(servers, () => app.close()),
    leave: () => closeHttp(servers, async () => {}),
  }
}

/**
 * Starts the TCP server; on loopback over IPv4 and IPv6, as {@link listenHttp} does.
 * @throws PlumblineError `port-unusable` when the port or the address cannot be had
 */
export async function listenTcp(
  tcp: TcpServer,
  { host, port }: { readonly host?: string | undefined; readonly port: number },
): Promise<Listening> {
  const { port: bound, servers } = await bindFirst(
    () => tcp.createServer(),
    port === 0 ? anyPort() : [port],
    host,
  )
  return {
    port: bound,
    async close() {
      for (const server of servers) server.close()
      await tcp.close()
    },
  }
}

/**
 * Binds the first of the ports that is free.
 * @throws PlumblineError `port-unusable`
 */
async function bindFirst<S extends Server>(
  create: () => S,
  ports: readonly number[],
  host: string | undefined,
): Promise<{ readonly port: number; readonly servers: readonly S[] }> {
  let failure: unknown
  for (const candidate of ports) {
    const servers: S[] = []
    const add = () => {
      const server = create()
      servers.push(server)
      return server
    }
    try {
      const port = await bind(add(), candidate, host ?? '127.0.0.1')
      if (host === undefined) await bindIfPossible(add(), port, '::1')
      return { port, servers }
    } catch (error) {
      failure = error
      for (const server of servers) server.close()
      if (!isInUse(error)) break
    }
  }
  throw unusable(ports[0] ?? 0, host, failure)
}

function makeServer({ app, limits, log }: ListenOptions): HttpServer {
  const server = createAdaptorServer({
    fetch: (request, bindings) => app.fetch(request, bindings as Parameters<HttpApp['fetch']>[1]),
    serverOptions: {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      keepAliveTimeout: limits.keepAlive,
      // How often Node checks for slow requests.
      connectionsCheckingInterval: Math.min(5_000, limits.headers / 2),
      // Some clients offer HTTP/2 with every request; the offer is ignored, not rejected.
      shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
    },
  }) as HttpServer
  // Over the app's own limit a client gets an error response; far over it, sockets are dropped unread.
  server.maxConnections = limits.connections * 4
  server.on('connection', (socket) => app.onConnection(socket))
  server.on('upgrade', (request, socket, head) => app.onUpgrade(request, socket, head))
  server.timeout = limits.stalled
  server.once('drop', () => log('warn', 'Far too many HTTP connections are open; some are dropped.'))
  return server
}

async function bind(server: Server, port: number, host: string): Promise<number> {
  server.listen({ port, host, exclusive: true })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Does nothing on a machine without the address. @throws when another program has the port there */
async function bindIfPossible(server: Server, port: number, host: string): Promise<void> {
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

function anyPort(): number[] {
  return Array.from({ length: ANY_PORT_TRIES }, () => 0)
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
