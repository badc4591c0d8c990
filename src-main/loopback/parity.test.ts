import { once } from 'node:events'
import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { followLibrary } from '../../src-mcp/changes.ts'
import { createMcpServer } from '../../src-mcp/server.ts'
import { createSessions } from '../../src-mcp/sessions/sessions.ts'
import { watchWire } from '../../src-mcp/sessions/watch-wire.ts'
import { createToolCatalog } from '../../src-mcp/tools/catalog.ts'
import { LIBRARY_TOOLS } from '../../src-mcp/tools/registry.ts'
import { serveOverStdio } from '../../src-mcp/transports/stdio.ts'
import { jsonOf, messagesOf, type Served, serveTempLibrary, TOKEN } from '../testing/serve-temp-library.ts'

type Era = 'modern' | 'legacy'
type Json = Record<string, unknown>

const VERSION = 'io.modelcontextprotocol/protocolVersion'
const META = {
  [VERSION]: '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'parity', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

const tool = (name: string, args?: unknown): [string, Json] => [
  'tools/call',
  { name, ...(args !== undefined && { arguments: args }) },
]

/** Method and params; each goes over every interface, in each era. */
const CALLS: readonly (readonly [method: string, params: unknown])[] = [
  ['tools/list', {}],
  ['tools/list', { cursor: 'x' }],
  ['tools/list', { cursor: 7 }],
  tool('get_stdlib', { language: 'python', domain: 'testing' }),
  tool('get_stdlib', { language: 'py', domain: 'tests' }),
  tool('get_stdlib', { language: 'cobol', domain: 'testing' }),
  tool('get_stdlib', { language: 'python' }),
  tool('get_stdlib', {}),
  tool('get_stdlib'),
  tool('get_stdlib', null),
  tool('get_stdlib', 'python'),
  tool('get_stdlib', ['python', 'testing']),
  tool('search_standards', { query: 'fixtures' }),
  tool('search_standards', { query: 'fixtures', language: 'python', limit: 1 }),
  tool('search_standards', { query: 'nothing has this' }),
  tool('search_standards', { query: '' }),
  tool('search_standards', { query: '"unbalanced AND (' }),
  tool('search_standards', { query: `${'a*'.repeat(900)}` }),
  tool('search_standards', { query: 'x'.repeat(2_001) }),
  tool('search_standards', { query: 'x', limit: 0 }),
  tool('search_standards', { query: 'x', limit: 1e9 }),
  tool('search_standards', { query: 'x', limit: '5' }),
  tool('search_standards', { query: 'x', extra: true }),
  tool('get_standard', { id: 'python/testing.md' }),
  tool('get_standard', { id: 'standard:///python/testing.md#fixtures' }),
  tool('get_standard', { id: 'python/testing.md', section: 'Fixtures' }),
  tool('get_standard', { id: 'python/testing.md', section: 'Nowhere' }),
  tool('get_standard', { id: 'python/testing.md', maxChars: 10 }),
  tool('get_standard', { id: 'python/testing.md', offset: 1e6 }),
  tool('get_standard', { id: 'python/testing.md', offset: -1 }),
  tool('get_standard', { id: '../../etc/passwd' }),
  tool('get_standard', { id: 'a\u0000b' }),
  tool('get_standard', { id: '\ud800' }),
  tool('get_standard', { id: 42 }),
  tool('get_standard', JSON.parse('{"id":"review.md","__proto__":{"x":1}}')),
  tool('list_standards'),
  tool('list_standards', { limit: 2 }),
  tool('list_standards', { language: 'go' }),
  tool('list_standards', { tag: 'pytest' }),
  tool('list_standards', { cursor: 'nonsense' }),
  tool('get_checklist', { language: 'python' }),
  tool('get_checklist', { id: 'review.md' }),
  tool('get_checklist', { domain: 'klingon' }),
  tool('constructor', {}),
  tool('no_such_tool', {}),
  ['tools/call', {}],
  ['tools/call', { name: 5 }],
  ['no/such/method', {}],
  ['constructor', {}],
  ['resources/read', {}],
  ['prompts/get', {}],
  ['completion/complete', {}],
]

/** Speaks to one interface in one era: sends a request and resolves with its answer. */
type Speak = (message: Json) => Promise<Json>

const requestOf = (era: Era, [method, params]: (typeof CALLS)[number], id: number): Json => ({
  jsonrpc: '2.0',
  id,
  method,
  params: era === 'modern' ? { ...(params as Json), _meta: META } : params,
})

/** The answer without its id, as text: every byte of the rest counts. */
const bytesOf = ({ id: _, ...rest }: Json): string => JSON.stringify(rest)

let served: Served
let lastId = 0
const closers: (() => unknown)[] = []
beforeAll(async () => {
  served = await serveTempLibrary({ tcp: 0 })
})
afterAll(async () => {
  for (const close of closers) await close()
  await served.close()
})

const HANDSHAKE: Json = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'parity', version: '1' } },
}

/** Speaks over anything that carries messages both ways. */
async function overWire(era: Era, send: (text: string) => void, answers: Json[]): Promise<Speak> {
  const speak: Speak = async (message) => {
    send(JSON.stringify(message))
    return eventually(() => answers.find((answer) => answer.id === message.id))
  }
  if (era === 'legacy') {
    await speak(HANDSHAKE)
    send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }))
  }
  return speak
}

function collectLines(stream: NodeJS.ReadableStream): Json[] {
  const answers: Json[] = []
  let rest = ''
  stream.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) answers.push(JSON.parse(line))
  })
  return answers
}

const OPEN: Readonly<Record<string, (era: Era) => Promise<Speak>>> = {
  async stdio(era) {
    const { core } = served.temp
    const catalog = createToolCatalog(core, LIBRARY_TOOLS)
    const changes = followLibrary(core, catalog)
    const input = new PassThrough()
    const output = new PassThrough()
    const log = () => {}
    const session = createSessions(log).open('stdio')
    const server = serveOverStdio({
      factory: ({ era: of }) =>
        createMcpServer({ core, catalog, changes, version: '1', log, announce: true }, of),
      input,
      output,
      wrap: (wire) => watchWire(wire, session),
      log,
    })
    closers.push(() => server.close())
    return overWire(era, (text) => input.write(`${text}\n`), collectLines(output))
  },
  async http(era) {
    const post = async (message: Json, headers: Record<string, string>) => {
      const response = await served.post('/mcp', message, headers)
      return { response, messages: (await messagesOf(response)) as Json[] }
    }
    if (era === 'modern') {
      return async (message) => {
        const params = message.params as Json
        const name = message.method === 'tools/call' ? params.name : undefined
        const { messages } = await post(message, {
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': String(message.method),
          ...(typeof name === 'string' && { 'mcp-name': name }),
        })
        return messages[0] ?? {}
      }
    }
    const { response } = await post(HANDSHAKE, {})
    const session = { 'mcp-session-id': response.headers.get('mcp-session-id') ?? '' }
    return async (message) => (await post(message, session)).messages[0] ?? {}
  },
  async 'http without a session'(era) {
    if (era === 'modern') return OPEN.http!(era)
    return async (message) => (await messagesOf(await served.post('/mcp', message)))[0] as Json
  },
  async websocket(era) {
    const socket = new WebSocket(`ws://127.0.0.1:${served.interfaces.port}/mcp/ws`, 'mcp', {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    const answers: Json[] = []
    socket.on('message', (data) => answers.push(JSON.parse(String(data))))
    await once(socket, 'open')
    closers.push(() => socket.close())
    return overWire(era, (text) => socket.send(text), answers)
  },
  async tcp(era) {
    const socket = connect(served.interfaces.tcpPort ?? 0, '127.0.0.1')
    closers.push(() => socket.destroy())
    const answers = collectLines(socket)
    socket.write(`{"jsonrpc":"2.0","method":"plumbline/authenticate","params":{"token":"${TOKEN}"}}\n`)
    return overWire(era, (text) => socket.write(`${text}\n`), answers)
  },
}

describe.each(['modern', 'legacy'] as const)('every interface answers like stdio, %s:', (era) => {
  let expected: Map<(typeof CALLS)[number], string>
  beforeAll(async () => {
    const speak = await OPEN.stdio!(era)
    expected = new Map()
    for (const call of CALLS) expected.set(call, bytesOf(await speak(requestOf(era, call, ++lastId))))
  })

  it.each(['http', 'http without a session', 'websocket', 'tcp'])('%s', async (name) => {
    const speak = await OPEN[name]!(era)
    for (const call of CALLS) {
      const answer = await speak(requestOf(era, call, ++lastId))
      expect(bytesOf(answer), `${call[0]} ${JSON.stringify(call[1])}`).toBe(expected.get(call))
      expect(answer.id).toBe(lastId)
    }
  })

  it('rest', async () => {
    for (const call of CALLS) {
      const [method, params] = call as [string, Json]
      if (method !== 'tools/call' || typeof params.name !== 'string') continue
      // The shape around the arguments is the interface's own: MCP's is checked before any tool is asked.
      if (params.arguments === null || ['string', 'number'].includes(typeof params.arguments)) continue
      if (Array.isArray(params.arguments)) continue
      const answer = await jsonOf(served.post('/mcp/call', params))
      const { result, error } = JSON.parse(expected.get(call) ?? '{}')
      const why = JSON.stringify(params)
      if (error !== undefined) expect(answer.error.message, why).toBe(error.message)
      else if (result.isError) expect(answer.error.message, why).toBe(result.content[0].text)
      else expect(JSON.stringify(answer.result), why).toBe(JSON.stringify(result.structuredContent))
    }
  })
})

describe('what is no request gets the same answer everywhere:', () => {
  const BROKEN = [
    '{',
    '42',
    'null',
    '"text"',
    '[]',
    '{}',
    '{"jsonrpc":"1.0","id":5,"method":"ping"}',
    '{"jsonrpc":"2.0","id":5}',
    '{"jsonrpc":"2.0","id":5,"method":7}',
    '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    '{"jsonrpc":"2.0","id":5,"method":"ping","params":[]}',
    '{"jsonrpc":"2.0","id":5,"method":"ping","params":{"_meta":7}}',
    '{"jsonrpc":"2.0","id":5,"result":7}',
    `{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":{"${VERSION}":"2099-01-01","io.modelcontextprotocol/clientCapabilities":{}}}}`,
    `{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":{"${VERSION}":"2025-11-25","io.modelcontextprotocol/clientCapabilities":{}}}}`,
    `{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":{"${VERSION}":7}}}`,
    `{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":{"${VERSION}":"2026-07-28"}}}`,
    '{"jsonrpc":"2.0","id":5,"method":"initialize"}',
    '{"jsonrpc":"2.0","id":5,"method":"initialize","params":{"protocolVersion":7}}',
  ]

  it.each(BROKEN)('%s', async (text) => {
    const input = new PassThrough()
    const output = new PassThrough()
    const { core } = served.temp
    const catalog = createToolCatalog(core, LIBRARY_TOOLS)
    const changes = followLibrary(core, catalog)
    const server = serveOverStdio({
      factory: ({ era }) =>
        createMcpServer({ core, catalog, changes, version: '1', log: () => {}, announce: true }, era),
      input,
      output,
      wrap: (wire) => wire,
      log: () => {},
    })
    const lines = collectLines(output)
    input.write(`${text}\n`)
    const expected = await eventually(() => lines[0])
    await server.close()

    const version = text.includes('_meta') ? (JSON.parse(text).params._meta[VERSION] ?? null) : null
    const headers =
      typeof version === 'string'
        ? { 'mcp-protocol-version': version, 'mcp-method': 'tools/list' }
        : undefined
    const response = await served.post('/mcp', text, headers)
    expect(response.status).toBe('result' in expected ? 200 : response.status)
    expect((await messagesOf(response))[0]).toEqual(expected)

    const socket = new WebSocket(`ws://127.0.0.1:${served.interfaces.port}/mcp/ws`, 'mcp', {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    await once(socket, 'open')
    socket.send(text)
    const [data] = await once(socket, 'message')
    expect(JSON.parse(String(data))).toEqual(expected)
    socket.close()
  })
})
