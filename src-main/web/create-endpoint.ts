import type { EndpointPort } from '../../src-core/base/host-port.ts'
import type { SettingsService } from '../../src-core/settings/settings.ts'
import type { TokenFile } from '../../src-mcp/transports/http/token-file.ts'
import type { EndpointState } from '../../src-shared/contract/contract.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { type HttpListening, type Listening, listenHttp, listenTcp } from './listen.ts'
import { createInterfaces, type InterfaceOptions, type InterfaceSet } from './start-interfaces.ts'

export interface EndpointOptions extends Omit<InterfaceOptions, 'token' | 'webSocket' | 'paused' | 'host'> {
  readonly settings: SettingsService
  readonly clientToken: TokenFile
  /** Instead of the one in the settings; 0: any. It is this one or none. */
  readonly port?: number | undefined
  /** Windows that came in by a port: it is kept open for them after another one was chosen. */
  readonly windowsAt: (port: number) => number
}

/** The HTTP endpoint of a host, which follows the settings while it runs. */
export interface Endpoint extends EndpointPort, Pick<InterfaceSet, 'sessions' | 'recorder' | 'catalog'> {
  /** @throws PlumblineError `port-unusable` */
  open(): Promise<void>
  /** To be called after a window has gone. */
  windowGone(): void
  close(): Promise<void>
}

/** A window that is only loaded again comes back within this time. */
const RELOAD_MS = 5_000

/** Opens nothing yet. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { settings, clientToken, log } = options
  let paused = false
  const { app, sessions, recorder, catalog, limits, createTcpDoor } = createInterfaces({
    ...options,
    get token() {
      return clientToken.current()
    },
    get webSocket() {
      return settings.current().endpoint.webSocket
    },
    get paused() {
      return paused
    },
  })
  const listeners = new Set<() => void>()
  const left = new Set<HttpListening>()
  let http: HttpListening | null = null
  let wantedPort = -1
  let tcp: Listening | null = null
  let wantedTcp: number | null = null
  let portTrouble: string | null = null
  let tcpTrouble: string | null = null
  let webSocket = settings.current().endpoint.webSocket
  let told = ''
  let closed = false
  let work: Promise<void> = Promise.resolve()

  function state(): EndpointState {
    const port = http?.port ?? 0
    const trouble = [portTrouble, tcpTrouble].filter((part) => part !== null)
    return {
      state: http === null ? 'failed' : paused ? 'paused' : 'on',
      origin: `http://127.0.0.1:${port}`,
      port,
      webSocket,
      tcpPort: tcp?.port ?? null,
      message: trouble.length === 0 ? null : trouble.join(' '),
    }
  }

  function tell(): void {
    const now = JSON.stringify(state())
    if (now === told) return
    told = now
    for (const listener of [...listeners]) listener()
  }

  /** One change after the other. */
  function apply(): void {
    work = work
      .then(() => (closed ? undefined : follow()))
      .catch((error) => {
        log('error', `The endpoint could not follow the settings: ${describeError(error)}`)
      })
  }

  async function follow(): Promise<void> {
    const wanted = settings.current().endpoint
    await moveTo(options.port ?? wanted.port)
    if (wanted.webSocket !== webSocket || paused) {
      webSocket = wanted.webSocket
      if (!webSocket || paused) await app.closeWebSockets()
    }
    await openTcpAt(paused || !wanted.tcp ? null : wanted.tcpPort)
    tell()
  }

  async function moveTo(port: number): Promise<void> {
    if (port === wantedPort) return
    wantedPort = port
    portTrouble = null
    if (http?.port === port) return
    const kept = [...left].find((old) => old.port === port)
    if (kept !== undefined) {
      left.delete(kept)
      if (http !== null) left.add(http)
      http = kept
      log('info', `Serving at ${state().origin}`)
      leaveOld()
      return
    }
    try {
      const orNext = options.port === undefined
      const opened = await listenHttp({ app, limits, port, orNext, log })
      if (http !== null) left.add(http)
      http = opened
      if (port !== 0 && opened.port !== port)
        portTrouble = `Port ${port} is in use by another program. Serving on ${opened.port}.`
      if (portTrouble !== null) reportTrouble(portTrouble)
      log('info', `Serving at ${state().origin}`)
      leaveOld()
    } catch (error) {
      if (http === null) throw error
      portTrouble = `${messageOf(error)} Still serving on ${http.port}.`
      reportTrouble(portTrouble)
    }
  }

  function leaveOld(): void {
    for (const old of left) {
      if (options.windowsAt(old.port) > 0) continue
      left.delete(old)
      old.leave().catch((error) => log('warn', `Port ${old.port} could not be left: ${describeError(error)}`))
    }
  }

  async function openTcpAt(port: number | null): Promise<void> {
    if (port === wantedTcp) return
    wantedTcp = port
    tcpTrouble = null
    await tcp?.close()
    tcp = null
    if (port === null) return
    try {
      tcp = await listenTcp(createTcpDoor(), { port })
    } catch (error) {
      tcpTrouble = `TCP is not open: ${messageOf(error)}`
      reportTrouble(tcpTrouble)
    }
  }

  function reportTrouble(cause: string): void {
    options.core.activity.report({
      source: 'system',
      code: 'port-unusable',
      title: 'A port that the settings name cannot be had',
      where: 'endpoint',
      line: null,
      cause,
      remedy: 'Choose another port in Settings, or end the program that holds this one.',
      stack: null,
      client: null,
    })
  }

  async function cutOffClients(): Promise<void> {
    await app.dropClients()
    const port = wantedTcp
    await openTcpAt(null)
    await openTcpAt(port)
    tell()
  }

  const token = () => ({ token: clientToken.current(), file: clientToken.file })
  const stopFollowing = settings.onChange(apply)

  return {
    sessions,
    recorder,
    catalog,
    state,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    token,
    newToken() {
      clientToken.renew()
      work = work.then(cutOffClients).catch((error) => {
        log('error', `Clients with the old token could not be cut off: ${describeError(error)}`)
      })
      return token()
    },
    setPaused(wanted) {
      paused = wanted
      tell()
      apply()
    },
    open: follow,
    windowGone() {
      if (left.size > 0) setTimeout(leaveOld, RELOAD_MS).unref()
    },
    async close() {
      closed = true
      stopFollowing()
      listeners.clear()
      await work
      await tcp?.close()
      const leaving = [...left].map((old) => old.leave())
      await http?.close()
      await Promise.all(leaving)
      recorder.close()
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof PlumblineError ? error.message : `${describeError(error)}.`
}
