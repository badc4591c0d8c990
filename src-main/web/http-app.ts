import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { HttpBindings } from '@hono/node-server'
import type { JSONRPCMessage, ServerNotifier } from '@modelcontextprotocol/server'
import { type Context, Hono, type Next } from 'hono'
import { cors } from 'hono/cors'
import type { Sessions } from '../../src-mcp/calls/sessions.ts'
import type { MakeServer } from '../../src-mcp/server.ts'
import type { ToolCatalog } from '../../src-mcp/tools/catalog.ts'
import type { ToolCore } from '../../src-mcp/tools/define-tool.ts'
import { type ClientSessions, createClientSessions } from '../../src-mcp/transports/http/client-sessions.ts'
import { type ErrorResponse, toResponse } from '../../src-mcp/transports/http/error-response.ts'
import type { HttpCall } from '../../src-mcp/transports/http/http-call.ts'
import { HttpQueue } from '../../src-mcp/transports/http/http-queue.ts'
import { handleRest } from '../../src-mcp/transports/http/rest.ts'
import { Streamable } from '../../src-mcp/transports/http/streamable.ts'
import { type AccessRules, type Admission, callerOf, clientOf } from './admission.ts'
import { type ConnectionCap, createConnectionCap } from './connection-cap.ts'
import {
  PAUSED,
  SECURITY_HEADERS,
  TOO_MANY_CONNECTIONS,
  unknownPath,
  wrongMethod,
} from './error-responses.ts'
import type { Limits } from './limits.ts'
import type { ReportRejection } from './report-rejections.ts'
import { createWebSocketUpgrade } from './websocket-upgrade.ts'

/** What the HTTP interfaces of a process share. */
export interface HttpDeps {
  readonly core: ToolCore
  readonly catalog: ToolCatalog
  readonly makeServer: MakeServer
  /** Called with each `subscriptions/listen`. */
  readonly onListen: (message: JSONRPCMessage) => void
  /** Forwards changes in the library to the streams that listen to them. Returns a function that stops it. */
  readonly forwardTo: (notify: ServerNotifier) => () => void
  readonly sessions: Sessions
  readonly admission: Admission
  readonly rules: Pick<AccessRules, 'origins'>
  readonly limits: Limits
  readonly onRejected: ReportRejection
  /** False: no WebSocket. Read at each connection. */
  readonly webSocket: boolean
  /** True while requests of clients get 503. Read at each request. Default false. */
  readonly paused?: boolean
  /** What the host serves beside MCP, without the clients' token. */
  readonly pages?: HostPages | undefined
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** The window of a host, at the same port as MCP. Host and Origin have been checked before it is called. */
export interface HostPages {
  /** `null`: the address is none of its own. */
  serve(request: Request): Response | null | Promise<Response | null>
  /** Takes over a socket. `null`: the address is none of its own; an error is sent to the caller. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): 'taken' | ErrorResponse | null
}

/** The HTTP interfaces, without the server that listens. */
export interface HttpApp {
  /** For `@hono/node-server`. */
  fetch(request: Request, bindings: HttpBindings): Response | Promise<Response>
  /** To be called for each new socket of the server. */
  onConnection(socket: Socket): void
  /** To be called for each upgrade. */
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Closes the WebSockets of clients, who may connect again. */
  closeWebSockets(): Promise<void>
  /** Disconnects everyone but the host's own window: the token has changed. */
  dropClients(): Promise<void>
  /** Ends every session and stream. */
  close(): Promise<void>
}

type Env = { Bindings: HttpBindings }

/** `/mcp`, `/mcp/call`, `/mcp/tools`, `/mcp/ws` and `/health`, each behind the same checks. */
export function createHttpApp(deps: HttpDeps): HttpApp {
  const { sessions, admission, limits, onRejected } = deps
  const reject = (error: ErrorResponse) => {
    onRejected(error, 'http')
    return toResponse(error)
  }
  const clients = createClientSessions(sessions, limits.sessionIdle)
  const queue = new HttpQueue()
  const streamable = new Streamable({ ...deps, clients, queue, reject })
  const webSockets = createWebSocketUpgrade(deps)
  const connections = createConnectionCap(limits.connections)
  const windowSockets = new WeakSet<Socket>()
  const stopForwarding = deps.forwardTo(streamable.notify)
  const routes = createRoutes({ deps, connections, clients, streamable, queue, reject })
  return {
    fetch: (request, bindings) => routes.fetch(request, bindings),
    onConnection: (socket) => connections.add(socket),
    onUpgrade(request, socket, head) {
      const caller = callerOf(request)
      if (connections.isOver(request.socket)) {
        webSockets.reject(socket, TOO_MANY_CONNECTIONS)
        return
      }
      const error = admission.checkSource(caller)
      const byPages = error ?? deps.pages?.upgrade(request, socket, head) ?? null
      if (byPages === 'taken') windowSockets.add(request.socket)
      else if (byPages !== null) webSockets.reject(socket, byPages)
      else if (deps.paused) webSockets.reject(socket, admission.checkToken(caller) ?? PAUSED)
      else webSockets.open(request, socket, head, caller)
    },
    closeWebSockets: () => webSockets.close(),
    async dropClients() {
      await webSockets.close()
      connections.drop(windowSockets)
    },
    async close() {
      stopForwarding()
      await Promise.all([streamable.close(), webSockets.close()])
      clients.close()
      queue.close()
    },
  }
}

interface RouteParts {
  readonly deps: HttpDeps
  readonly connections: ConnectionCap
  readonly clients: ClientSessions
  readonly streamable: Streamable
  readonly queue: HttpQueue
  readonly reject: (error: ErrorResponse) => Response
}

/** The checks come before the routes that they protect: the order counts. */
function createRoutes({ deps, connections, clients, streamable, queue, reject }: RouteParts): Hono<Env> {
  const { catalog, admission, pages, rules, log } = deps
  // Not strict: `/mcp/` is `/mcp`.
  const app = new Hono<Env>({ strict: false })

  async function passUnless(error: ErrorResponse | null, next: Next): Promise<Response | undefined> {
    if (error !== null) return reject(error)
    await next()
    return undefined
  }

  app.use((c, next) => {
    const { incoming, outgoing } = c.env
    for (const name of Object.keys(SECURITY_HEADERS)) outgoing.setHeader(name, SECURITY_HEADERS[name] ?? '')
    const isOver = connections.isOver(incoming.socket)
    return passUnless(isOver ? TOO_MANY_CONNECTIONS : admission.checkSource(callerOf(incoming)), next)
  })
  if (pages) app.use(async (c, next) => (await pages.serve(c.req.raw)) ?? (await next()))
  if (rules.origins.length > 0) app.use(corsFor(rules.origins))
  app.get('/health', () => Response.json(healthOf(deps.core)))
  // Clients look here after a 401; with another 401 they would go on looking.
  app.use(async (c, next) => (isOAuthPath(c.req.path) ? toResponse(NO_OAUTH) : await next()))
  app.use((c, next) => passUnless(admission.checkToken(callerOf(c.env.incoming)), next))
  app.use((_, next) => passUnless(deps.paused ? PAUSED : null, next))
  app.get('/mcp/tools', () => Response.json({ tools: catalog.list() }))
  app.post('/mcp/call', (c) => {
    const call = callOf(c)
    const session = clients.of('rest', call.client)
    const checkRate = (calls: number) => admission.checkRate(call.client, calls)
    return handleRest({ call, session, checkRate }, { ...deps, queue })
  })
  app.all('/mcp', (c) => streamable.handle(callOf(c)))
  app.all('/mcp/call', () => reject(wrongMethod('/mcp/call', 'POST')))
  app.all('/mcp/tools', () => reject(wrongMethod('/mcp/tools', 'GET')))
  app.all('/health', () => reject(wrongMethod('/health', 'GET')))
  app.get('/mcp/ws', () => reject(deps.webSocket ? NEEDS_UPGRADE : unknownPath('/mcp/ws')))
  app.notFound((c) => reject(unknownPath(c.req.path)))
  app.onError((error) => {
    log('error', `An HTTP request failed: ${error.stack ?? error.message}`)
    return toResponse(INTERNAL)
  })
  return app
}

/** Without a token, so it contains no path. */
function healthOf({ library }: ToolCore) {
  const trouble = library.trouble()
  const about = { interface: 'http', protocol: 'mcp' }
  return trouble === null
    ? { status: 'healthy', ...about }
    : { status: 'degraded', ...about, index: trouble.state }
}

function callOf({ req, env: { incoming, outgoing } }: Context<Env>): HttpCall {
  return {
    request: req.raw,
    client: clientOf(callerOf(incoming)),
    socket: incoming.socket,
    onDone: (listener) => outgoing.once('close', listener),
  }
}

const INTERNAL: ErrorResponse = {
  status: 500,
  code: -32603,
  message: "Plumbline failed to answer this. The log in Plumbline's home says more.",
}

const NO_OAUTH: ErrorResponse = {
  status: 404,
  code: -32601,
  message:
    'Plumbline has no OAuth. Send the header "Authorization: Bearer <token>" with the token from Connections.',
}

/** True for the addresses at which clients look for an authorization server. */
function isOAuthPath(path: string): boolean {
  return /\/\.well-known\/|^\/(register|authorize|token)\/?$/.test(path)
}

const NEEDS_UPGRADE: ErrorResponse = {
  status: 426,
  code: -32600,
  message: '/mcp/ws speaks WebSocket: connect with ws:// and the subprotocol "mcp".',
  headers: { upgrade: 'websocket' },
}

function corsFor(origins: readonly string[]) {
  return cors({
    origin: [...origins],
    allowMethods: ['GET', 'POST', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Accept',
      'Last-Event-ID',
      'Mcp-Session-Id',
      'MCP-Protocol-Version',
      'Mcp-Method',
      'Mcp-Name',
    ],
    exposeHeaders: ['Mcp-Session-Id', 'MCP-Protocol-Version', 'Retry-After', 'WWW-Authenticate'],
    maxAge: 600,
  })
}
