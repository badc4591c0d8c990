import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { HttpBindings } from '@hono/node-server'
import type { JSONRPCMessage, ServerNotifier } from '@modelcontextprotocol/server'
import { type Context, Hono, type Next } from 'hono'
import { cors } from 'hono/cors'
import type { ReportRejection } from '../../calls/activity/report-rejections.ts'
import type { Sessions } from '../../calls/sessions.ts'
import type { ToolCatalog } from '../../tools/catalog.ts'
import type { ToolCore } from '../../tools/define-tool.ts'
import { type AccessRules, type Admission, type Caller, clientOf } from './admission.ts'
import { createClientSessions } from './client-sessions.ts'
import { createConnectionCap } from './connection-cap.ts'
import {
  answerUnread,
  type ErrorResponse,
  notFound,
  PAUSED,
  SECURITY_HEADERS,
  TOO_MANY_CONNECTIONS,
  toResponse,
  wrongMethod,
} from './error-response.ts'
import type { Visit } from './legacy-sessions.ts'
import type { Limits } from './limits.ts'
import { readJsonBody } from './read-body.ts'
import { REST_CODES, type RestContext, respond, respondAll, runRestCall } from './rest.ts'
import { createStreamable, type MakeServer } from './streamable.ts'
import { createWebSocketUpgrade } from './websocket-upgrade.ts'

/** What the HTTP interfaces of a process share. */
export interface HttpDeps {
  readonly core: ToolCore
  readonly catalog: ToolCatalog
  readonly makeServer: MakeServer
  readonly listenedTo: (message: JSONRPCMessage) => void
  /** Connects what changes in the library with the streams that announce it; returns what ends that. */
  readonly announceTo: (notify: ServerNotifier) => () => void
  readonly sessions: Sessions
  readonly admission: Admission
  readonly rules: Pick<AccessRules, 'origins'>
  readonly limits: Limits
  readonly onRefusal: ReportRejection
  /** False: no WebSocket. Asked at each connection. */
  readonly webSocket: boolean
  /** True while clients are told to come later. Asked at each request. Default false. */
  readonly paused?: boolean
  /** What the host serves beside MCP, without the clients' token. */
  readonly pages?: HostPages | undefined
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** The window of a host, at the same port as MCP. Host and Origin were checked before it is asked. */
export interface HostPages {
  /** `null`: this is none of its addresses. */
  serve(request: Request): Response | null | Promise<Response | null>
  /** Takes a socket for itself. `null`: this is none of its addresses; a refusal is told to the caller. */
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
  /** Closes the WebSockets of clients, who may come again. */
  closeWebSockets(): Promise<void>
  /** Cuts off everyone but the host's own window: the token has changed. */
  dropClients(): Promise<void>
  /** Ends every session and stream. */
  close(): Promise<void>
}

type Env = { Bindings: HttpBindings }

/** `/mcp`, `/mcp/call`, `/mcp/tools`, `/mcp/ws` and `/health`, each behind the same checks. */
export function createHttpApp(deps: HttpDeps): HttpApp {
  const { catalog, sessions, admission, limits, onRefusal, log } = deps
  const clients = createClientSessions(sessions, limits.sessionIdle)
  const streamable = createStreamable({ ...deps, clients, turnAway })
  const webSockets = createWebSocketUpgrade(deps)
  const connections = createConnectionCap(limits.connections)
  const ofHost = new WeakSet<Socket>()
  const stopAnnouncing = deps.announceTo(streamable.notify)
  const app = new Hono<Env>()

  app.use((c, next) => {
    const { incoming, outgoing } = c.env
    for (const name of Object.keys(SECURITY_HEADERS)) outgoing.setHeader(name, SECURITY_HEADERS[name] ?? '')
    const isOver = connections.isOver(incoming.socket)
    return passOr(next, isOver ? TOO_MANY_CONNECTIONS : admission.checkSource(callerOf(incoming)))
  })
  if (deps.pages) {
    const { pages } = deps
    app.use(async (c, next) => (await pages.serve(c.req.raw)) ?? (await next()))
  }
  if (deps.rules.origins.length > 0) app.use(corsFor(deps.rules.origins))
  app.get('/health', () => Response.json({ status: 'healthy', interface: 'http', protocol: 'mcp' }))
  app.use((c, next) => passOr(next, admission.checkToken(callerOf(c.env.incoming))))
  app.use((_, next) => passOr(next, deps.paused ? PAUSED : null))
  app.get('/mcp/tools', () => Response.json({ tools: catalog.list() }))
  app.post('/mcp/call', (c) => answerRest(c))
  app.all('/mcp', (c) => streamable.handle(visitOf(c)))
  app.all('/mcp/call', () => turnAway(wrongMethod('/mcp/call', 'POST')))
  app.all('/mcp/tools', () => turnAway(wrongMethod('/mcp/tools', 'GET')))
  app.all('/health', () => turnAway(wrongMethod('/health', 'GET')))
  app.get('/mcp/ws', () => turnAway(deps.webSocket ? NEEDS_UPGRADE : notFound('/mcp/ws')))
  app.notFound((c) => turnAway(notFound(c.req.path)))
  app.onError((error) => {
    log('error', `An HTTP request failed: ${error.stack ?? error.message}`)
    return toResponse(INTERNAL)
  })

  function turnAway(refusal: ErrorResponse): Response {
    onRefusal(refusal, 'http')
    return toResponse(refusal)
  }

  async function passOr(next: Next, refusal: ErrorResponse | null): Promise<Response | undefined> {
    if (refusal !== null) return turnAway(refusal)
    await next()
    return undefined
  }

  function visitOf({ req, env: { incoming, outgoing } }: Context<Env>): Visit {
    return {
      request: req.raw,
      client: clientOf(callerOf(incoming)),
      onDone: (listener) => outgoing.once('close', listener),
    }
  }

  async function answerRest(c: Context<Env>): Promise<Response> {
    const caller = callerOf(c.env.incoming)
    const session = clients.of('rest', clientOf(caller))
    const read = await readJsonBody(c.req.raw, limits.body)
    if ('refusal' in read) return answerUnread(session, read.refusal)
    const { signal } = c.req.raw
    const context: RestContext = { ...deps, session, signal }
    try {
      if (!Array.isArray(read.value)) {
        const answer = await runRestCall(read.value, context)
        return respond(answer)
      }
      const refusal = checkBatch(read.value, caller)
      if (refusal !== null) return answerUnread(session, refusal)
      return respondAll(await Promise.all(read.value.map((call) => runRestCall(call, context))))
    } catch (error) {
      // Nobody is there to read an answer.
      if (signal.aborted) return new Response(null, { status: 499 })
      throw error
    }
  }

  function checkBatch(calls: readonly unknown[], caller: Caller): ErrorResponse | null {
    if (calls.length > 0 && calls.length <= limits.batch) return admission.checkCost(caller, calls.length - 1)
    const message = `An array must hold 1 to ${limits.batch} calls; this one holds ${calls.length}.`
    return { status: 400, code: REST_CODES.invalidRequest, message }
  }

  return {
    fetch: (request, bindings) => app.fetch(request, bindings),
    onConnection: (socket) => connections.add(socket),
    onUpgrade(request, socket, head) {
      const caller = callerOf(request)
      if (connections.isOver(request.socket)) {
        webSockets.refuse(socket, TOO_MANY_CONNECTIONS)
        return
      }
      const refusal = admission.checkSource(caller)
      const ofPages = refusal ?? deps.pages?.upgrade(request, socket, head) ?? null
      if (ofPages === 'taken') ofHost.add(request.socket)
      else if (ofPages !== null) webSockets.refuse(socket, ofPages)
      else if (deps.paused) webSockets.refuse(socket, admission.checkToken(caller) ?? PAUSED)
      else webSockets.open(request, socket, head, caller)
    },
    closeWebSockets: () => webSockets.close(),
    async dropClients() {
      await webSockets.close()
      connections.drop(ofHost)
    },
    async close() {
      stopAnnouncing()
      await Promise.all([streamable.close(), webSockets.close()])
      clients.close()
    },
  }
}

const INTERNAL: ErrorResponse = {
  status: 500,
  code: -32603,
  message: "Plumbline failed to answer this. The log in Plumbline's home says more.",
}

const NEEDS_UPGRADE: ErrorResponse = {
  status: 426,
  code: -32600,
  message: '/mcp/ws speaks WebSocket: connect with ws:// and the subprotocol "mcp".',
  headers: { upgrade: 'websocket' },
}

function callerOf({ headers, url, socket }: IncomingMessage): Caller {
  const query = url?.indexOf('?') ?? -1
  return {
    host: headers.host,
    origin: headers.origin,
    authorization: headers.authorization,
    userAgent: headers['user-agent'],
    search: query === -1 ? '' : (url?.slice(query) ?? ''),
    address: socket.remoteAddress ?? '',
  }
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
