import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../../src-core/testing/temp-library.ts'
import type { RequestRow } from '../../src-shared/contract/activity.ts'
import {
  messagesOf,
  modern,
  type Served,
  serveTempLibrary,
  TEST_TOKEN,
} from '../testing/serve-temp-library.ts'
import { AUTHENTICATE } from './tcp-server.ts'

let served: Served
beforeEach(async () => {
  served = await serveTempLibrary({ tcp: 0 })
})
afterEach(() => served.close())

const activity = () => served.temp.core.activity
/** Oldest first, as they came. */
const rows = (): readonly RequestRow[] => {
  served.interfaces.recorder.flush()
  return activity().page({}, { limit: 1_000 }).rows.toReversed()
}
const calls = () => rows().filter(({ method }) => method === 'tools/call')

const SEARCH = { name: 'search_standards', arguments: { query: 'pickle' } }
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tester', version: '1' } },
}
const callOf = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: SEARCH })

async function overWebSocket(...messages: (object | string)[]): Promise<void> {
  const socket = new WebSocket(`${served.url.replace('http', 'ws')}/mcp/ws`, 'mcp', {
    headers: { authorization: `Bearer ${TEST_TOKEN}` },
  })
  await new Promise((resolve) => socket.once('open', resolve))
  for (const message of messages) {
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    await new Promise((resolve) => socket.once('message', resolve))
  }
  await new Promise((resolve) => {
    socket.once('close', resolve)
    socket.close()
  })
}

async function overTcp(...messages: object[]): Promise<void> {
  const socket = connect(served.interfaces.tcpPort!, '127.0.0.1')
  const token = { jsonrpc: '2.0', id: 'token', method: AUTHENTICATE, params: { token: TEST_TOKEN } }
  for (const message of [token, ...messages]) {
    socket.write(`${JSON.stringify(message)}\n`)
    await new Promise((resolve) => socket.once('data', resolve))
  }
  await new Promise((resolve) => {
    socket.once('close', resolve)
    socket.end()
  })
}

/** The same question, asked over each interface in its own way. */
const WAYS: readonly [string, () => Promise<void>][] = [
  ['rest', async () => void (await (await served.post('/mcp/call', SEARCH)).json())],
  [
    'http',
    async () => {
      const { body, headers } = modern('tools/call', SEARCH)
      await messagesOf(await served.post('/mcp', body, headers))
    },
  ],
  ['http', async () => void (await messagesOf(await served.post('/mcp', callOf(1))))],
  [
    'http',
    async () => {
      const opened = await served.post('/mcp', INITIALIZE)
      await messagesOf(opened)
      const session = { 'mcp-session-id': opened.headers.get('mcp-session-id')! }
      await messagesOf(await served.post('/mcp', callOf(1), session))
    },
  ],
  ['websocket', () => overWebSocket(INITIALIZE, callOf(1))],
  ['tcp', () => overTcp(INITIALIZE, callOf(1))],
]

describe('the log', () => {
  it('has one row for each call, whatever it came over, and says where the answer came from', async () => {
    for (const [, ask] of WAYS) {
      await ask()
      // As a pause of a client's would.
      served.temp.core.cache.flush()
    }
    await eventually(() => calls().length === WAYS.length)
    expect(calls().map(({ transport, cache }) => [transport, cache])).toEqual(
      WAYS.map(([transport], at) => [transport, at === 0 ? 'miss' : 'hit']),
    )
    for (const row of calls()) {
      expect(row).toMatchObject({
        tool: 'search_standards',
        question: '“pickle”',
        status: 'empty',
        summary: 'nothing found',
        code: null,
      })
      expect(row.bytes).toBeGreaterThan(20)
      expect(row.micros).toBeGreaterThan(0)
    }
    expect(activity().gaps({ from: 0, dismissed: false })).toMatchObject([
      { question: '“pickle”', times: WAYS.length },
    ])
  })

  it('has the body as it was sent', async () => {
    const rest = await (await served.post('/mcp/call', { ...SEARCH, id: 'x' })).text()
    const [over] = await messagesOf(await served.post('/mcp', callOf(1)))
    await eventually(() => calls().length === 2)
    const [first, second] = calls()
    expect(activity().request(first!.seq)?.response).toBe(rest)
    expect(first?.bytes).toBe(Buffer.byteLength(rest))
    expect(JSON.parse(activity().request(second!.seq)?.response ?? '')).toEqual(over)
  })

  it('has the sessions and how they ended', async () => {
    await overWebSocket(INITIALIZE, callOf(1), callOf(2))
    await eventually(() => {
      served.interfaces.recorder.flush()
      const [session] = activity().sessions(10)
      return session?.endedAt
    })
    expect(activity().sessions(10)).toMatchObject([
      { transport: 'websocket', client: 'tester', calls: 3, ended: 'closed', pid: process.pid },
    ])
  })

  it('has what could not be read from a client that was let in', async () => {
    await overWebSocket('this is no JSON', { jsonrpc: '1.0', id: 4 })
    for (const path of ['/mcp', '/mcp/call']) expect((await served.post(path, '{')).status).toBe(400)
    expect((await served.post('/mcp', { jsonrpc: '2.0', id: 5 })).status).toBe(400)
    expect((await served.post('/mcp/call', { id: 6 })).status).toBe(400)
    await eventually(() => rows().length === 6)
    expect(rows().map(({ method, transport, status, code }) => [method, transport, status, code])).toEqual([
      ['unreadable', 'websocket', 'protocol-error', -32700],
      ['unreadable', 'websocket', 'protocol-error', -32600],
      ['unreadable', 'http', 'protocol-error', -32700],
      ['unreadable', 'rest', 'protocol-error', -32700],
      ['unreadable', 'http', 'protocol-error', -32600],
      ['unreadable', 'rest', 'protocol-error', -32600],
    ])
  })
})

describe('the error log', () => {
  const protocolErrors = () =>
    activity()
      .errors({ acknowledged: false })
      .filter(({ source }) => source === 'protocol')

  it('groups rejected callers by status and server, without rows', async () => {
    await fetch(`${served.url}/mcp`, { method: 'POST' })
    await fetch(`${served.url}/mcp`, { headers: { origin: 'https://evil.example' } })
    await served.fetch('/nowhere')
    await served.fetch('/mcp/call')
    expect(rows()).toEqual([])
    expect(
      protocolErrors()
        .map(({ where, code, count }) => [where, code, count])
        .toSorted(),
    ).toEqual([
      ['http', '-32003', 1],
      ['http', '-32003', 1],
      ['http', '-32601', 1],
      ['http', '-32601', 1],
    ])
  })

  it('does not let a stranger fill it', async () => {
    await served.close()
    served = await serveTempLibrary({ limits: { unauthenticated: { burst: 100, perSecond: 0.001 } } })
    const began = performance.now()
    for (let n = 0; n < 300; n++) {
      await fetch(`${served.url}/mcp?${n}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${n}`, 'user-agent': `stranger ${n}` },
      })
    }
    const errors = protocolErrors()
    expect(errors.map(({ code }) => code).toSorted()).toEqual(['-32003', '-32004'])
    // Twenty at once, and one a second.
    const most = 21 + (performance.now() - began) / 1_000
    for (const { count } of errors) expect(count).toBeLessThan(most)
    expect(rows()).toEqual([])
  })

  it('has a rejected TCP client', async () => {
    const socket = connect(served.interfaces.tcpPort!, '127.0.0.1')
    socket.write('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n')
    await new Promise((resolve) => socket.once('data', resolve))
    socket.destroy()
    await eventually(() => protocolErrors().length > 0)
    expect(protocolErrors()).toMatchObject([{ where: 'tcp', count: 1 }])
  })
})
