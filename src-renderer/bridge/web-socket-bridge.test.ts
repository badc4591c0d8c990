import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws'
import type { ClientMessage, HostMessage } from '../../src-shared/contract/contract.ts'
import type { Bridge } from './bridge.ts'
import { openWebSocketBridge } from './web-socket-bridge.ts'

/** A minimal host on a real socket. It records messages and sends the answers that the test sets. */
async function startHost(port = 0) {
  const server = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => 'plumbline' })
  await once(server, 'listening')
  const received: ClientMessage[] = []
  const sockets: ServerSocket[] = []
  const protocols: string[] = []
  let answer: (message: ClientMessage) => HostMessage | null = () => null
  server.on('connection', (socket, request) => {
    sockets.push(socket)
    protocols.push(request.headers['sec-websocket-protocol']?.replace(/,\s*/g, ', ') ?? '')
    socket.on('message', (data) => {
      const message: ClientMessage = JSON.parse(String(data))
      received.push(message)
      const reply = answer(message)
      if (reply) socket.send(JSON.stringify(reply))
    })
  })
  return {
    received,
    sockets,
    protocols,
    port: (server.address() as AddressInfo).port,
    answerWith: (next: typeof answer) => {
      answer = next
    },
    async stop() {
      for (const socket of sockets) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

type Host = Awaited<ReturnType<typeof startHost>>

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const resource of open.splice(0)) await resource.stop()
})

async function start(): Promise<Host> {
  const host = await startHost()
  open.push(host)
  return host
}

function bridgeTo(port: number, backoff = () => 20): Bridge {
  const bridge = openWebSocketBridge({
    open: () => new WebSocket(`ws://127.0.0.1:${port}/window`, ['plumbline', 'token.secret']),
    backoff,
  })
  open.unshift({ stop: () => bridge.close() })
  return bridge
}

const online = (bridge: Bridge) => vi.waitFor(() => expect(bridge.connection().state).toBe('online'))
const result = (message: ClientMessage, output: unknown): HostMessage | null =>
  message.kind === 'call' ? { kind: 'result', id: message.id, output } : null

describe('the bridge over a WebSocket', () => {
  it('sends the token as a subprotocol', async () => {
    const host = await start()
    await online(bridgeTo(host.port))
    expect(host.protocols).toEqual(['plumbline, token.secret'])
  })

  it('calls, and tells answers apart by their number', async () => {
    const host = await start()
    const bridge = bridgeTo(host.port)
    await online(bridge)
    const calls: ClientMessage[] = []
    host.answerWith((message) => {
      calls.push(message)
      return null
    })
    const first = bridge.call('activity.get', { seq: 1 })
    const second = bridge.call('activity.get', { seq: 2 })
    await vi.waitFor(() => expect(calls).toHaveLength(2))
    for (const call of calls.reverse()) {
      if (call.kind !== 'call') continue
      host.sockets[0]?.send(JSON.stringify(result(call, { seq: (call.input as { seq: number }).seq })))
    }
    expect(await first).toEqual({ seq: 1 })
    expect(await second).toEqual({ seq: 2 })
  })

  it('passes on what the host says went wrong', async () => {
    const host = await start()
    const bridge = bridgeTo(host.port)
    await online(bridge)
    const error = {
      code: 'settings-wrong',
      message: '80 needs administrator rights.',
      remedy: 'Choose 1024 to 65535.',
    }
    host.answerWith((message) => (message.kind === 'call' ? { kind: 'error', id: message.id, error } : null))
    await expect(bridge.call('settings.change', { endpoint: { port: 80 } })).rejects.toMatchObject(error)
  })

  it('gives events to those who follow, until they stop', async () => {
    const host = await start()
    const bridge = bridgeTo(host.port)
    const got: unknown[] = []
    const stop = bridge.subscribe('requests', (event) => got.push(event))
    await vi.waitFor(() => expect(host.received).toEqual([{ kind: 'subscribe', topic: 'requests' }]))
    const event = { rows: [], cleared: false, missed: true }
    host.sockets[0]?.send(JSON.stringify({ kind: 'event', topic: 'requests', event }))
    await vi.waitFor(() => expect(got).toEqual([event]))
    stop()
    await vi.waitFor(() => expect(host.received.at(-1)).toEqual({ kind: 'unsubscribe', topic: 'requests' }))
  })

  it('fails what was under way when the host goes, and what is asked while it is away', async () => {
    const host = await start()
    const bridge = bridgeTo(host.port)
    await online(bridge)
    const lost = bridge.call('cache.list', {})
    await vi.waitFor(() => expect(host.received).toHaveLength(1))
    host.sockets[0]?.terminate()
    await expect(lost).rejects.toMatchObject({ code: 'not-connected' })
    await expect(bridge.call('cache.list', {})).rejects.toMatchObject({ code: 'not-connected' })
  })

  it('comes back by itself and follows again', async () => {
    const host = await startHost()
    const bridge = bridgeTo(host.port)
    const states: string[] = []
    bridge.onConnection(() => states.push(bridge.connection().state))
    bridge.subscribe('state', () => {})
    await online(bridge)
    await host.stop()
    await vi.waitFor(() => expect(bridge.connection().state).toBe('offline'))
    const again = await startHost(host.port)
    open.push(again)
    await online(bridge)
    await vi.waitFor(() => expect(again.received).toEqual([{ kind: 'subscribe', topic: 'state' }]))
    expect(states.indexOf('offline')).toBeGreaterThan(states.indexOf('online'))
    again.answerWith((message) => result(message, []))
    expect(await bridge.call('cache.list', {})).toEqual([])
  })

  it('tries at once when it is told to', async () => {
    const host = await startHost()
    const bridge = bridgeTo(host.port, () => 3_600_000)
    await online(bridge)
    await host.stop()
    await vi.waitFor(() =>
      expect(bridge.connection()).toMatchObject({ state: 'offline', retryAt: expect.any(Number) }),
    )
    open.push(await startHost(host.port))
    bridge.retryNow()
    await online(bridge)
  })

  it('does not try again where it is not let in', async () => {
    const host = await start()
    const bridge = bridgeTo(host.port)
    await online(bridge)
    host.sockets[0]?.close(4401, 'no token')
    await vi.waitFor(() => expect(bridge.connection().state).toBe('refused'))
  })

  it('lets what is no message of the contract pass by', async () => {
    const host = await start()
    const bridge = bridgeTo(host.port)
    await online(bridge)
    for (const odd of ['{', '[]', 'null', '{"kind":"result","id":99}', '{"kind":"odd"}'])
      host.sockets[0]?.send(odd)
    host.answerWith((message) => result(message, []))
    expect(await bridge.call('cache.list', {})).toEqual([])
  })
})
