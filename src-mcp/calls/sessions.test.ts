import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import type { Exchange } from './exchange.ts'
import { PendingRequests } from './pending-requests.ts'
import type { Session } from './session.ts'
import { createSessions } from './sessions.ts'

const INITIALIZE: JSONRPCMessage = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2099-01-01', clientInfo: { name: 'c', version: '2' } },
}
const INITIALIZED: JSONRPCMessage = {
  jsonrpc: '2.0',
  id: 1,
  result: { protocolVersion: '2025-11-25', capabilities: {} },
}
const call = (id: number): JSONRPCMessage => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'get_standard', arguments: { id: 'é.md' } },
})
const answer = (id: number): JSONRPCMessage => ({ jsonrpc: '2.0', id, result: { text: 'é' } })

/** A session, of which a test plays the transport, and everything that it reports. */
function open() {
  const logged: string[] = []
  const sessions = createSessions((_, message) => logged.push(message))
  const changes: Session[] = []
  const exchanges: Exchange[] = []
  sessions.onChange((session) => changes.push(session))
  const stop = sessions.observe((exchange) => exchanges.push(exchange))
  const session = sessions.open('stdio')
  const requests = new PendingRequests(session)
  return { sessions, session, requests, changes, exchanges, stop, logged }
}

describe('a session', () => {
  it('has each state with its time, and the name and version of its client', () => {
    const { sessions, session, changes, requests } = open()
    requests.receive(INITIALIZE)
    requests.sent(INITIALIZED)
    requests.receive({ jsonrpc: '2.0', method: 'notifications/initialized' })
    requests.receive(call(2))
    expect(sessions.list()).toMatchObject([
      { client: 'c', clientVersion: '2', protocolVersion: '2025-11-25', state: 'ready', calls: 2 },
    ])
    session.ending()
    session.gone()
    const states = changes.at(-1)?.states ?? []
    expect(states.map(({ state }) => state)).toEqual([
      'connecting',
      'initializing',
      'ready',
      'shutting-down',
      'disconnected',
    ])
    expect(states.map(({ at }) => at)).toEqual(states.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(sessions.list()).toEqual([])
  })

  it('of the modern generation is ready with its first request', () => {
    const { sessions, requests } = open()
    requests.receive({
      jsonrpc: '2.0',
      id: 1,
      method: 'server/discover',
      params: {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 7, version: 'x'.repeat(10_000) },
        },
      },
    })
    const [listed] = sessions.list()
    expect(listed).toMatchObject({ state: 'ready', protocolVersion: '2026-07-28', client: null })
    expect(listed?.clientVersion).toHaveLength(200)
  })
})

describe('an observer', () => {
  it('gets each exchange with its answer, its notes and its tool', () => {
    const { exchanges, requests } = open()
    requests.receive(call(1))
    requests.receive(call(2))
    requests.find(1)?.note({ cache: 'hit' })
    requests.find(1)?.note({ failure: { brief: 'not found', isGap: true } })
    requests.sent({ jsonrpc: '2.0', id: 2, error: { code: -32602, message: 'no' } })
    requests.sent({
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken: 1, progress: 1 },
    })
    requests.sent(answer(1))
    requests.sent(answer(1))
    expect(exchanges).toHaveLength(2)
    expect(exchanges).toMatchObject([
      {
        id: 2,
        method: 'tools/call',
        tool: 'get_standard',
        outcome: { kind: 'error', error: { code: -32602 } },
        notes: {},
      },
      {
        id: 1,
        outcome: { kind: 'result', result: { text: 'é' } },
        params: { arguments: { id: 'é.md' } },
        notes: { cache: 'hit', failure: { brief: 'not found', isGap: true } },
      },
    ])
    const [, last] = exchanges
    expect(last?.sent).toEqual(answer(1))
    expect(last?.micros).toBeGreaterThan(0)
    expect(last?.session.calls).toBe(2)
  })

  it('gets notifications, cancelled requests, and those without an answer when the client disconnects', () => {
    const { exchanges, requests } = open()
    const first = requests.receive(call(1)).request
    requests.receive(call(2))
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } } as const
    expect(requests.receive(cancel)).toEqual({ cancelled: { id: 1, request: first } })
    requests.abandon()
    expect(exchanges.map(({ id, outcome }) => [id, outcome.kind])).toEqual([
      [null, 'notification'],
      [1, 'cancelled'],
      [2, 'cancelled'],
    ])
  })

  it('that throws is logged and does not harm the others', () => {
    const { sessions, exchanges, requests, logged } = open()
    sessions.observe(() => {
      throw new Error('full disk')
    })
    requests.receive(call(1))
    requests.sent(answer(1))
    expect(exchanges).toHaveLength(1)
    expect(logged).toEqual([expect.stringContaining('full disk')])
  })

  it('that has unsubscribed gets nothing, and the session still counts its calls', () => {
    const { sessions, exchanges, stop, requests } = open()
    stop()
    requests.receive(call(1))
    requests.sent(answer(1))
    expect(exchanges).toEqual([])
    expect(sessions.list()).toMatchObject([{ calls: 1 }])
  })
})

describe('the pending requests', () => {
  it('are answered when all but subscriptions are answered or cancelled', async () => {
    const { requests } = open()
    const resolved: string[] = []
    requests.receive({ jsonrpc: '2.0', id: 'listen', method: 'subscriptions/listen' })
    requests.receive(call(1))
    requests.receive(call(2))
    const answered = requests.whenAnswered().then(() => resolved.push('answered'))
    requests.sent(answer(1))
    await Promise.resolve()
    expect(resolved).toEqual([])
    requests.receive({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } })
    await answered
    await requests.whenAnswered()
    expect(requests.find('listen')?.message.method).toBe('subscriptions/listen')
  })
})
