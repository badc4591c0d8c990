import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG } from '../src-core/testing/long.ts'
import { messagesOf } from '../src-main/testing/serve-temp-library.ts'
import { SAMPLE } from '../src-mcp/testing/indexed-library.ts'
import { type Plumbline, residentMB, startPlumbline } from './testing/built-plumbline.ts'
import { isRequest, mutation, type Parsed, parse } from './testing/mutations.ts'
import { headersOf, type Json, OPEN_WIRE, type RawWire, wireOf } from './testing/speak.ts'

/** The number of messages over each interface. */
const MESSAGES = LONG ? 10_000 : 500
/** The number of messages that are sent without waiting for answers. */
const AT_ONCE = 50
/** The allowed growth of a process during the second half of the messages, in MB. */
const GROWTH = 64

let plumbline: Plumbline
beforeAll(async () => {
  plumbline = await startPlumbline(SAMPLE)
})
afterAll(async () => {
  expect(plumbline.errors()).not.toMatch(/^\S+ error /m)
  await plumbline.stop()
})

/** Sends half of the messages, reads the memory, sends the other half, and compares. */
async function fuzz(pid: number, send: (texts: readonly string[]) => Promise<void>): Promise<void> {
  const batch = fc.array(mutation, { minLength: AT_ONCE, maxLength: AT_ONCE })
  const half = () =>
    fc.assert(fc.asyncProperty(batch, send), { numRuns: MESSAGES / AT_ONCE / 2, endOnFailure: true })
  await half()
  const middle = residentMB(pid)
  await half()
  const end = residentMB(pid)
  if (middle !== null && end !== null) expect(end - middle).toBeLessThan(GROWTH)
}

/** The text as the server decodes it: lone surrogates become U+FFFD. */
const asSent = (text: string) => Buffer.from(text).toString()

/** Sends messages over a wire and counts: each answer must belong to a request, and each request must get an answer. */
function createSender(wire: RawWire, isLine: boolean): (texts: readonly string[]) => Promise<void> {
  const named = new Map<unknown, number>()
  const asked = new Map<unknown, number>()
  const answered = new Map<unknown, number>()
  const cancelled = new Set<unknown>()
  const add = (to: Map<unknown, number>, id: unknown) => to.set(id, (to.get(id) ?? 0) + 1)

  /** Returns those ids that wait for an answer. */
  function missing(ids: readonly unknown[]): unknown[] {
    for (const { id, method } of wire.received.messages.splice(0).flat() as Json[]) {
      if (method === undefined) add(answered, id)
    }
    return ids.filter((id) => !cancelled.has(id) && (answered.get(id) ?? 0) < (asked.get(id) ?? 0))
  }

  return async (texts) => {
    const sent = texts.map(asSent)
    const ids: unknown[] = []
    for (const message of sent.flatMap((text) => (isLine ? text.split('\n') : [text])).map(parse)) {
      add(named, message.id)
      if (isRequest(message)) {
        add(asked, message.id)
        ids.push(message.id)
      }
      if (message.method === 'notifications/cancelled') cancelled.add(message.params.requestId)
    }
    // The answer to this request shows that the server is alive.
    const sentinel = crypto.randomUUID()
    for (const map of [named, asked]) add(map, sentinel)
    ids.push(sentinel)
    for (const text of sent) wire.send(text)
    wire.send(JSON.stringify({ jsonrpc: '2.0', id: sentinel, method: 'ping' }))
    await wire.received.find(
      () => (missing(ids).length === 0 ? true : undefined),
      () => `No answer to ${missing(ids).map(String).join(', ')}`,
    )
    for (const [id, times] of answered) {
      if (id !== undefined)
        expect(named.get(id) ?? 0, `answers to ${String(id)}`).toBeGreaterThanOrEqual(times)
    }
  }
}

describe(`${MESSAGES} damaged messages`, () => {
  it('over stdio', async () => {
    const server = plumbline.startStdio()
    const wire = wireOf(server)
    await fuzz(server.process.pid ?? 0, createSender(wire, true))
    expect(server.process.exitCode).toBeNull()
    expect(server.stderr()).not.toMatch(/^\S+ error /m)
  })

  it.each(['websocket', 'tcp'] as const)('over %s', async (name) => {
    const wire = await OPEN_WIRE[name](plumbline)
    await fuzz(plumbline.pid, createSender(wire, name === 'tcp'))
    await wire.close()
  })

  it('over HTTP', async () => {
    await fuzz(plumbline.pid, async (texts) => {
      await Promise.all(
        texts.map(async (text) => {
          const message = parse(asSent(text))
          const response = await plumbline.post('/mcp', text, headersFor(message))
          expect(response.status).toBeLessThan(500)
          const ids = ((await messagesOf(response)) as Json[]).map(({ id }) => id)
          if (isRequest(message)) expect(ids).toEqual([message.id])
          else for (const id of ids) expect([message.id, undefined, null]).toContain(id)
        }),
      )
    })
  })

  it('over REST', async () => {
    await fuzz(plumbline.pid, async (texts) => {
      await Promise.all(
        texts.map(async (text) => {
          const response = await plumbline.post('/mcp/call', text)
          expect([200, 400, 404]).toContain(response.status)
          for (const { id } of [await response.json()].flat() as Json[])
            if (typeof id === 'string' || typeof id === 'number')
              expect(asSent(text)).toContain(`"id":${JSON.stringify(id)}`)
        }),
      )
    })
  })
})

/** The headers that a correct client sends with the message, except those with characters that no header can carry. */
function headersFor(message: Parsed): Record<string, string> {
  const entries = Object.entries(headersOf({ ...message }))
  return Object.fromEntries(entries.filter(([, value]) => /^[!-~]+$/.test(value)))
}
