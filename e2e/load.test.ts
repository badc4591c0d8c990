import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG } from '../src-core/testing/long.ts'
import { eventually } from '../src-core/testing/temp-library.ts'
import { messagesOf } from '../src-main/testing/serve-temp-library.ts'
import { type Plumbline, residentMB, startPlumbline } from './testing/built-plumbline.ts'
import { answerTo, headersOf, type Json, OPEN_WIRE, requestOf } from './testing/speak.ts'

const CALLS = LONG ? 10_000 : 600
const AT_ONCE = 64
const STANDARDS = 50
const LARGE = 200_000
/** The allowed growth of the process during calls of which it has answered as many before, in MB. */
const GROWTH = 64

const FILES = {
  ...Object.fromEntries(
    Array.from({ length: STANDARDS }, (_, n) => [`small/${n}.md`, `# Small ${n}\n\nOnly ${n} says this.\n`]),
  ),
  'large.md': `# Large\n\n${'All work and no play. '.repeat(LARGE / 20)}\n`,
}

let plumbline: Plumbline
beforeAll(async () => {
  plumbline = await startPlumbline(FILES)
})
afterAll(() => plumbline.stop())

const smallCall = (n: number, id: number | string) =>
  requestOf('modern', 'tools/call', { name: 'get_standard', arguments: { id: `small/${n}.md` } }, id)
const largeCall = (id: number | string) =>
  requestOf(
    'modern',
    'tools/call',
    { name: 'get_standard', arguments: { id: 'large.md', maxChars: LARGE } },
    id,
  )

function contentOf({ result, error }: Json): string {
  expect(error).toBeUndefined()
  return String(((result as Json).structuredContent as Json).content)
}

/** Runs `CALLS` calls, `AT_ONCE` at a time, and checks that each answer is the one to its call. */
async function runAll(ask: (request: Json) => Promise<Json>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < CALLS) {
        const id = next++
        const answer = await ask(smallCall(id % STANDARDS, id))
        if (answer.id !== id || !contentOf(answer).includes(`Only ${id % STANDARDS} says this.`))
          throw new Error(`The answer to ${id} is ${JSON.stringify(answer)}`)
      }
    }),
  )
}

async function post(agent: Agent, message: Json): Promise<IncomingMessage> {
  const { port, token } = plumbline
  const asking = request({
    agent,
    port,
    host: '127.0.0.1',
    path: '/mcp',
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headersOf(message),
    },
  })
  asking.end(JSON.stringify(message))
  const [response] = await once(asking, 'response')
  return response
}

async function ask(agent: Agent, message: Json): Promise<Json> {
  const response = await post(agent, message)
  expect(response.statusCode).toBe(200)
  const text = (await response.toArray()).join('')
  const headers = { 'content-type': response.headers['content-type'] ?? '' }
  return ((await messagesOf(new Response(text, { headers }))) as Json[])[0] ?? {}
}

describe(`${CALLS} calls, ${AT_ONCE} at once`, () => {
  it('over HTTP: no error, each answer belongs to its id', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    await runAll((message) => ask(agent, message))
    agent.destroy()
  })

  it.each(['stdio', 'websocket', 'tcp'] as const)(
    'over %s: no error, each answer belongs to its id',
    async (name) => {
      const wire = await OPEN_WIRE[name](plumbline)
      await runAll((message) => {
        wire.send(JSON.stringify(message))
        return answerTo(wire.received, message.id)
      })
      await wire.close()
    },
  )

  it('need no more memory than as many calls before them', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    const callAll = () => runAll((message) => ask(agent, message))
    await callAll()
    const before = residentMB(plumbline.pid)
    await callAll()
    const after = residentMB(plumbline.pid)
    agent.destroy()
    if (before !== null && after !== null) expect(after - before).toBeLessThan(GROWTH)
  })
})

describe('a large answer', () => {
  it('is complete over HTTP, and clients that do not read do not delay others', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    const unread = await Promise.all(
      Array.from({ length: 8 }, () => post(new Agent({ maxSockets: 1 }), largeCall('large'))),
    )
    for (let n = 0; n < 500; n += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, k) => ask(agent, smallCall(k, n + k))))
    }
    for (const response of unread) {
      expect(response.complete).toBe(false)
      expect((await response.toArray()).join('').length).toBeGreaterThan(2 * LARGE)
    }
    expect(contentOf(await ask(agent, largeCall('whole')))).toHaveLength(LARGE)
    agent.destroy()
  })

  it('that a TCP client does not read delays no other client', async () => {
    const socket = connect(plumbline.tcpPort, '127.0.0.1')
    socket.write(
      `{"jsonrpc":"2.0","method":"plumbline/authenticate","params":{"token":"${plumbline.token}"}}\n`,
    )
    socket.pause()
    for (let n = 0; n < 50; n++) socket.write(`${JSON.stringify(largeCall(n))}\n`)
    const other = await OPEN_WIRE.tcp(plumbline)
    for (let n = 0; n < 500; n++) {
      other.send(JSON.stringify(smallCall(n % STANDARDS, n)))
      expect((await answerTo(other.received, n)).error).toBeUndefined()
    }
    await other.close()
    let lines = 0
    socket.on('data', (chunk: Buffer) => {
      lines += chunk.toString('latin1').split('\n').length - 1
    })
    socket.resume()
    await eventually(() => lines === 50)
    socket.destroy()
  })

  it('over stdio does not overtake earlier small ones: each small answer waits only for requests before it', async () => {
    const wire = await OPEN_WIRE.stdio(plumbline)
    const total = 400
    for (let n = 0; n < total; n++)
      wire.send(JSON.stringify(n % 20 === 0 ? largeCall(n) : smallCall(n % STANDARDS, n)))
    await eventually(() => wire.received.messages.length === total)
    const ids = wire.received.messages.map(({ id }) => Number(id))
    expect(new Set(ids).size).toBe(total)
    for (const [at, id] of ids.entries()) if (id % 20 !== 0) expect(at).toBeLessThanOrEqual(id)
    for (const answer of wire.received.messages)
      if (Number(answer.id) % 20 === 0) expect(contentOf(answer)).toHaveLength(LARGE)
    await wire.close()
  })
})
