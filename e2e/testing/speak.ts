import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import { messagesOf } from '../../src-main/testing/serve-temp-library.ts'
import type { RawServer } from '../../src-mcp/testing/built-server.ts'
import type { Plumbline } from './built-plumbline.ts'

export type ProtocolGeneration = 'modern' | 'legacy'
export type Json = Record<string, unknown>

/** A connection to one interface, in one protocol generation. */
export interface Speaker {
  /** The answer to `initialize`; `null` in the modern generation and where there is no session. */
  readonly handshake: Json | null
  /** Sends a request and resolves with its answer. */
  ask(request: Json): Promise<Json>
  close(): Promise<void>
}

/** The parsed messages in the order in which they arrived, and a way to wait for the next. */
export class ReceivedMessages {
  readonly messages: Json[] = []
  #arrived = Promise.withResolvers<void>()

  put(message: Json): void {
    this.messages.push(message)
    this.#arrived.resolve()
    this.#arrived = Promise.withResolvers()
  }

  /**
   * Calls `find` now and after each arriving message, until it returns a value.
   * @throws Error with the text of `missing` after `LIMIT_MS` milliseconds
   */
  async find<T>(find: () => T | undefined, missing: () => string): Promise<T> {
    const limit = Promise.withResolvers<never>()
    const timer = setTimeout(() => limit.reject(new Error(missing())), LIMIT_MS)
    try {
      for (;;) {
        const found = find()
        if (found !== undefined) return found
        await Promise.race([this.#arrived.promise, limit.promise])
      }
    } finally {
      clearTimeout(timer)
    }
  }
}

/** A connection for raw text, for invalid messages too. */
export interface RawWire {
  readonly received: ReceivedMessages
  /** Sends a message unchanged. */
  send(text: string): void
  close(): Promise<void>
}

const VERSION = 'io.modelcontextprotocol/protocolVersion'

/** The metadata of every request of the modern generation. */
const META: Json = {
  [VERSION]: '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'e2e', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

const HANDSHAKE: Json = {
  jsonrpc: '2.0',
  id: 'handshake',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'e2e', version: '1' } },
}

export function requestOf(
  generation: ProtocolGeneration,
  method: string,
  params: unknown,
  id: string | number,
): Json {
  const own = generation === 'modern' ? { ...(params as Json), _meta: META } : params
  return { jsonrpc: '2.0', id, method, params: own }
}

/** The HTTP headers of a request of the modern generation. */
export function headersOf({ method, params }: Json): Record<string, string> {
  const { name, uri, _meta } = (params ?? {}) as Json
  const target = method === 'resources/read' ? uri : name
  const version = (_meta as Json | undefined)?.[VERSION]
  const named = ['tools/call', 'prompts/get', 'resources/read'].includes(String(method))
  return {
    ...(typeof version === 'string' && { 'mcp-protocol-version': version }),
    'mcp-method': String(method),
    ...(named && typeof target === 'string' && { 'mcp-name': headerValue(target) }),
  }
}

/** Encodes a value for `Mcp-Name`: visible ASCII as it is, everything else in base64, as the specification requires. */
function headerValue(text: string): string {
  const isPlain = /^[!-~]([ -~]*[!-~])?$/.test(text) && !/^=\?base64\?.*\?=$/.test(text)
  return isPlain ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`
}

/** Returns the connection to a stdio server. */
export function wireOf(server: RawServer): RawWire {
  const received = collectLines(server.process.stdout as NodeJS.ReadableStream)
  return { received, send: (text) => server.write(`${text}\n`), close: () => server.stop() }
}

/** Opens stdio, WebSocket or TCP without sending a message. */
export const OPEN_WIRE = {
  async stdio(plumbline: Plumbline): Promise<RawWire> {
    return wireOf(plumbline.startStdio())
  },
  async websocket({ port, token }: Plumbline): Promise<RawWire> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/mcp/ws`, 'mcp', {
      headers: { authorization: `Bearer ${token}` },
    })
    const received = new ReceivedMessages()
    socket.on('message', (data) => received.put(JSON.parse(String(data))))
    await once(socket, 'open')
    return {
      received,
      send: (text) => socket.send(text),
      async close() {
        socket.close()
        await once(socket, 'close')
      },
    }
  },
  async tcp({ tcpPort, token }: Plumbline): Promise<RawWire> {
    const socket = connect(tcpPort, '127.0.0.1')
    const received = collectLines(socket)
    socket.write(`{"jsonrpc":"2.0","method":"plumbline/authenticate","params":{"token":"${token}"}}\n`)
    return {
      received,
      send: (text) => void socket.write(`${text}\n`),
      async close() {
        socket.end()
        await once(socket, 'close')
      },
    }
  },
} as const

export const INTERFACES = ['stdio', 'websocket', 'tcp', 'http', 'http without a session'] as const

export async function openSpeaker(
  plumbline: Plumbline,
  name: (typeof INTERFACES)[number],
  generation: ProtocolGeneration,
): Promise<Speaker> {
  if (name === 'http' || name === 'http without a session') {
    return openHttp(plumbline, generation, name === 'http' && generation === 'legacy')
  }
  const wire = await OPEN_WIRE[name](plumbline)
  const ask = async (request: Json) => {
    wire.send(JSON.stringify(request))
    return answerTo(wire.received, request.id)
  }
  if (generation === 'modern') return { handshake: null, ask, close: wire.close }
  const handshake = await ask(HANDSHAKE)
  wire.send('{"jsonrpc":"2.0","method":"notifications/initialized"}')
  return { handshake, ask, close: wire.close }
}

async function openHttp(
  plumbline: Plumbline,
  generation: ProtocolGeneration,
  withSession: boolean,
): Promise<Speaker> {
  const headers: Record<string, string> = {}
  const ask = async (request: Json) => {
    const own = generation === 'modern' ? headersOf(request) : headers
    const messages = (await messagesOf(await plumbline.post('/mcp', request, own))) as Json[]
    return messages.find(({ id }) => id === request.id) ?? messages.at(-1) ?? {}
  }
  if (!withSession) return { handshake: null, ask, close: async () => {} }
  const response = await plumbline.post('/mcp', HANDSHAKE)
  headers['mcp-session-id'] = response.headers.get('mcp-session-id') ?? ''
  const [handshake] = (await messagesOf(response)) as Json[]
  await plumbline.post('/mcp', { jsonrpc: '2.0', method: 'notifications/initialized' }, headers)
  return { handshake: handshake ?? null, ask, close: async () => {} }
}

/** Waits for the answer to `id` and removes it. @throws Error when none arrived within `LIMIT_MS` milliseconds */
export function answerTo(received: ReceivedMessages, id: unknown): Promise<Json> {
  const { messages } = received
  const takeOut = () => {
    const at = messages.findIndex((message) => message.id === id && message.method === undefined)
    return at < 0 ? undefined : messages.splice(at, 1)[0]
  }
  return received.find(takeOut, () => `No answer to ${String(id)}`)
}

function collectLines(stream: NodeJS.ReadableStream): ReceivedMessages {
  const received = new ReceivedMessages()
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) received.put(JSON.parse(line))
  })
  return received
}
