import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  type McpServerFactory,
  PROTOCOL_VERSION_META_KEY,
  type Transport,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/server'
import { type StdioServerHandle, serveStdio } from '@modelcontextprotocol/server/stdio'
import { correctError } from './correct-error.ts'

/** The stateless versions; the older ones are opened with `initialize`. */
const MODERN_VERSIONS: readonly string[] = ['2026-07-28']

type Era = 'legacy' | 'modern'

export interface ConnectionOptions {
  readonly factory: McpServerFactory
  /** The wire: it delivers well-formed messages only, and is owned by the connection from here on. */
  readonly wire: Transport
  /** Told of each `subscriptions/listen`, which never reaches a server. */
  readonly listenedTo?: ((message: JSONRPCMessage) => void) | undefined
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

export interface Connection {
  /** Resolves when every request has been answered or cancelled; `subscriptions/listen` does not count. */
  whenAnswered(): Promise<void>
  /** Closes the servers and the wire, after what was written has been sent. */
  close(): Promise<void>
}

/**
 * Serves one client over a wire that stays open, in both eras of the protocol at once. The SDK pins a connection to the era of its
 * first message and then refuses the other one, or takes any version; hosts do mix them (`initialize` after `server/discover`). So each
 * era has a lane, a wire of its own towards the SDK, and each message goes to the lane that it names.
 */
export function serveConnection({ factory, wire, listenedTo, log }: ConnectionOptions): Connection {
  const lanes: { [E in Era]?: Lane } = {}
  const pending = new Map<string | number, Era>()
  const waiters: (() => void)[] = []
  let initialized = false
  let modernCalls = false
  let closing: Promise<void> | undefined

  function laneOf(era: Era): Lane {
    lanes[era] ??= openLane(factory, era, wire, log, { settle, close: () => void close() })
    return lanes[era]
  }

  function settle(id: string | number | undefined): void {
    if (id === undefined || !pending.delete(id) || pending.size > 0) return
    for (const resolve of waiters.splice(0)) resolve()
  }

  /** A message without a version belongs to the handshake's era, unless the client has so far spoken the new one only. */
  function eraOf(message: JSONRPCMessage): Era {
    if (!('method' in message)) return 'legacy'
    if (message.method === 'notifications/cancelled') {
      const era = pending.get(message.params?.requestId as string | number)
      if (era !== undefined) return era
    }
    if (claimOf(message) !== undefined) return 'modern'
    return !initialized && modernCalls && message.method !== 'initialize' ? 'modern' : 'legacy'
  }

  function receive(message: JSONRPCMessage): void {
    const era = eraOf(message)
    if ('method' in message) {
      const claim = claimOf(message)
      if (typeof claim === 'string' && !MODERN_VERSIONS.includes(claim)) {
        if ('id' in message) send(refuseVersion(message, claim))
        return
      }
      if (message.method === 'initialize') initialized = true
      else if (era === 'modern' && message.method !== 'server/discover') modernCalls = true
      if (message.method === 'notifications/cancelled') settle(message.params?.requestId as string | number)
      else if ('id' in message && message.method !== 'subscriptions/listen') pending.set(message.id, era)
    } else if (lanes[era] === undefined) {
      log('warn', 'A response came for a request that was never sent; it was ignored.')
      return
    }
    listenedTo?.(message)
    laneOf(era).receive(message)
  }

  function send(message: JSONRPCMessage): void {
    wire.send(message).catch((error) => log('warn', `An answer could not be sent: ${error}`))
  }

  function close(): Promise<void> {
    closing ??= (async () => {
      await Promise.all([lanes.legacy?.close(), lanes.modern?.close()])
      await wire.close()
    })()
    return closing
  }

  wire.onmessage = receive
  wire.onerror = (error) => log('warn', `The connection reported: ${error.message}`)
  wire.onclose = () => {
    lanes.legacy?.wireClosed()
    lanes.modern?.wireClosed()
    pending.clear()
    for (const resolve of waiters.splice(0)) resolve()
  }
  wire.start().catch((error) => log('error', `The connection could not be opened: ${error}`))

  return {
    whenAnswered: () =>
      new Promise((resolve) => {
        if (pending.size === 0) resolve()
        else waiters.push(resolve)
      }),
    close,
  }
}

interface Lane {
  receive(message: JSONRPCMessage): void
  wireClosed(): void
  close(): Promise<void>
}

interface Hub {
  settle(id: string | number | undefined): void
  close(): void
}

function openLane(
  factory: McpServerFactory,
  era: Era,
  wire: Transport,
  log: ConnectionOptions['log'],
  hub: Hub,
): Lane {
  let closed = false
  const transport: Transport = {
    start: async () => {},
    async send(message, options) {
      if (closed) return
      try {
        await wire.send(correctError(message), options)
      } finally {
        if (!('method' in message)) hub.settle(message.id)
      }
    },
    async close() {
      if (closed) return
      closed = true
      transport.onclose?.()
      // A server that gives up takes the connection with it.
      hub.close()
    },
    setProtocolVersion: (version) => wire.setProtocolVersion?.(version),
  }
  const handle: StdioServerHandle = serveStdio(factory, {
    transport,
    legacy: era === 'legacy' ? 'serve' : 'reject',
    onerror: (error) => log('warn', `MCP: ${error.message}`),
  })
  return {
    receive: (message) => transport.onmessage?.(message),
    wireClosed() {
      closed = true
      transport.onclose?.()
    },
    close: () => handle.close(),
  }
}

/** The version that a message claims in `_meta`, whatever its type; `undefined`: none. */
function claimOf(message: JSONRPCMessage): unknown {
  if (!('method' in message)) return undefined
  const meta = message.params?._meta as Record<string, unknown> | undefined
  return meta?.[PROTOCOL_VERSION_META_KEY]
}

function refuseVersion(request: JSONRPCRequest, requested: string): JSONRPCMessage {
  const { code, message, data } = new UnsupportedProtocolVersionError({
    supported: [...MODERN_VERSIONS],
    requested,
  })
  return { jsonrpc: '2.0', id: request.id, error: { code, message, data } }
}
