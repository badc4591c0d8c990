import { describeError } from '../../src-shared/contract/errors.ts'
import type { HttpApp } from './http-app.ts'
import type { Limits } from './limits.ts'
import { type HttpListening, listenHttp } from './listen.ts'
import { describeTrouble } from './port-trouble.ts'

export interface HttpPortOptions {
  readonly app: HttpApp
  readonly limits: Limits
  /** True: when a port is in use, the next free one is taken. */
  readonly orNext: boolean
  /** How many windows are connected at a port: a port that was left stays open for them. */
  readonly windowsAt: (port: number) => number
  /** Called when a port cannot be had, with a sentence about it. */
  readonly onTrouble: (trouble: string) => void
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** The port at which a host serves HTTP. It can move, and leaves its old port open for the windows that are connected there. */
export class HttpPort {
  readonly #options: HttpPortOptions
  readonly #left = new Set<HttpListening>()
  #current: HttpListening | null = null
  #wanted = -1
  #trouble: string | null = null

  constructor(options: HttpPortOptions) {
    this.#options = options
  }

  /** `null`: it does not listen. */
  get port(): number | null {
    return this.#current?.port ?? null
  }

  /** Why the port that was asked for last is not the one it listens at; `null`: it is. */
  get trouble(): string | null {
    return this.#trouble
  }

  /** True while ports are open that windows have not left yet. */
  get hasLeft(): boolean {
    return this.#left.size > 0
  }

  /**
   * Listens at another port. When that cannot be had, it stays where it is.
   * @throws PlumblineError `port-unusable` when it does not listen yet
   */
  async moveTo(port: number): Promise<void> {
    if (port === this.#wanted) return
    this.#wanted = port
    this.#trouble = null
    if (this.#current?.port === port) return
    const open = [...this.#left].find((listening) => listening.port === port)
    if (open !== undefined) {
      this.#left.delete(open)
      this.#use(open)
      return
    }
    const { app, limits, orNext, log } = this.#options
    try {
      const opened = await listenHttp({ app, limits, port, orNext, log })
      if (port !== 0 && opened.port !== port)
        this.#report(`Port ${port} is in use by another program. Serving on ${opened.port}.`)
      this.#use(opened)
    } catch (error) {
      if (this.#current === null) throw error
      this.#report(`${describeTrouble(error)} Still serving on ${this.#current.port}.`)
    }
  }

  /** Closes the ports that were left and that no window uses any more. */
  closeUnused(): void {
    const { windowsAt, log } = this.#options
    for (const listening of this.#left) {
      if (windowsAt(listening.port) > 0) continue
      this.#left.delete(listening)
      listening
        .leave()
        .catch((error) => log('warn', `Port ${listening.port} could not be left: ${describeError(error)}`))
    }
  }

  async close(): Promise<void> {
    const leaving = [...this.#left].map((listening) => listening.leave())
    await this.#current?.close()
    await Promise.all(leaving)
  }

  #use(listening: HttpListening): void {
    if (this.#current !== null) this.#left.add(this.#current)
    this.#current = listening
    this.#options.log('info', `Serving at http://127.0.0.1:${listening.port}`)
    this.closeUnused()
  }

  #report(trouble: string): void {
    this.#trouble = trouble
    this.#options.onTrouble(trouble)
  }
}
