import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { LONG } from '../src-core/testing/long.ts'
import { eventually, LIMIT_MS } from '../src-core/testing/temp-library.ts'
import { SAMPLE } from '../src-mcp/testing/indexed-library.ts'
import { type Plumbline, peakMB, residentMB, startPlumbline } from './testing/built-plumbline.ts'

/** A standard of 4 MB. */
const LARGE = `# Big\n\n${'lorem ipsum dolor\n'.repeat(230_000)}`
/** The number of requests for it in one write: 70 KB of requests for 3 GB of answers. */
const READS = 750
/** A read that is cancelled while it waits for its turn, as is the last one. */
const CANCELLED = 50
/** How many of the answers a client reads that does read. */
const TAKEN = LONG ? READS - 2 : CANCELLED + 5
/** What a process may take at any time, in MB. */
const PEAK = 400

let plumbline: Plumbline
beforeAll(async () => {
  plumbline = await startPlumbline({ ...SAMPLE, 'big.md': LARGE })
})
afterAll(async () => {
  expect(plumbline.errors()).not.toMatch(/^\S+ error /m)
  await plumbline.stop()
})

const read = (id: number) =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'resources/read', params: { uri: 'standard:///big.md' } })
const cancel = (id: number) =>
  JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
const ATTACK = [...Array.from({ length: READS }, (_, id) => read(id)), cancel(CANCELLED), cancel(READS - 1)]

/** A client that does not read until the test starts it. */
interface LazyClient {
  readonly pid: number
  /** Reads on, and calls back with the id of each answer, in their order. */
  read(onAnswer: (id: unknown, length: number) => void): void
  close(): void
}

const OPEN = {
  tcp: () => {
    const socket = connect(plumbline.tcpPort, '127.0.0.1')
    socket.pause()
    const hello = { jsonrpc: '2.0', method: 'plumbline/authenticate', params: { token: plumbline.token } }
    return lazyLines(socket, socket, plumbline.pid, [JSON.stringify(hello)], () => socket.destroy())
  },
  stdio: () => {
    const child = plumbline.startUnreadStdio()
    return lazyLines(child.stdout as Readable, child.stdin as Writable, child.pid ?? 0, [], () =>
      child.kill('SIGKILL'),
    )
  },
  websocket: async (): Promise<LazyClient> => {
    const socket = new WebSocket(`ws://127.0.0.1:${plumbline.port}/mcp/ws`, 'mcp', {
      headers: { authorization: `Bearer ${plumbline.token}` },
      maxPayload: 0,
    })
    await once(socket, 'open')
    socket.pause()
    for (const text of ATTACK) socket.send(text)
    return {
      pid: plumbline.pid,
      read(onAnswer) {
        socket.on('message', (data) => {
          const text = String(data)
          onAnswer(idOf(text), text.length)
        })
        socket.resume()
      },
      close: () => socket.terminate(),
    }
  },
}

async function lazyLines(
  output: Readable,
  input: Writable,
  pid: number,
  before: readonly string[],
  close: () => void,
): Promise<LazyClient> {
  output.pause()
  output.on('error', () => {})
  input.on('error', () => {})
  input.write([...before, ...ATTACK].map((text) => `${text}\n`).join(''))
  return {
    pid,
    read(onAnswer) {
      let start = ''
      let length = 0
      output.on('data', (chunk: Buffer) => {
        for (let rest = chunk; ; ) {
          const end = rest.indexOf(0x0a)
          const part = end < 0 ? rest : rest.subarray(0, end)
          if (start.length < 100 || end >= 0) start += part.toString('latin1').slice(0, 100)
          length += part.length
          tail = `${tail}${part.subarray(-100).toString('latin1')}`.slice(-100)
          if (end < 0) return
          onAnswer(idOf(start) ?? idOf(tail), length)
          start = ''
          tail = ''
          length = 0
          rest = rest.subarray(end + 1)
        }
      })
      let tail = ''
      output.resume()
    },
    close,
  }
}

/** The id of an answer, which is at its start or its end. */
function idOf(text: string): number | undefined {
  const found = /"id":(\d+)/.exec(text.slice(0, 100)) ?? /"id":(\d+)\}?$/.exec(text.slice(-100))
  return found === null ? undefined : Number(found[1])
}

const health = async () => (await fetch(`${plumbline.url}/health`)).status

describe(`${READS} reads of 4 MB in one write take less than ${PEAK} MB`, () => {
  it.each(['tcp', 'websocket', 'stdio'] as const)('over %s', async (name) => {
    const client = await OPEN[name]()
    // The server answers until the limit of unsent bytes is reached.
    let last = -1
    await eventually(async () => {
      const now = residentMB(client.pid) ?? 0
      const isSteady = now > 0 && Math.abs(now - last) < 1
      last = now
      await new Promise((resolve) => setTimeout(resolve, 500))
      return isSteady
    })
    expect(await health()).toBe(200)
    const ids: unknown[] = []
    client.read((id, length) => {
      expect(length).toBeGreaterThan(4_000_000)
      ids.push(id)
    })
    // In their order, and without those that were cancelled while they waited.
    const expected = Array.from({ length: READS }, (_, id) => id)
      .filter((id) => id !== CANCELLED && id !== READS - 1)
      .slice(0, TAKEN)
    await eventually(() => ids.length >= expected.length, 10 * LIMIT_MS)
    expect(ids.slice(0, expected.length)).toEqual(expected)
    expect(peakMB(client.pid) ?? 0, `peak of ${name}`).toBeLessThan(PEAK)
    client.close()
    expect(await health()).toBe(200)
  })

  it('over HTTP, by 200 sockets', async () => {
    const body = read(1)
    const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${plumbline.token}\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    const sockets: Socket[] = []
    for (let n = 0; n < 200; n++) {
      const socket = connect(plumbline.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.pause()
      socket.write(`${head}${body}`.repeat(4))
      sockets.push(socket)
    }
    // Others are answered, after those who read nothing have been cut off.
    for (let n = 0; n < 5; n++) {
      const response = await plumbline.post('/mcp', read(n))
      expect((await response.text()).length).toBeGreaterThan(4_000_000)
    }
    for (const socket of sockets) socket.destroy()
    expect(peakMB(plumbline.pid) ?? 0).toBeLessThan(PEAK)
    expect(await health()).toBe(200)
  })
})
