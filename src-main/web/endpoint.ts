import type { EndpointPort, EndpointToken } from '../../src-core/base/host-port.ts'
import type { SettingsService } from '../../src-core/settings/settings.ts'
import type { Recorder } from '../../src-mcp/calls/activity/record-sessions.ts'
import type { Sessions } from '../../src-mcp/calls/sessions.ts'
import type { ToolCatalog } from '../../src-mcp/tools/catalog.ts'
import type { EndpointState } from '../../src-shared/contract/contract.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import { HttpPort } from './http-port.ts'
import { createInterfaces, type InterfaceOptions, type InterfaceSet } from './interfaces.ts'
import { type Listening, listenTcp } from './listen.ts'
import { describeTrouble, portError } from './port-trouble.ts'
import type { TokenFile } from './token-file.ts'

export interface EndpointOptions extends Omit<InterfaceOptions, 'token' | 'webSocket' | 'paused' | 'host'> {
  readonly settings: SettingsService
  readonly clientToken: TokenFile
  /** The token of windows in a browser, which is renewed together with the clients'. */
  readonly windowToken?: TokenFile
  /** Called after both tokens were renewed. */
  readonly onNewToken?: () => void
  /** Instead of the port in the settings; 0: any. No other port is tried. */
  readonly port?: number | undefined
  /** How many windows are connected at a port: after the endpoint has moved, the old port stays open for them. */
  readonly windowsAt: (port: number) => number
}

/** A window that is being reloaded connects again within this time. */
const RELOAD_MS = 5_000

/** The HTTP endpoint of a host, which follows the settings while it runs. It opens nothing before {@link open}. */
export class Endpoint implements EndpointPort {
  readonly sessions: Sessions
  readonly recorder: Recorder
  readonly catalog: ToolCatalog
  readonly #options: EndpointOptions
  readonly #interfaces: InterfaceSet
  readonly #http: HttpPort
  readonly #listeners = new Set<() => void>()
  readonly #stopFollowing: () => void
  #paused = false
  #webSocket: boolean
  #tcp: Listening | null = null
  #wantedTcpPort: number | null = null
  #tcpTrouble: string | null = null
  #lastState = ''
  #closed = false
  // Changes are applied one after the other.
  #work: Promise<void> = Promise.resolve()

  constructor(options: EndpointOptions) {
    const { settings, clientToken, windowsAt, log } = options
    const isPaused = () => this.#paused
    this.#options = options
    this.#interfaces = createInterfaces({
      ...options,
      get token() {
        return clientToken.current()
      },
      get webSocket() {
        return settings.current().endpoint.webSocket
      },
      get paused() {
        return isPaused()
      },
    })
    const { app, limits, sessions, recorder, catalog } = this.#interfaces
    this.sessions = sessions
    this.recorder = recorder
    this.catalog = catalog
    this.#http = new HttpPort({
      app,
      limits,
      orNext: options.port === undefined,
      windowsAt,
      onTrouble: (trouble) => this.#reportTrouble(trouble),
      log,
    })
    this.#webSocket = settings.current().endpoint.webSocket
    this.#stopFollowing = settings.onChange(() => this.#apply())
  }

  /** @throws PlumblineError `port-unusable` */
  open(): Promise<void> {
    return this.#follow()
  }

  state(): EndpointState {
    const port = this.#http.port ?? 0
    const trouble = [this.#http.trouble, this.#tcpTrouble].filter((sentence) => sentence !== null)
    return {
      state: this.#http.port === null ? 'failed' : this.#paused ? 'paused' : 'on',
      origin: `http://127.0.0.1:${port}`,
      port,
      webSocket: this.#webSocket,
      tcpPort: this.#tcp?.port ?? null,
      message: trouble.length === 0 ? null : trouble.join(' '),
    }
  }

  /** Subscribes to changes of `state()`. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  token(): EndpointToken {
    const { clientToken } = this.#options
    return { token: clientToken.current(), file: clientToken.file }
  }

  windowToken(): string | null {
    return this.#options.windowToken?.current() ?? null
  }

  newToken(): EndpointToken {
    const { clientToken, windowToken, onNewToken, log } = this.#options
    windowToken?.renew()
    clientToken.renew()
    onNewToken?.()
    this.#work = this.#work
      .then(() => this.#dropClients())
      .catch((error) => {
        log('error', `Clients with the old token could not be cut off: ${describeError(error)}`)
      })
    return this.token()
  }

  setPaused(paused: boolean): void {
    this.#paused = paused
    this.#notify()
    this.#apply()
  }

  /** To be called after a window has disconnected. */
  windowGone(): void {
    if (this.#http.hasLeft) setTimeout(() => this.#http.closeUnused(), RELOAD_MS).unref()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopFollowing()
    this.#listeners.clear()
    await this.#work
    await this.#tcp?.close()
    await this.#http.close()
    this.recorder.close()
  }

  #apply(): void {
    this.#work = this.#work
      .then(() => (this.#closed ? undefined : this.#follow()))
      .catch((error) => {
        this.#options.log('error', `The endpoint could not follow the settings: ${describeError(error)}`)
      })
  }

  async #follow(): Promise<void> {
    const { settings, port } = this.#options
    const wanted = settings.current().endpoint
    await this.#http.moveTo(port ?? wanted.port)
    if (wanted.webSocket !== this.#webSocket || this.#paused) {
      this.#webSocket = wanted.webSocket
      if (!this.#webSocket || this.#paused) await this.#interfaces.app.closeWebSockets()
    }
    await this.#openTcpAt(this.#paused || !wanted.tcp ? null : wanted.tcpPort)
    this.#notify()
  }

  /** @param port `null`: TCP is closed */
  async #openTcpAt(port: number | null): Promise<void> {
    if (port === this.#wantedTcpPort) return
    this.#wantedTcpPort = port
    this.#tcpTrouble = null
    await this.#tcp?.close()
    this.#tcp = null
    if (port === null) return
    try {
      this.#tcp = await listenTcp(this.#interfaces.createTcpServer(), { port })
    } catch (error) {
      this.#tcpTrouble = `TCP is not open: ${describeTrouble(error)}`
      this.#reportTrouble(this.#tcpTrouble)
    }
  }

  /** Disconnects every client that used the old token. */
  async #dropClients(): Promise<void> {
    await this.#interfaces.app.dropClients()
    const port = this.#wantedTcpPort
    await this.#openTcpAt(null)
    await this.#openTcpAt(port)
    this.#notify()
  }

  #notify(): void {
    const state = JSON.stringify(this.state())
    if (state === this.#lastState) return
    this.#lastState = state
    for (const listener of [...this.#listeners]) listener()
  }

  #reportTrouble(trouble: string): void {
    this.#options.core.activity.report(portError(trouble))
  }
}
