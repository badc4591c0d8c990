import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG } from '../src-core/testing/long.ts'
import { jsonOf, messagesOf } from '../src-main/testing/serve-temp-library.ts'
import { SAMPLE } from '../src-mcp/testing/indexed-library.ts'
import { type Plumbline, peakMB, residentMB, startPlumbline } from './testing/built-plumbline.ts'
import { hostileMessage } from './testing/hostile-messages.ts'
import { answerTo, type Json, OPEN_WIRE, requestOf } from './testing/speak.ts'

/** Messages over each of the five interfaces: 100,000 in all in a long run. */
const MESSAGES = LONG ? 20_000 : 200
const AT_ONCE = 50
/** What a process may grow by between the middle and the end of the messages, and what it may ever take, in MB. */
const GROWTH = 64
const PEAK = 400
/** The longest answer to a message that is wrong, and the longest good one of this library, in bytes. */
const LONGEST = 20_000

let plumbline: Plumbline
let good: string
const totals: Json[] = []
beforeAll(async () => {
  plumbline = await startPlumbline(SAMPLE)
  good = JSON.stringify(await goodCall())
})
afterAll(async () => {
  expect(plumbline.errors()).not.toMatch(/^\S+ error /m)
  await plumbline.stop()
  if (LONG) console.table(totals)
})

const goodCall = () =>
  jsonOf(plumbline.post('/mcp/call', { name: 'get_standard', arguments: { id: 'review.md' } }))

/** Sends the messages in portions, and measures the memory in the middle and at the end. */
async function attack(
  name: string,
  pid: number,
  send: (texts: readonly string[]) => Promise<number>,
): Promise<void> {
  const seed = Date.now() % 1_000_000
  const texts = fc.sample(hostileMessage, { numRuns: MESSAGES, seed })
  let answers = 0
  let middle = 0
  for (let at = 0; at < texts.length; at += AT_ONCE) {
    if (at === texts.length / 2) middle = residentMB(pid) ?? 0
    try {
      answers += await send(texts.slice(at, at + AT_ONCE))
    } catch (error) {
      throw new Error(`Seed ${seed}, messages from ${at}`, { cause: error })
    }
  }
  const end = residentMB(pid)
  totals.push({ name, messages: texts.length, answers, middleMB: middle, endMB: end, peakMB: peakMB(pid) })
  if (end === null) return
  expect(end - middle).toBeLessThan(GROWTH)
  expect(peakMB(pid)).toBeLessThan(PEAK)
}

describe(`${MESSAGES} hostile messages change nothing for others, and cost no memory`, () => {
  it.each(['stdio', 'tcp', 'websocket'] as const)('over %s', async (name) => {
    const wire = await OPEN_WIRE[name](plumbline)
    const pid = name === 'stdio' ? (plumbline.servers().at(-1)?.process.pid ?? 0) : plumbline.pid
    await attack(name, pid, async (texts) => {
      for (const text of texts) wire.send(text)
      const id = crypto.randomUUID()
      const params = { name: 'get_standard', arguments: { id: 'review.md' } }
      wire.send(JSON.stringify(requestOf('modern', 'tools/call', params, id)))
      const { result } = await answerTo(wire.received, id)
      expect((result as Json).structuredContent).toEqual(JSON.parse(good).result)
      const answers = wire.received.messages.splice(0)
      for (const answer of answers) expectShort(JSON.stringify(answer), texts)
      return answers.length
    })
    await wire.close()
  })

  it('over HTTP', async () => {
    await attack('http', plumbline.pid, (texts) => postAll('/mcp', texts))
  })

  it('over REST', async () => {
    await attack('rest', plumbline.pid, (texts) => postAll('/mcp/call', texts))
  })
})

async function postAll(path: string, texts: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    texts.map(async (text) => {
      const response = await plumbline.post(path, text)
      expect(response.status, text.slice(0, 200)).toBeLessThan(500)
      const answers = await messagesOf(response)
      for (const answer of answers) expectShort(JSON.stringify(answer), [text])
      return answers.length
    }),
  )
  expect(JSON.stringify(await goodCall())).toBe(good)
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Ids are repeated in an answer as they came, so an answer may be as long as its message in their place. */
function expectShort(answer: string, texts: readonly string[]): void {
  if (answer.length <= LONGEST) return
  const { id } = JSON.parse(answer)
  expect(
    String(id ?? '').length + LONGEST,
    texts.map((text) => text.slice(0, 100)).join('\n'),
  ).toBeGreaterThan(answer.length)
}
