import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { messagesOf, modern, type Served, serveTempLibrary, TOKEN } from '../testing/serve-temp-library.ts'

let served: Served
beforeAll(async () => {
  served = await serveTempLibrary()
})
afterAll(() => served.close())

const MODERN = [
  modern(
    'tools/call',
    { name: 'get_standard', arguments: { id: 'python/testing.md', section: 'Fixtures' } },
    'm',
  ),
  modern('tools/call', { name: 'search_standards', arguments: { query: 'fixtures', limit: 3 } }, 7),
  modern('tools/list', {}, 'l'),
  modern('server/discover', {}, 0),
].map(({ body }) => body)
const LEGACY = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'get_checklist', arguments: { language: 'py' } },
  },
  { jsonrpc: '2.0', id: 2, method: 'ping', params: {} },
  { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
]
const BASES: readonly object[] = [...MODERN, ...LEGACY]

/** Where a message can be changed: every path to a value in it. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  const copy = { ...(value as Record<string, unknown>) }
  const changed = replaceAt(copy[key], rest, by)
  if (changed === undefined) delete copy[key]
  else copy[key] = changed
  return copy
}

/** A valid message in which one value has become another, or whose text was damaged. */
const mutation: fc.Arbitrary<string> = fc.constantFrom(...BASES).chain((base) => {
  const text = JSON.stringify(base)
  const place = fc.nat(text.length)
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...pathsOf(base)), fc.oneof(fc.jsonValue(), fc.constant(undefined)))
      .map(([path, by]) => JSON.stringify(replaceAt(base, path, by)) ?? ''),
    fc
      .tuple(place, place, fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([from, length, by]) => text.slice(0, from) + by + text.slice(from + (length % 30))),
  )
})

interface Parsed {
  /** The id that an answer has to carry; `undefined`: none can be told. */
  readonly id: string | number | undefined
  readonly method: string | undefined
  readonly params: { readonly name?: unknown; readonly _meta?: Record<string, unknown> }
}

function parse(text: string): Parsed {
  try {
    const { id, method, params } = JSON.parse(text)
    return {
      id: typeof id === 'string' || Number.isSafeInteger(id) ? id : undefined,
      method: typeof method === 'string' ? method : undefined,
      params: params ?? {},
    }
  } catch {
    return { id: undefined, method: undefined, params: {} }
  }
}

/** The headers that an honest client would send with it. */
function headersFor({ method, params }: Parsed): Record<string, string> {
  const version = params._meta?.['io.modelcontextprotocol/protocolVersion']
  return Object.fromEntries(
    [
      ['mcp-protocol-version', version],
      ['mcp-method', method],
      ['mcp-name', params.name],
    ].filter(([, value]) => typeof value === 'string' && /^[!-~]+$/.test(value)),
  )
}

const RUNS = 4_000

describe('a damaged message', () => {
  it('over HTTP gets an answer with its own id or none', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (text) => {
        const message = parse(text)
        const response = await served.post('/mcp', text, headersFor(message))
        expect(response.status).toBeLessThan(500)
        const answers = (await messagesOf(response)) as { id?: unknown }[]
        for (const { id } of answers) expect([message.id, undefined, null]).toContain(id)
        const isRequest = message.id !== undefined && message.method !== undefined
        if (isRequest) expect(answers.map(({ id }) => id)).toEqual([message.id])
      }),
      { numRuns: RUNS },
    )
  }, 120_000)

  it('over REST gets an answer with its own id or none', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (text) => {
        const response = await served.post('/mcp/call', text)
        expect([200, 400, 404]).toContain(response.status)
        await response.text()
      }),
      { numRuns: RUNS / 2 },
    )
  }, 120_000)

  it('over a WebSocket gets an answer with its own id or none, and the connection lives', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.interfaces.port}/mcp/ws`, 'mcp', {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
    let answers: any[] = []
    socket.on('message', (data) => answers.push(JSON.parse(String(data))))
    await once(socket, 'open')
    let sentinel = 0
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 20, maxLength: 20 }), async (texts) => {
        answers = []
        for (const text of texts) socket.send(text)
        const last = `sentinel-${++sentinel}`
        socket.send(JSON.stringify(modern('tools/list', {}, last).body))
        await eventually(() => answers.find((answer) => answer.id === last))
        const known = new Set<unknown>([...texts.map((text) => parse(text).id), undefined, null, last])
        for (const answer of answers.flat())
          if (answer.method === undefined) expect(known).toContain(answer.id)
      }),
      { numRuns: RUNS / 20 },
    )
    socket.close()
    expect(served.logged.filter((line) => line.startsWith('error'))).toEqual([])
  }, 120_000)
})
