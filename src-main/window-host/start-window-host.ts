import { join } from 'node:path'
import { type Activity, createUsageCounts } from '../../src-core/activity/activity.ts'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import { createWindowServer, type WindowServer } from '../../src-core/app/window-server.ts'
import type { HostPort } from '../../src-core/base/host-port.ts'
import type { Logger } from '../../src-core/base/log.ts'
import type { RuntimePaths } from '../../src-core/base/runtime-paths.ts'
import { type Clients, createClients } from '../../src-core/clients/clients.ts'
import { createStandardsHandlers } from '../../src-core/library/handlers.ts'
import { replay } from '../../src-mcp/calls/replay.ts'
import { createWindowCalls } from '../../src-mcp/calls/window-calls.ts'
import type { Gap } from '../../src-shared/contract/activity.ts'
import { Endpoint } from '../web/endpoint.ts'
import { DEFAULT_LIMITS } from '../web/limits.ts'
import { openTokenFile, type TokenFile } from '../web/token-file.ts'
import { listStartCommands } from './list-start-commands.ts'
import { serveDownload } from './serve-download.ts'
import { createWindowFiles, type WindowFiles } from './window-files.ts'
import { WindowUpgrade } from './window-upgrade.ts'

export interface WindowHostOptions {
  readonly core: HostCore
  readonly paths: Pick<RuntimePaths, 'starterStandards' | 'configWorker'>
  /** The folder with the stdio server, whose start commands are written into client entries. */
  readonly serverFolder: string
  /** The Node that runs the stdio server. Absent: the one of this process. */
  readonly node?: string | undefined
  /** What this host can do. */
  readonly host: Omit<HostPort, 'endpoint'>
  /** The built window. */
  readonly windowFolder: string
  /** Instead of the port in the settings; 0: any. */
  readonly port?: number | undefined
  readonly log: Logger
}

/** A host that serves clients and windows. */
export interface WindowHost {
  /** `http://127.0.0.1:PORT` */
  origin(): string
  /** Subscribes to changes of the origin. */
  onMove(listener: (origin: string) => void): void
  /** What a window authenticates with; the address carries it in its fragment. */
  readonly windowToken: string
  /** For windows that connect in another way than over HTTP. */
  readonly bridge: WindowServer
  readonly connections: Clients
  /** While serving is paused, clients get an error that asks them to try again later. */
  setPaused(paused: boolean): void
  /** Hands the queued requests to the activity log. For the end of the process. */
  flush(): void
  close(): Promise<void>
}

/**
 * Starts the endpoint and everything behind the window.
 * @throws PlumblineError `port-unusable`, or `home-unusable` when a token file cannot be used
 */
export async function startWindowHost(options: WindowHostOptions): Promise<WindowHost> {
  const { core } = options
  const windowToken = openTokenFile(core.home.windowToken)
  const files = createWindowFiles(options.windowFolder)
  // The endpoint calls these only after `open`, when the bridge and the windows are there.
  const endpoint = createEndpoint(options, {
    serve: (request) => servePage(request, bridge, files),
    upgrade: (request, socket, head) => windows.upgrade(request, socket, head),
    countAt: (port) => windows.countAt(port),
    dropOthers: () => windows.dropOthers(),
    token: windowToken,
  })
  const usage = createUsageCounts(core.activity)
  const connections = watchClients(options)
  const bridge = createBridge(options, { endpoint, usage, connections })
  const windows = new WindowUpgrade({
    bridge,
    token: () => windowToken.current(),
    limits: DEFAULT_LIMITS,
    onGone: () => endpoint.windowGone(),
  })
  const close = async () => {
    bridge.close()
    usage.close()
    await connections.close()
    await windows.close()
    await endpoint.close()
  }
  try {
    await endpoint.open()
  } catch (error) {
    await close()
    throw error
  }
  return {
    origin: () => endpoint.state().origin,
    onMove: (listener) => followOrigin(endpoint, listener),
    get windowToken() {
      return windowToken.current()
    },
    bridge,
    connections,
    setPaused: (paused) => endpoint.setPaused(paused),
    flush: () => endpoint.recorder.flush(),
    close,
  }
}

type Windows = Pick<WindowUpgrade, 'upgrade' | 'countAt' | 'dropOthers'> & {
  readonly token: TokenFile
  serve(request: Request): Response | null | Promise<Response | null>
}

function createEndpoint({ core, host, port, log }: WindowHostOptions, windows: Windows): Endpoint {
  return new Endpoint({
    core,
    settings: core.settings,
    version: host.version,
    clientToken: openTokenFile(core.home.httpToken),
    windowToken: windows.token,
    onNewToken: windows.dropOthers,
    port,
    windowsAt: windows.countAt,
    pages: windows,
    log,
  })
}

function servePage(
  request: Request,
  { tickets }: Pick<WindowServer, 'tickets'>,
  files: WindowFiles,
): Response | Promise<Response | null> {
  const download = request.method === 'GET' ? tickets.take(new URL(request.url).pathname) : null
  return download ? serveDownload(download) : files.serve(request)
}

function watchClients({ core, serverFolder, node, paths, log }: WindowHostOptions): Clients {
  const { home, settings, activity, isLibraryFixed, root } = core
  return createClients({
    home: home.dir,
    startCommands: listStartCommands(serverFolder, home.dir, {
      node,
      library: isLibraryFixed ? root : undefined,
    }),
    configWorker: paths.configWorker,
    sessions: (limit) => activity.sessions(limit),
    repairs: {
      get: () => settings.current().connect.repair,
      set: (clients) => void settings.change({ connect: { repair: [...clients] } }),
    },
    log,
  })
}

interface BridgeParts {
  readonly endpoint: Endpoint
  readonly usage: ReturnType<typeof createUsageCounts>
  readonly connections: Clients
}

/** Everything that a window can call. */
function createBridge(
  { core, host, paths, log }: WindowHostOptions,
  { endpoint, usage, connections }: BridgeParts,
): WindowServer {
  const { activity, cache } = core
  const { sessions, catalog } = endpoint
  return createWindowServer({
    core,
    activity,
    cache,
    standards: createStandardsHandlers({
      library: core.library,
      index: core.index,
      usage: () => usage.current(),
      standardUsage: (id, days) => activity.standardUsage(id, days),
      gapOf: (id) => findGap(activity, id),
      trash: host.trash,
      reveal: host.reveal,
      openFile: host.openFile,
    }),
    runTool: createWindowCalls({ core, catalog, sessions, version: host.version, log }),
    replay: (tool, args) => replay({ core, catalog }, tool, args),
    host: { ...host, endpoint },
    starterStandards: paths.starterStandards,
    clients: connections,
    log,
  })
}

function followOrigin(endpoint: Endpoint, listener: (origin: string) => void): void {
  let last = endpoint.state().origin
  endpoint.onChange(() => {
    const { origin } = endpoint.state()
    if (origin === last) return
    last = origin
    listener(origin)
  })
}

function findGap(activity: Activity, id: string): Gap | null {
  for (const dismissed of [false, true]) {
    const gap = activity.gaps({ from: 0, dismissed }).find((candidate) => candidate.id === id)
    if (gap) return gap
  }
  return null
}

/** The folder of the built window. @param dist the folder of everything that is built */
export function builtWindow(dist: string): string {
  return join(dist, 'renderer')
}
