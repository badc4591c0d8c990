import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import type { Exchange } from './exchange.ts'
import { createSessions, type Session } from './sessions.ts'
import { watchWire } from './watch-wire.ts'

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

/** A watched wire of which a test plays both ends. */
function open() {
  const logged: string[] = []
  const sessions = createSessions((_, message) => logged.push(message))
  const changes: Session[] = []
  const exchanges: Exchange[] = []
  sessions.onChange((session) => changes.push(session))
  const stop = sessions.observe((exchange) => exchanges.push(exchange))
  const wire: Transport = {
    start: async () => {},
    send: async () => {},
    close: async () => wire.onclose?.(),
  }
  const server = watchWire(wire, sessions.open('stdio'))
  const received: JSONRPCMessage[] = []
  server.onmessage = (message) => received.push(message)
  return { sessions, changes, exchanges, stop, wire, server, received, logged }
}

describe('a session', () => {
  it('keeps each state with its time, and what it learns of its client', async () => {
    const { sessions, changes, wire, server, received } = open()
    wire.onmessage?.(INITIALIZE)
    await server.send(INITIALIZED)
    wire.onmessage?.({ jsonrpc: '2.0', method: 'notifications/initialized' })
    wire.onmessage?.(call(2))
    expect(received).toHaveLength(3)
    expect(sessions.list()).toMatchObject([
      { client: 'c', clientVersion: '2', protocolVersion: '2025-11-25', state: 'ready', calls: 2 },
    ])
    await server.close()
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

  it('is ready at once in the stateless era', () => {
    const { sessions, wire } = open()
    wire.onmessage?.({
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
    const [session] = sessions.list()
    expect(session).toMatchObject({ state: 'ready', protocolVersion: '2026-07-28', client: null })
    expect(session?.clientVersion).toHaveLength(200)
  })
})

describe('an observer', () => {
  it('sees each exchange with its answer, its size and its tool', async () => {
    const { exchanges, wire, server } = open()
    wire.onmessage?.(call(1))
    wire.onmessage?.(call(2))
    await server.send({ jsonrpc: '2.0', id: 2, error: { code: -32602, message: 'no' } })
    await server.send(answer(1))
    expect(exchanges).toMatchObject([
      {
        id: 2,
        method: 'tools/call',
        tool: 'get_standard',
        outcome: { kind: 'error', error: { code: -32602 } },
      },
      { id: 1, outcome: { kind: 'result', result: { text: 'é' } }, params: { arguments: { id: 'é.md' } } },
    ])
    const [, last] = exchanges
    expect(last?.sent).toEqual(answer(1))
    expect(last?.micros).toBeGreaterThan(0)
    expect(last?.session.calls).toBe(2)
  })

  it('sees notifications, what was taken back, and what was left without an answer', async () => {
    const { exchanges, wire } = open()
    wire.onmessage?.(call(1))
    wire.onmessage?.(call(2))
    wire.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    wire.onclose?.()
    expect(exchanges.map(({ id, outcome }) => [id, outcome.kind])).toEqual([
      [null, 'notification'],
      [1, 'cancelled'],
      [2, 'cancelled'],
    ])
  })

  it('that throws is logged and harms nobody', async () => {
    const { sessions, exchanges, wire, server, logged } = open()
    sessions.observe(() => {
      throw new Error('full disk')
    })
    wire.onmessage?.(call(1))
    await server.send(answer(1))
    expect(exchanges).toHaveLength(1)
    expect(logged).toEqual([expect.stringContaining('full disk')])
  })

  it('that has left costs nothing and misses nothing else', async () => {
    const { sessions, exchanges, stop, wire, server } = open()
    stop()
    wire.onmessage?.(call(1))
    await server.send(answer(1))
    expect(exchanges).toEqual([])
    expect(sessions.list()).toMatchObject([{ calls: 1 }])
  })
})
