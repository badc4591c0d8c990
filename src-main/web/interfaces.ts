import { hostname } from 'node:os'
import type { Activity } from '../../src-core/activity/activity.ts'
import type { Core } from '../../src-core/app/create-core.ts'
import { type Recorder, recordSessions } from '../../src-mcp/calls/activity/record-sessions.ts'
import { createSessions, type Sessions } from '../../src-mcp/calls/sessions.ts'
import { LibraryChanges } from '../../src-mcp/resources/library-changes.ts'
import { forwardNotifications } from '../../src-mcp/resources/notify-subscribers.ts'
import { createMcpServer, type MakeServer, type ServerCore, type ServerDeps } from '../../src-mcp/server.ts'
import { createToolCatalog, type ToolCatalog } from '../../src-mcp/tools/catalog.ts'
import type { ServedTool } from '../../src-mcp/tools/define-tool.ts'
import { LIBRARY_TOOLS } from '../../src-mcp/tools/registry.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { type AccessRules, createAdmission } from './admission.ts'
import { isLoopback } from './guards.ts'
import { createHttpApp, type HostPages, type HttpApp } from './http-app.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { type Listening, listenHttp, listenTcp } from './listen.ts'
import { createRejectionReport } from './report-rejections.ts'
import { TcpServer } from './tcp-server.ts'

/** The part of the activity log that the interfaces write. */
type RecordedBy = 'record' | 'recordSession' | 'report' | 'sessions' | 'flush'

export interface InterfaceOptions extends Pick<ServerDeps, 'prompts' | 'resources'> {
  readonly core: ServerCore & Pick<Core, 'onIndexChange'> & { readonly activity: Pick<Activity, RecordedBy> }
  /** Absent: the library's own. */
  readonly tools?: readonly ServedTool[]
  readonly version: string
  /** Read at each request. `null` only on loopback, for checkers that cannot send a token. */
  readonly token: string | null
  /** The address to listen at. Absent: loopback. */
  readonly host?: string | undefined
  /** Read at each connection. Default true. */
  readonly webSocket?: boolean
  /** Read at each request. Default false. */
  readonly paused?: boolean
  readonly pages?: HostPages | undefined
  readonly origins?: readonly string[]
  readonly limits?: Partial<Limits>
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** The network interfaces of a process, not listening yet. */
export interface InterfaceSet {
  readonly app: HttpApp
  readonly sessions: Sessions
  /** Writes the sessions into the activity log. To be closed after the interfaces. */
  readonly recorder: Recorder
  readonly catalog: ToolCatalog
  readonly limits: Limits
  /** To be called each time that TCP is opened. */
  createTcpServer(): TcpServer
}

export interface ListeningOptions extends InterfaceOptions {
  readonly port?: number | undefined
  /** True: when the port is in use, the next free one is taken. */
  readonly orNext?: boolean | undefined
  /** Absent: no TCP; 0: any port. */
  readonly tcp?: number | undefined
}

/** The network interfaces of a process, listening. */
export interface Interfaces {
  readonly port: number
  readonly tcpPort: number | null
  readonly sessions: Sessions
  readonly recorder: Pick<Recorder, 'flush'>
  close(): Promise<void>
}

/** @throws PlumblineError `usage` for an address beyond loopback without a token */
export function createInterfaces(options: InterfaceOptions): InterfaceSet {
  const { core, version, prompts, resources, log } = options
  const rules = readRules(options)
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
  const sessions = createSessions(log)
  const catalog = createToolCatalog(core, options.tools ?? LIBRARY_TOOLS)
  const changes = new LibraryChanges(core, catalog)
  const makeServer: MakeServer = (instance) =>
    createMcpServer({ core, catalog, changes, prompts, resources, version, log }, instance)
  const shared = {
    makeServer,
    onListen: changes.noteListen,
    sessions,
    admission: createAdmission(rules, limits),
    onRejected: createRejectionReport((error) => core.activity.report(error)),
    limits,
    log,
  }
  const app = createHttpApp({
    ...shared,
    core,
    catalog,
    forwardTo: (notify) => forwardNotifications(changes, notify),
    rules,
    pages: options.pages,
    get webSocket() {
      return options.webSocket ?? true
    },
    get paused() {
      return options.paused ?? false
    },
  })
  return {
    app,
    sessions,
    recorder: recordSessions(sessions, core, catalog.find),
    catalog,
    limits,
    createTcpServer: () => new TcpServer(shared),
  }
}

function readRules(options: InterfaceOptions): AccessRules {
  const { host } = options
  const anyAddress = host !== undefined && !isLoopback(host)
  if (anyAddress && options.token === null) {
    throw new PlumblineError(
      'usage',
      `Plumbline does not listen on ${host} without a token.`,
      'Give it a token, or let it listen on loopback.',
    )
  }
  return {
    // 127.0.0.2 is loopback too, and not among the names that every server has.
    hostNames: [
      ...(host === undefined ? [] : [host.toLowerCase()]),
      ...(anyAddress ? [hostname().toLowerCase()] : []),
    ],
    anyAddress,
    origins: options.origins ?? [],
    get token() {
      return options.token
    },
  }
}

/**
 * Serves the library over HTTP, WebSocket and, if a port is given, TCP.
 * @throws PlumblineError `port-unusable`, or as {@link createInterfaces}
 */
export async function startInterfaces(options: ListeningOptions): Promise<Interfaces> {
  const { host, port, orNext, log } = options
  const { app, sessions, recorder, limits, createTcpServer } = createInterfaces(options)
  const open: Listening[] = []
  const close = async () => {
    await Promise.all(open.map((server) => server.close()))
    recorder.close()
  }
  try {
    const http = await listenHttp({ app, limits, host, port, orNext, log })
    open.push(http)
    if (options.tcp === undefined) return { port: http.port, tcpPort: null, sessions, recorder, close }
    const tcp = await listenTcp(createTcpServer(), { host, port: options.tcp })
    open.push(tcp)
    return { port: http.port, tcpPort: tcp.port, sessions, recorder, close }
  } catch (error) {
    await close()
    throw error
  }
}
