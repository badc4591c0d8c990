import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import { eventually } from '../../src-core/testing/temp-library.ts'
import {
  modern,
  type Served,
  serveTempLibrary,
  TEST_TOKEN,
  whenClosed,
} from '../testing/serve-temp-library.ts'

let served: Served
beforeAll(async () => {
  served = await serveTempLibrary({ limits: { body: 1024 * 1024, heartbeat: 200 } })
})
afterAll(() => served.close())

// biome-ignore lint/suspicious/noExplicitAny: tests read fields of any answer
type Answer = any

const BEARER = { authorization: `Bearer ${TEST_TOKEN}` }
const address = (path = '/mcp/ws') => `ws://127.0.0.1:${served.interfaces.port}${path}`

async function open(options: ClientOptions = {}, from = served) {
  const url = `ws://127.0.0.1:${from.interfaces.port}/mcp/ws`
  const socket = new WebSocket(url, 'mcp', { headers: BEARER, ...options })
  const answers: Answer[] = []
  socket.on('message', (data) => answers.push(JSON.parse(String(data))))
  await once(socket, 'open')
  return {
    socket,
    answers,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    answerTo: (id: unknown) => eventually(() => answers.find((answer) => answer.id === id)),
  }
}

/** The status and the body of a rejected upgrade. */
async function rejectedUpgrade(path: string, options: ClientOptions, protocol = 'mcp') {
  const socket = new WebSocket(address(path), protocol, options)
  const [, response] = await once(socket, 'unexpected-response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, message: JSON.parse(body).error.message, headers: response.headers }
}

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 'init',
  method: 'initialize',
  params: { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'sock', version: '3' } },
}

describe('a WebSocket', () => {
  it('serves both protocol generations on one connection', async () => {
    const { socket, send, answerTo } = await open()
    expect(socket.protocol).toBe('mcp')
    send(modern('tools/call', { name: 'get_standard', arguments: { id: 'review.md' } }, 'new').body)
    expect(await answerTo('new')).toMatchObject({ result: { structuredContent: { id: 'review.md' } } })
    send(INITIALIZE)
    expect(await answerTo('init')).toMatchObject({ result: { protocolVersion: '2025-03-26' } })
    send({ jsonrpc: '2.0', id: 'old', method: 'tools/list' })
    expect(await answerTo('old')).toMatchObject({ result: { tools: expect.any(Array) } })
    socket.close()
  })

  it('answers unreadable messages and goes on', async () => {
    const { socket, send, answers, answerTo } = await open()
    send('{')
    send('[]')
    send(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x', params: { text: 'x'.repeat(1.2 * 1024 * 1024) } }),
    )
    await eventually(() => answers.length === 3)
    expect(answers.map((answer) => answer.error.code)).toEqual([-32700, -32600, -32600])
    expect(answers[2].error.message).toContain('over the limit')
    send(modern('tools/list', {}, 2).body)
    await answerTo(2)
    socket.close()
  })

  it('has the batches of 2025-03-26', async () => {
    const { socket, send, answers, answerTo } = await open()
    send(INITIALIZE)
    await answerTo('init')
    send([{ jsonrpc: '2.0', id: 1, method: 'ping' }, { jsonrpc: '2.0', id: 2, method: 'ping' }, 'nonsense'])
    const batch = await eventually(() => answers.find(Array.isArray))
    expect(batch).toHaveLength(3)
    socket.close()
  })

  it('ends with 1003 after a binary frame and with 1009 after a huge one', async () => {
    const binary = await open()
    binary.socket.send(Buffer.from('{}'))
    expect((await once(binary.socket, 'close'))[0]).toBe(1003)
    expect(binary.answers).toMatchObject([{ error: { code: -32600 } }])
    const huge = await open()
    huge.socket.send('x'.repeat(3 * 1024 * 1024))
    expect((await once(huge.socket, 'close'))[0]).toBe(1009)
  })

  it('is a session from the first byte to the last', async () => {
    await eventually(() => served.interfaces.sessions.list().length === 0)
    const seen: string[] = []
    const stop = served.interfaces.sessions.onChange((session) => {
      if (session.transport === 'websocket')
        seen.push(`${session.state} ${session.client} ${session.protocolVersion}`)
    })
    const { socket, send, answerTo } = await open()
    send(INITIALIZE)
    await answerTo('init')
    send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    send({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    await answerTo(1)
    const mine = served.interfaces.sessions.list().filter((session) => session.client === 'sock')
    expect(mine).toMatchObject([
      { state: 'ready', calls: 2, clientVersion: '3', protocolVersion: '2025-03-26' },
    ])
    socket.close()
    await eventually(() => seen.at(-1)?.startsWith('disconnected'))
    stop()
    expect(seen).toEqual([
      'connecting null null',
      'initializing sock null',
      'initializing sock 2025-03-26',
      'ready sock 2025-03-26',
      'disconnected sock 2025-03-26',
    ])
  })

  it('notifies of changes of the tool list', async () => {
    const { socket, send, answers, answerTo } = await open()
    send(INITIALIZE)
    await answerTo('init')
    send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    send({ jsonrpc: '2.0', id: 1, method: 'ping' })
    await answerTo(1)
    await served.temp.write({ 'rust/style.md': '# Rust\n' })
    await eventually(() => answers.some((answer) => answer.method === 'notifications/tools/list_changed'))
    await served.temp.write({ 'rust/style.md': null })
    socket.close()
  })

  it('is held to the rate', async () => {
    const strict = await serveTempLibrary({ limits: { rate: { burst: 3, perSecond: 0.001 } } })
    const { socket, send, answers } = await open({}, strict)
    for (let id = 1; id <= 4; id++) send(modern('tools/list', {}, id).body)
    await eventually(() => answers.length === 4)
    expect(answers.filter((answer) => answer.error?.code === -32004).map((answer) => answer.id)).toEqual([
      3, 4,
    ])
    socket.close()
    await strict.close()
  })

  it('is dropped when the peer does not answer pings', async () => {
    const raw = connectTcp(served.interfaces.port, '127.0.0.1')
    raw.write(
      [
        'GET /mcp/ws HTTP/1.1',
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Authorization: Bearer ${TEST_TOKEN}`,
        '\r\n',
      ].join('\r\n'),
    )
    raw.resume()
    await whenClosed(raw)
  })

  it('is closed when it is idle, and with the server', async () => {
    const lazy = await serveTempLibrary({ limits: { heartbeat: 50, idle: 100 } })
    const idle = await open({}, lazy)
    expect((await once(idle.socket, 'close'))[0]).toBe(1001)
    const busy = await open({}, lazy)
    const closed = once(busy.socket, 'close')
    await lazy.close()
    expect((await closed)[0]).toBe(1001)
  })
})

describe('an upgrade is rejected', () => {
  it.each([
    ['a foreign Host', '/mcp/ws', { headers: { ...BEARER, host: 'localhost.evil.com' } }, 403, /Host/],
    ['a foreign Origin', '/mcp/ws', { headers: BEARER, origin: 'http://evil.com' }, 403, /origin/],
    ['no token', '/mcp/ws', {}, 401, /token is needed/],
    ['a wrong token', '/mcp/ws', { headers: { authorization: 'Bearer x' } }, 401, /not the right one/],
    [
      'a token in the URL',
      `/mcp/ws?token=${TEST_TOKEN}`,
      { headers: BEARER },
      401,
      /must not stand in a URL/,
    ],
    ['another path', '/mcp', { headers: BEARER }, 404, /nothing at \/mcp/],
  ])('with %s', async (_, path, options, status, message) => {
    const rejected = await rejectedUpgrade(path, options)
    expect(rejected.status).toBe(status)
    expect(rejected.message).toMatch(message)
    if (status === 401) expect(rejected.headers['www-authenticate']).toMatch(/^Bearer/)
  })

  it('with another subprotocol', async () => {
    expect(await rejectedUpgrade('/mcp/ws', { headers: BEARER }, 'chat')).toMatchObject({ status: 400 })
  })

  it('where it is switched off', async () => {
    const off = await serveTempLibrary({ webSocket: false })
    const socket = new WebSocket(`ws://127.0.0.1:${off.interfaces.port}/mcp/ws`, 'mcp', { headers: BEARER })
    const [, response] = await once(socket, 'unexpected-response')
    expect(response.statusCode).toBe(404)
    await off.close()
  })
})
