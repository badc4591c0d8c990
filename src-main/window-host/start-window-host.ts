import { join } from 'node:path'
import type { Activity } from '../../src-core/activity/activity.ts'
import { createUsageCounts } from '../../src-core/activity/insights/usage-counts.ts'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import { createWindowServer, type WindowServer } from '../../src-core/app/window-server.ts'
import type { HostPort } from '../../src-core/base/host-port.ts'
import type { Logger } from '../../src-core/base/log.ts'
import type { RuntimePaths } from '../../src-core/base/runtime-paths.ts'
import { type Clients, createClients } from '../../src-core/clients/clients.ts'
import { createStandardsHandlers } from '../../src-core/library/standards-handlers.ts'
import { replay } from '../../src-mcp/calls/replay.ts'
import { createWindowCalls } from '../../src-mcp/calls/window-calls.ts'
import { DEFAULT_LIMITS } from '../../src-mcp/transports/http/limits.ts'
import { openTokenFile } from '../../src-mcp/transports/http/token-file.ts'
import type { Gap } from '../../src-shared/contract/activity.ts'
import { createEndpoint } from '../web/create-endpoint.ts'
import { serveDownload } from '../web/serve-download.ts'
import { createWindowFiles } from '../web/window-files.ts'
import { startWays } from './start-ways.ts'
import { createWindowUpgrade } from './window-upgrade.ts'

export interface WindowHostOptions {
  readonly core: HostCore
  readonly paths: Pick<RuntimePaths, 'starterStandards'>
  /** The folder that holds the stdio server, which clients are told to start. */
  readonly serverFolder: string
  /** The Node that runs it. Absent: the one that runs this. */
  readonly node?: string | undefined
  /** What this host can do. */
  readonly host: Omit<HostPort, 'endpoint'>
  /** The built window. */
  readonly windowFolder: string
  /** Instead of the one in the settings; 0: any. */
  readonly port?: number | undefined
  readonly log: Logger
}

/** A host that serves clients and windows. */
export interface WindowHost {
  /** `http://127.0.0.1:PORT` */
  origin(): string
  /** Called after the origin has changed. */
  onMove(listener: (origin: string) => void): void
  /** What a window shows to be let in; the address carries it in its fragment. */
  readonly windowToken: string
  /** For windows that come in by another way than the address. */
  readonly bridge: WindowServer
  readonly connections: Clients
  /** Clients are told to wait, or served again. */
  setPaused(paused: boolean): void
  /** Hands what still waits over to the log: for the end of the process. */
  flush(): void
  close(): Promise<void>
}

/**
 * Starts the endpoint and everything behind the window.
 * @throws PlumblineError `port-unusable`, or `home-unusable` when a token cannot be kept
 */
export async function startWindowHost(options: WindowHostOptions): Promise<WindowHost> {
  const { core, host, log } = options
  const { home, settings } = core
  const windowToken = openTokenFile(home.windowToken)
  const files = createWindowFiles(options.windowFolder)
  const endpoint = createEndpoint({
    core,
    settings,
    version: host.version,
    clientToken: openTokenFile(home.httpToken),
    port: options.port,
    windowsAt: (port) => door.countAt(port),
    pages: {
      serve(request) {
        const download = request.method === 'GET' ? bridge.tickets.take(new URL(request.url).pathname) : null
        return download ? serveDownload(download) : files.serve(request)
      },
      upgrade: (request, socket, head) => door.upgrade(request, socket, head),
    },
    log,
  })
  const { sessions, catalog } = endpoint
  const runTool = createWindowCalls({ core, catalog, sessions, version: host.version, log })
  const { activity, cache } = core
  const usage = createUsageCounts(activity)
  const connections = createClients({
    home: home.dir,
    startCommands: startWays(options.serverFolder, home.dir, options.node),
    sessions: activity.sessions,
    repairs: {
      get: () => settings.current().connect.repair,
      set: (clients) => void settings.change({ connect: { repair: [...clients] } }),
    },
    log,
  })
  const bridge = createWindowServer({
    core,
    activity,
    cache,
    standards: createStandardsHandlers({
      library: () => core.library,
      root: () => core.root,
      usage: () => usage.current(),
      standardUsage: (id, days) => activity.standardUsage(id, days),
      gapOf: (id) => findGap(activity, id),
      trash: host.trash,
      reveal: host.reveal,
      openFile: host.openFile,
    }),
    runTool,
    askAgain: (tool, args) => replay({ core, catalog }, tool, args),
    host: { ...host, endpoint },
    starterStandards: options.paths.starterStandards,
    clients: connections,
    log,
  })
  const door = createWindowUpgrade({ bridge, token: () => windowToken.current(), limits: DEFAULT_LIMITS })
  door.onGone(() => endpoint.windowGone())
  const close = async () => {
    bridge.close()
    usage.close()
    await connections.close()
    await door.close()
    await endpoint.close()
  }
  try {
    await endpoint.open()
  } catch (error) {
    await close()
    throw error
  }
  const origin = () => endpoint.state().origin
  return {
    origin,
    onMove(listener) {
      let last = origin()
      endpoint.onChange(() => {
        if (origin() === last) return
        last = origin()
        listener(last)
      })
    },
    windowToken: windowToken.current(),
    bridge,
    connections,
    setPaused: (paused) => endpoint.setPaused(paused),
    flush: () => endpoint.recorder.flush(),
    close,
  }
}

function findGap(activity: Activity, id: string): Gap | null {
  for (const dismissed of [false, true]) {
    const gap = activity.gaps({ from: 0, dismissed }).find((one) => one.id === id)
    if (gap) return gap
  }
  return null
}

/** Where the build puts the window. @param dist the folder of everything that is built */
export function builtWindow(dist: string): string {
  return join(dist, 'renderer')
}
