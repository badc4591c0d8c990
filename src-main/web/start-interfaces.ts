import { hostname } from 'node:os'
import type { Activity } from '../../src-core/activity/activity.ts'
import type { Core } from '../../src-core/app/create-core.ts'
import { type Recorder, recordSessions } from '../../src-mcp/calls/activity/record-sessions.ts'
import { createRejectionReport } from '../../src-mcp/calls/activity/report-rejections.ts'
import { createSessions, type Sessions } from '../../src-mcp/calls/sessions.ts'
import { followLibrary } from '../../src-mcp/resources/library-changes.ts'
import { forwardNotifications } from '../../src-mcp/resources/notify-subscribers.ts'
import { createMcpServer, type ServerCore, type ServerDeps } from '../../src-mcp/server.ts'
import { createToolCatalog, type ToolCatalog } from '../../src-mcp/tools/catalog.ts'
import type { ServedTool } from '../../src-mcp/tools/define-tool.ts'
import { LIBRARY_TOOLS } from '../../src-mcp/tools/registry.ts'
import { type AccessRules, createAdmission } from '../../src-mcp/transports/http/admission.ts'
import { createHttpApp, type HostPages, type HttpApp } from '../../src-mcp/transports/http/create-http-app.ts'
import { isLoopback } from '../../src-mcp/transports/http/guards.ts'
import { DEFAULT_LIMITS, type Limits } from '../../src-mcp/transports/http/limits.ts'
import type { MakeServer } from '../../src-mcp/transports/http/streamable.ts'
import { createTcpServer, type TcpServer } from '../../src-mcp/transports/tcp-server.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { type Listening, listenHttp, listenTcp } from './listen.ts'

/** What of the log is written here. */
type RecordedBy = 'record' | 'recordSession' | 'report' | 'sessions' | 'flush'

export interface InterfaceOptions extends Pick<ServerDeps, 'prompts' | 'resources'> {
  readonly core: ServerCore & Pick<Core, 'onIndexChange'> & { readonly activity: Pick<Activity, RecordedBy> }
  /** Absent: the library's own. */
  readonly tools?: readonly ServedTool[]
  readonly version: string
  /** Asked at each request. `null` only on loopback, for checkers that cannot send a token. */
  readonly token: string | null
  readonly host?: string | undefined
  /** Asked at each connection. Default true. */
  readonly webSocket?: boolean
  /** Asked at each request. Default false. */
  readonly paused?: boolean
  readonly pages?: HostPages | undefined
  readonly origins?: readonly string[]
  readonly limits?: Partial<Limits>
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** The network interfaces of a process, listening nowhere yet. */
export interface InterfaceSet {
  readonly app: HttpApp
  readonly sessions: Sessions
  /** Writes the sessions into the log; whoever ends the interfaces closes it behind them. */
  readonly recorder: Recorder
  readonly catalog: ToolCatalog
  readonly limits: Limits
  /** Another one whenever TCP is opened. */
  createTcpDoor(): TcpServer
}

export interface StartOptions extends InterfaceOptions {
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

/**
 * Puts the interfaces together.
 * @throws PlumblineError `usage` for an address beyond loopback without a token
 */
export function createInterfaces(options: InterfaceOptions): InterfaceSet {
  const { core, version, host, prompts, resources, log } = options
  const isBeyond = host !== undefined && !isLoopback(host)
  if (isBeyond && options.token === null) {
    throw new PlumblineError(
      'usage',
      `Plumbline does not listen on ${host} without a token.`,
      'Give it a token, or let it listen on loopback.',
    )
  }
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
  const origins = options.origins ?? []
  // 127.0.0.2 is loopback too, and not among the names that every server has.
  const hostNames = [
    ...(host === undefined ? [] : [host.toLowerCase()]),
    ...(isBeyond ? [hostname().toLowerCase()] : []),
  ]
  const sessions = createSessions(log)
  const catalog = createToolCatalog(core, options.tools ?? LIBRARY_TOOLS)
  const recorder = recordSessions(sessions, core, catalog.find)
  const onRefusal = createRejectionReport((error) => core.activity.report(error))
  const rules: AccessRules = {
    hostNames,
    anyAddress: isBeyond,
    origins,
    get token() {
      return options.token
    },
  }
  const admission = createAdmission(rules, limits)
  const changes = followLibrary(core, catalog)
  const makeServer: MakeServer = (era, announce) =>
    createMcpServer({ core, catalog, changes, prompts, resources, version, log, announce }, era)
  const shared = { makeServer, listenedTo: changes.listenedTo, sessions, admission, onRefusal, limits, log }
  const app = createHttpApp({
    ...shared,
    core,
    catalog,
    announceTo: (notify) => forwardNotifications(changes, notify),
    rules: { origins },
    pages: options.pages,
    get webSocket() {
      return options.webSocket ?? true
    },
    get paused() {
      return options.paused ?? false
    },
  })
  return { app, sessions, recorder, catalog, limits, createTcpDoor: () => createTcpServer(shared) }
}

/**
 * Serves the library over HTTP, WebSocket and, if wanted, TCP.
 * @throws PlumblineError `port-unusable`, or as {@link createInterfaces}
 */
export async function startInterfaces(options: StartOptions): Promise<Interfaces> {
  const { host, port, orNext, log } = options
  const { app, sessions, recorder, limits, createTcpDoor } = createInterfaces(options)
  const open: Listening[] = []
  const close = async () => {
    await Promise.all(open.map((one) => one.close()))
    recorder.close()
  }
  try {
    const http = await listenHttp({ app, limits, host, port, orNext, log })
    open.push(http)
    if (options.tcp === undefined) return { port: http.port, tcpPort: null, sessions, recorder, close }
    const tcp = await listenTcp(createTcpDoor(), { host, port: options.tcp })
    open.push(tcp)
    return { port: http.port, tcpPort: tcp.port, sessions, recorder, close }
  } catch (error) {
    await close()
    throw error
  }
}
