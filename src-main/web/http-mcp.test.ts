import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../src-core/testing/temp-library.ts'
import type { Exchange } from '../../src-mcp/calls/exchange.ts'
import {
  jsonOf,
  messagesOf,
  modern,
  type Served,
  serveTempLibrary,
  TEST_TOKEN,
} from '../testing/serve-temp-library.ts'

let served: Served
beforeAll(async () => {
  served = await serveTempLibrary()
})
afterAll(() => served.close())

const initialize = (protocolVersion = '2025-11-25') => ({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'old-timer', version: '9' } },
})

async function connect(generation: 'modern' | 'legacy') {
  const client = new Client(
    { name: `official-${generation}`, version: '1' },
    { versionNegotiation: { mode: generation === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
  )
  const transport = new StreamableHTTPClientTransport(new URL(`${served.url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${TEST_TOKEN}` } },
  })
  await client.connect(transport)
  return { client, transport }
}

describe.each(['modern', 'legacy'] as const)('the official client, %s', (generation) => {
  it('lists and calls tools', async () => {
    const { client } = await connect(generation)
    const { tools } = await client.listTools()
    expect(tools.map((tool) => tool.name)).toContain('get_standard')
    const result = await client.callTool({ name: 'get_standard', arguments: { id: 'review.md' } })
    expect(result.structuredContent).toMatchObject({ id: 'review.md', title: 'Code review' })
    const failed = await client.callTool({ name: 'get_standard', arguments: { id: 'reviw.md' } })
    expect(failed).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('review.md') }] })
    await client.close()
  })

  it('is notified of changes of the tool list', async () => {
    const { client } = await connect(generation)
    let changes = 0
    client.setNotificationHandler('notifications/tools/list_changed', () => void changes++)
    if (generation === 'modern') await client.listen({ toolsListChanged: true })
    else await eventually(() => served.interfaces.sessions.list().some((s) => s.client === 'official-legacy'))
    await eventually(async () => {
      await served.temp.write({ 'rust/style.md': '# Rust\n' })
      await served.temp.write({ 'rust/style.md': null })
      return changes > 0
    })
    await client.close()
  })
})

describe('a session of an older version', () => {
  async function open(version?: string) {
    const response = await served.post('/mcp', initialize(version))
    const id = response.headers.get('mcp-session-id') ?? ''
    return { id, answers: await messagesOf(response) }
  }

  it('is opened by initialize, used by its id and ended by DELETE', async () => {
    const { id, answers } = await open()
    expect(id).toMatch(/^[\w-]{36}$/)
    expect(answers).toMatchObject([{ id: 0, result: { protocolVersion: '2025-11-25' } }])
    const session = { 'mcp-session-id': id }
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
    expect((await served.post('/mcp', note, session)).status).toBe(202)
    const list = { jsonrpc: '2.0', id: 'x', method: 'tools/list' }
    expect(await messagesOf(await served.post('/mcp', list, session))).toMatchObject([{ id: 'x' }])
    expect((await served.fetch('/mcp', { method: 'DELETE', headers: session })).status).toBe(200)
    const after = await served.post('/mcp', list, session)
    expect(after.status).toBe(404)
    expect(await after.json()).toMatchObject({ error: { message: expect.stringContaining('initialize') } })
  })

  it.each(['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'may be %s',
    async (version) => {
      expect((await open(version)).answers).toMatchObject([{ result: { protocolVersion: version } }])
    },
  )

  it.each(['1999-01-01', '2099-01-01'])(
    '%s is answered with a version that can be spoken',
    async (version) => {
      expect((await open(version)).answers).toMatchObject([{ result: { protocolVersion: '2025-11-25' } }])
    },
  )

  it('resumes a stream that broke', async () => {
    const { id } = await open()
    const headers = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' }
    const call = { jsonrpc: '2.0', id: 7, method: 'tools/list' }
    const text = await (await served.post('/mcp', call, headers)).text()
    const first = /^id: (.+)$/m.exec(text)?.[1] ?? ''
    const abort = new AbortController()
    const again = await served.fetch('/mcp', {
      headers: { ...headers, accept: 'text/event-stream', 'last-event-id': first },
      signal: abort.signal,
    })
    expect(again.status).toBe(200)
    const reader = again.body!.getReader()
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value)).toContain('"id":7')
    abort.abort()
  })

  it('has batches in 2025-03-26 only', async () => {
    const batch = [
      { jsonrpc: '2.0', id: 1, method: 'ping' },
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
    ]
    const old = await open('2025-03-26')
    const answers = await messagesOf(await served.post('/mcp', batch, { 'mcp-session-id': old.id }))
    expect(answers.flat()).toHaveLength(2)
    const now = await open()
    const rejected = await served.post('/mcp', batch, { 'mcp-session-id': now.id })
    expect(rejected.status).toBe(400)
    expect(await rejected.json()).toMatchObject({ error: { code: -32600 } })
  })
})

describe('a session that is in use', () => {
  const open = async (from: Served) => {
    const response = await from.post('/mcp', initialize())
    await response.text()
    return { 'mcp-session-id': response.headers.get('mcp-session-id') ?? '' }
  }

  it('is taken at its word when it cancels, and not when its stream breaks', async () => {
    const stopped: unknown[] = []
    const started: string[] = []
    const whenFresh = (signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        started.push('one')
        signal?.addEventListener('abort', () => {
          stopped.push(signal.reason)
          resolve()
        })
      })
    const slow = await serveTempLibrary({ core: { whenFresh } })
    const session = await open(slow)
    const call = (id: number, signal?: AbortSignal) =>
      slow.fetch('/mcp', {
        method: 'POST',
        body: JSON.stringify({
          jsonrpc: '2.0',
          id,
          method: 'tools/call',
          params: { name: 'list_standards', arguments: {} },
        }),
        headers: {
          ...session,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
        ...(signal && { signal }),
      })
    const abort = new AbortController()
    await call(1, abort.signal)
    const cancelled = await call(2)
    await eventually(() => started.length === 2)
    abort.abort()
    const note = {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 2, reason: 'enough' },
    }
    expect((await slow.post('/mcp', note, session)).status).toBe(202)
    await eventually(() => stopped.length > 0)
    expect(stopped).toEqual(['enough'])
    expect(await cancelled.text()).toContain('"code":-32800')
    await slow.close()
  })

  it('does not end while a stream is open, and ends some time after', async () => {
    const hasty = await serveTempLibrary({ limits: { sessionIdle: 100 } })
    const get = (signal: AbortSignal | null) =>
      hasty.fetch('/mcp', { headers: { ...session, accept: 'text/event-stream' }, signal })
    const abort = new AbortController()
    let session = await open(hasty)
    // A busy machine may open the stream so late that the session has ended.
    await eventually(async () => {
      const { status } = await get(abort.signal)
      if (status !== 200) session = await open(hasty)
      return status === 200
    })
    expect((await get(null)).status).toBe(409)
    // One without a stream, of the same age, ends.
    await open(hasty)
    await eventually(() => hasty.interfaces.sessions.list().length === 1)
    expect((await get(null)).status).toBe(409)
    abort.abort()
    await eventually(() => hasty.interfaces.sessions.list().length === 0)
    await hasty.close()
  })
})

describe('the modern generation', () => {
  const post = ({ body, headers }: ReturnType<typeof modern>, more: Record<string, string> = {}) =>
    served.post('/mcp', body, { ...headers, ...more })

  it('answers a call as JSON', async () => {
    const response = await post(
      modern('tools/call', { name: 'get_standard', arguments: { id: 'review.md' } }, 'a'),
    )
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toMatchObject({
      id: 'a',
      result: { structuredContent: { id: 'review.md' } },
    })
  })

  it.each([
    ['mcp-method', 'tools/list'],
    ['mcp-name', 'get_stdlib'],
    ['mcp-protocol-version', '2025-11-25'],
  ])('rejects a wrong %s header', async (name, value) => {
    const call = modern('tools/call', { name: 'get_standard', arguments: { id: 'review.md' } })
    const response = await post(call, { [name]: value })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: -32020 } })
  })

  it('rejects a missing header', async () => {
    const { body, headers } = modern('tools/list')
    const { 'mcp-method': _, ...rest } = headers
    const response = await served.post('/mcp', body, rest)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: -32020 } })
  })

  it('rejects an unsupported version, whatever came before', async () => {
    const call = modern('tools/list')
    await post(call)
    const body = structuredClone(call.body)
    body.params._meta['io.modelcontextprotocol/protocolVersion'] = '2099-01-01'
    const response = await served.post('/mcp', body, {
      ...call.headers,
      'mcp-protocol-version': '2099-01-01',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: -32022, data: { supported: ['2026-07-28'], requested: '2099-01-01' } },
    })
  })

  it('does not know the methods that it dropped', async () => {
    for (const method of ['ping', 'logging/setLevel', 'resources/subscribe']) {
      const response = await post(modern(method))
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ error: { code: -32601 } })
    }
  })

  it('has bad params as -32602 and in words, as stdio has', async () => {
    const answer = await jsonOf(post(modern('tools/call', {})))
    expect(answer).toMatchObject({ error: { code: -32602, message: expect.stringContaining('name') } })
    expect(answer.error.message).not.toContain('[')
  })

  it('answers what is no message', async () => {
    for (const [body, code] of [
      ['{', -32700],
      ['42', -32600],
      ['[]', -32600],
      ['{"jsonrpc":"2.0","id":{},"method":"x"}', -32600],
      ['{"jsonrpc":"1.0","id":5,"method":"x"}', -32600],
    ] as const) {
      const response = await served.post('/mcp', body)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code } })
    }
  })
})

describe('closing the request', () => {
  it.each(['/mcp', '/mcp/call'])('on %s reaches the tool', async (path) => {
    let stopped = false
    const started = Promise.withResolvers<void>()
    const whenFresh = (signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal?.addEventListener('abort', () => {
          stopped = true
          resolve()
        })
        started.resolve()
      })
    const slow = await serveTempLibrary({ core: { whenFresh } })
    const seen: Exchange[] = []
    slow.interfaces.sessions.observe((exchange) => seen.push(exchange))
    const abort = new AbortController()
    const { body, headers } = modern('tools/call', { name: 'get_standard', arguments: { id: 'review.md' } })
    const call = slow.fetch(path, {
      method: 'POST',
      body: JSON.stringify(path === '/mcp' ? body : { name: 'get_standard', arguments: { id: 'review.md' } }),
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      signal: abort.signal,
    })
    await started.promise
    abort.abort()
    await expect(call).rejects.toThrow()
    await eventually(() => stopped)
    await eventually(() => seen.length > 0)
    expect(seen).toMatchObject([{ tool: 'get_standard', outcome: { kind: 'cancelled' } }])
    expect(slow.logged.filter((line) => line.startsWith('error'))).toEqual([])
    await slow.close()
  })
})

it('every exchange is observed, however it ends', async () => {
  const seen: Exchange[] = []
  const stop = served.interfaces.sessions.observe((exchange) => seen.push(exchange))
  const next = async (): Promise<Exchange[]> => {
    await eventually(() => seen.length > 0)
    return seen.splice(0)
  }
  const list = modern('tools/list', {}, 'm')
  await messagesOf(await served.post('/mcp', list.body, list.headers))
  expect(await next()).toMatchObject([
    {
      id: 'm',
      method: 'tools/list',
      outcome: { kind: 'result' },
      session: { transport: 'http', client: 'tester' },
    },
  ])
  await served.post('/mcp', list.body, { ...list.headers, 'mcp-method': 'ping' })
  expect(await next()).toMatchObject([{ id: 'm', outcome: { kind: 'error', error: { code: -32020 } } }])
  await messagesOf(
    await served.post(
      '/mcp',
      [1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' })),
    ),
  )
  await eventually(() => seen.length === 2)
  expect(await next()).toMatchObject([{ id: 1 }, { id: 2 }])
  await served.post('/mcp/call', { name: 'get_standard', arguments: { id: 'x.md' } })
  expect(await next()).toMatchObject([
    {
      tool: 'get_standard',
      outcome: { kind: 'result', result: { isError: true } },
      session: { transport: 'rest' },
    },
  ])
  const opened = await served.post('/mcp', initialize())
  await opened.text()
  const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
  expect(await next()).toMatchObject([{ method: 'initialize', session: { client: 'old-timer' } }])
  await served.post('/mcp', { jsonrpc: '2.0', id: 9, method: 'ping' }, { ...session, accept: 'text/html' })
  expect(await next()).toMatchObject([{ id: 9, outcome: { kind: 'error' } }])
  const abort = new AbortController()
  const { body, headers } = modern('subscriptions/listen', { notifications: { toolsListChanged: true } }, 's')
  await served.fetch('/mcp', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    signal: abort.signal,
  })
  abort.abort()
  expect(await next()).toMatchObject([{ id: 's', outcome: { kind: 'cancelled' } }])
  stop()
})

describe('what a client accepts', () => {
  const list = { jsonrpc: '2.0', id: 3, method: 'tools/list' }
  it.each([
    ['*/*', 'application/json'],
    ['', 'application/json'],
    ['application/json', 'application/json'],
    ['application/json, application/mcp+json', 'application/json'],
    ['application/*;q=0.8', 'application/json'],
    ['application/json, text/event-stream', 'text/event-stream'],
    ['text/event-stream', 'text/event-stream'],
  ])('%j is served, as %s', async (accept, type) => {
    const opened = await served.post('/mcp', initialize(), { accept })
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, type])
    expect(await messagesOf(opened)).toMatchObject([{ id: 0, result: { serverInfo: { name: 'plumbline' } } }])
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '', accept }
    for (const headers of [session, { accept }]) {
      const answer = await served.post('/mcp', list, headers)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
      expect(await messagesOf(answer)).toMatchObject([{ id: 3, result: { tools: expect.any(Array) } }])
    }
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
    expect((await served.post('/mcp', note, session)).status).toBe(202)
    const newer = modern('tools/list', {}, 3)
    expect((await served.post('/mcp', newer.body, { ...newer.headers, accept })).status).toBe(200)
  })

  it('a batch comes as one JSON array', async () => {
    const opened = await served.post('/mcp', initialize('2025-03-26'), { accept: '*/*' })
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '', accept: '*/*' }
    const answers = await jsonOf(served.post('/mcp', [list, { ...list, id: 4, method: 'ping' }], session))
    expect(new Set(answers.map(({ id }: { id: number }) => id))).toEqual(new Set([3, 4]))
  })

  it('nothing that there is: 406', async () => {
    expect((await served.post('/mcp', list, { accept: 'text/html' })).status).toBe(406)
  })
})

it('initialize in a session opens another one, and the first goes on', async () => {
  const first = await served.post('/mcp', initialize())
  const session = { 'mcp-session-id': first.headers.get('mcp-session-id') ?? '' }
  const second = await served.post('/mcp', initialize('2025-06-18'), session)
  expect(await messagesOf(second)).toMatchObject([{ id: 0, result: { protocolVersion: '2025-06-18' } }])
  const renewed = { 'mcp-session-id': second.headers.get('mcp-session-id') ?? '' }
  expect(renewed).not.toEqual(session)
  for (const headers of [session, renewed, { 'mcp-session-id': 'forgotten' }]) {
    const body =
      headers === session || headers === renewed ? { ...initialize(), method: 'ping' } : initialize()
    expect((await served.post('/mcp', body, headers)).status).toBe(200)
  }
})

it('initialize without what the SDK requires is served', async () => {
  for (const params of [
    { protocolVersion: '2025-06-18' },
    { protocolVersion: '2025-06-18', capabilities: null },
  ]) {
    const response = await served.post('/mcp', { ...initialize(), params })
    expect(response.headers.get('mcp-session-id')).toBeTruthy()
    expect(await messagesOf(response)).toMatchObject([{ id: 0, result: { protocolVersion: '2025-06-18' } }])
  }
})

it('an id beyond 2^53 is named in the error', async () => {
  const text = '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping","params":{"id":5}}'
  const answer = await jsonOf(served.post('/mcp', text))
  expect(answer).toMatchObject({
    error: { code: -32600, message: expect.stringContaining('9007199254740993') },
  })
  const rest = await served.post('/mcp/call', '{"id":9007199254740993,"name":"list_standards"}')
  expect(rest.status).toBe(400)
  expect((await jsonOf(rest)).error.message).toContain('9007199254740993')
})

describe('addresses', () => {
  it('with a slash at the end are those without', async () => {
    const list = { jsonrpc: '2.0', id: 3, method: 'tools/list' }
    expect((await served.post('/mcp/', list)).status).toBe(200)
    expect((await served.post('/mcp/call/', { name: 'list_standards' })).status).toBe(200)
    expect((await served.fetch('/mcp/tools/')).status).toBe(200)
  })
  it.each([
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
    '/mcp/.well-known/openid-configuration',
    '/register',
  ])('%s: there is no OAuth, without a token too', async (path) => {
    expect((await fetch(`${served.url}${path}`)).status).toBe(404)
    expect((await fetch(`${served.url}${path}`, { method: 'POST', body: '{}' })).status).toBe(404)
    expect((await fetch(`${served.url}/mcp`)).status).toBe(401)
  })
})

describe('many requests at once', () => {
  it('a cancelled one that waits for its turn is never run, and a ping does not wait', async () => {
    const fresh = Promise.withResolvers<void>()
    const asked: unknown[] = []
    const own = await serveTempLibrary({
      core: {
        whenFresh: () => {
          asked.push(asked.length)
          return fresh.promise
        },
      },
    })
    const opened = await own.post('/mcp', initialize())
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
    const call = (id: number) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'list_standards' },
    })
    const answers = Array.from({ length: 40 }, async (_, id) =>
      messagesOf(await own.post('/mcp', call(id), session)),
    )
    await eventually(() => asked.length >= 10)
    const note = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 39 } }
    // The last one may still be on its way.
    await eventually(async () => {
      await own.post('/mcp', note, session)
      return (await Promise.race([answers[39], Promise.resolve(null)])) !== null
    })
    expect(await answers[39]).toMatchObject([{ id: 39, error: { code: -32800 } }])
    const ping = await own.post('/mcp', { jsonrpc: '2.0', id: 'p', method: 'ping' }, session)
    expect(await messagesOf(ping)).toMatchObject([{ id: 'p', result: {} }])
    expect(asked.length).toBeLessThan(39)
    fresh.resolve()
    for (const [id, answer] of (await Promise.all(answers.slice(0, 39))).entries())
      expect(answer).toMatchObject([{ id, result: expect.anything() }])
    expect(asked.length).toBe(39)
    await own.close()
  })
})

describe('without a session', () => {
  it('an older message is answered all the same', async () => {
    const list = { jsonrpc: '2.0', id: 3, method: 'tools/list' }
    expect(await messagesOf(await served.post('/mcp', list))).toMatchObject([
      { id: 3, result: { tools: expect.anything() } },
    ])
  })

  it('GET and DELETE say what they need', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const response = await served.fetch('/mcp', { method })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('POST')
    }
  })
})
