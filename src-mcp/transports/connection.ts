import {
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type Transport,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/server'
import { type StdioServerHandle, serveStdio } from '@modelcontextprotocol/server/stdio'
import { type ProtocolGeneration, versionClaimOf } from '../calls/client-claims.ts'
import { type Arrival, PendingRequests } from '../calls/pending-requests.ts'
import type { SessionHandle } from '../calls/session.ts'
import { TurnQueue } from '../calls/turn-queue.ts'
import type { MakeServer } from '../server.ts'
import { correctError } from './correct-error.ts'
import { rejectMessage } from './read-message.ts'

/** The versions of the modern generation. */
const MODERN_VERSIONS: readonly string[] = ['2026-07-28']

/** How many requests of one connection are answered at once. */
const RUNNING = 12

/** A transport that delivers well-formed messages only and answers everything else itself. */
export interface Wire {
  /** @param bytes the length of the message as it came */
  onmessage?: ((message: JSONRPCMessage, bytes: number) => void) | undefined
  onclose?: (() => void) | undefined
  onerror?: ((error: Error) => void) | undefined
  /** Called with each answer to an unreadable message. */
  onrejected?: ((answer: JSONRPCErrorResponse) => void) | undefined
  /** Called when bytes were sent and `isFull` is false. */
  ondrain?: (() => void) | undefined
  start(): Promise<void>
  /** Resolves when the message has been written, which is before the client has taken it. */
  send(message: JSONRPCMessage): Promise<void>
  close(): Promise<void>
  setProtocolVersion?(version: string): void
  /** True while so many bytes wait for the client that no request should be answered. Absent: nothing waits. */
  isFull?(): boolean
  /** Stops reading, or lets it go on. */
  holdReading?(isHeld: boolean): void
  /** Called when a request will get no answer, so that the batch that it came in does not wait for one. */
  cancel?(id: string | number): void
}

export interface ConnectionOptions {
  readonly makeServer: MakeServer
  /** The connection owns it from here on. */
  readonly wire: Wire
  readonly session: SessionHandle
  /** Called for each message. Returns the error for a client that sends too much, or `null`. Absent: no limit. */
  readonly checkRate?: (() => { readonly code: number; readonly message: string } | null) | undefined
  /** Called with each `subscriptions/listen`, which the SDK answers without asking a server. */
  readonly onListen?: ((message: JSONRPCMessage) => void) | undefined
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/**
 * Serves one client over a wire that stays open, in both protocol generations at once. The SDK pins a connection to the generation
 * of its first message and then rejects the other one, or takes any version; hosts do mix them (`initialize` after
 * `server/discover`). So each generation has a channel, a transport of its own towards the SDK, and each message goes to the
 * channel that it names.
 */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #wire: Wire
  readonly #requests: PendingRequests
  readonly #queue: TurnQueue
  readonly #channels: { [Generation in ProtocolGeneration]?: Channel } = {}
  #initialized = false
  #hasModernCalls = false
  #closing: Promise<void> | undefined

  constructor(options: ConnectionOptions) {
    const { wire, session, log } = options
    this.#options = options
    this.#wire = wire
    this.#requests = new PendingRequests(session)
    this.#queue = new TurnQueue({
      running: RUNNING,
      isFull: () => wire.isFull?.() ?? false,
      onCrowded: (isCrowded) => wire.holdReading?.(isCrowded),
    })
    wire.ondrain = () => this.#queue.poke()
    wire.onmessage = (message, bytes) => this.#receive(message, bytes)
    wire.onrejected = (answer) => session.rejected(answer)
    wire.onerror = (error) => log('warn', `The connection reported: ${error.message}`)
    wire.onclose = () => this.#wireClosed()
    wire.start().catch((error) => log('error', `The connection could not be opened: ${error}`))
  }

  /** How many requests wait for an answer. */
  get pending(): number {
    return this.#requests.size
  }

  /** Resolves when every request has been answered or cancelled; `subscriptions/listen` does not count. */
  whenAnswered(): Promise<void> {
    return this.#requests.whenAnswered()
  }

  /** Closes the servers and the wire, after what was written has been sent. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await Promise.all([this.#channels.legacy?.close(), this.#channels.modern?.close()])
    this.#options.session.ending()
    await this.#wire.close()
  }

  #wireClosed(): void {
    this.#requests.abandon()
    this.#options.session.gone()
    this.#channels.legacy?.wireClosed()
    this.#channels.modern?.wireClosed()
  }

  #receive(message: JSONRPCMessage, bytes: number): void {
    const arrival = this.#requests.receive(message)
    const { request, cancelled } = arrival
    if (cancelled !== undefined) this.#wire.cancel?.(cancelled.id)
    const excess = this.#options.checkRate?.() ?? null
    if (excess !== null) {
      if (request !== undefined) this.#reject(rejectMessage(excess.code, excess.message, request.message.id))
    } else if (request !== undefined && !isImmediate(request.message.method)) {
      this.#queue.add(request, bytes, () => this.#route(message, arrival))
    } else if (!isCancellation(message) || cancelled?.request?.generation) {
      // A cancelled request that waited in the queue was never routed, and has left the queue.
      this.#route(message, arrival)
    }
  }

  #route(message: JSONRPCMessage, arrival: Arrival): void {
    const generation = this.#generationOf(message, arrival)
    if ('method' in message) {
      const claim = versionClaimOf(message)
      if (typeof claim === 'string' && !MODERN_VERSIONS.includes(claim)) {
        if ('id' in message) this.#reject(rejectVersion(message, claim))
        return
      }
      if (message.method === 'initialize') this.#initialized = true
      else if (generation === 'modern' && message.method !== 'server/discover') this.#hasModernCalls = true
      if (arrival.request !== undefined) arrival.request.generation = generation
      if (message.method === 'subscriptions/listen') this.#options.onListen?.(message)
    } else if (this.#channels[generation] === undefined) {
      this.#options.log('warn', 'A response came for a request that was never sent; it was ignored.')
      return
    }
    this.#channel(generation).receive(message)
  }

  /** A message without a version belongs to the legacy generation, unless the client has so far spoken the modern one only. */
  #generationOf(message: JSONRPCMessage, { cancelled }: Arrival): ProtocolGeneration {
    if (!('method' in message)) return 'legacy'
    if (cancelled?.request?.generation) return cancelled.request.generation
    if (versionClaimOf(message) !== undefined) return 'modern'
    const isModern = !this.#initialized && this.#hasModernCalls && message.method !== 'initialize'
    return isModern ? 'modern' : 'legacy'
  }

  #channel(generation: ProtocolGeneration): Channel {
    let channel = this.#channels[generation]
    if (channel === undefined) {
      channel = new Channel(this.#options, generation, this.#requests, () => void this.close())
      this.#channels[generation] = channel
    }
    return channel
  }

  #reject(answer: JSONRPCErrorResponse): void {
    this.#wire.send(answer).then(
      () => this.#requests.sent(answer),
      (error) => this.#options.log('warn', `An answer could not be sent: ${error}`),
    )
  }
}

/** What the SDK's servers of one protocol generation take for their transport. */
class Channel {
  readonly #transport: Transport
  readonly #handle: StdioServerHandle
  #closed = false

  /** @param onGivenUp called when a server closes by itself: it takes the connection with it */
  constructor(
    { makeServer, wire, log }: ConnectionOptions,
    generation: ProtocolGeneration,
    requests: PendingRequests,
    onGivenUp: () => void,
  ) {
    const transport: Transport = {
      start: async () => {},
      send: async (message) => {
        if (this.#closed) return
        const corrected = correctError(message)
        try {
          await wire.send(corrected)
        } finally {
          requests.sent(corrected)
        }
      },
      close: async () => {
        if (this.#closed) return
        this.wireClosed()
        onGivenUp()
      },
      setProtocolVersion: (version) => wire.setProtocolVersion?.(version),
    }
    this.#transport = transport
    this.#handle = serveStdio(({ era }) => makeServer({ generation: era, notifies: true, requests }), {
      transport,
      legacy: generation === 'legacy' ? 'serve' : 'reject',
      onerror: (error) => log('warn', `MCP: ${error.message}`),
    })
  }

  receive(message: JSONRPCMessage): void {
    this.#transport.onmessage?.(message)
  }

  wireClosed(): void {
    this.#closed = true
    this.#transport.onclose?.()
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

function isCancellation(message: JSONRPCMessage): boolean {
  return 'method' in message && message.method === 'notifications/cancelled'
}

/** `ping` checks that the server responds while it is busy; `subscriptions/listen` is answered when it ends. */
function isImmediate(method: string): boolean {
  return method === 'ping' || method === 'subscriptions/listen'
}

function rejectVersion(request: JSONRPCRequest, requested: string): JSONRPCErrorResponse {
  const { code, message, data } = new UnsupportedProtocolVersionError({
    supported: [...MODERN_VERSIONS],
    requested,
  })
  return { jsonrpc: '2.0', id: request.id, error: { code, message, data } }
}
