import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../src-core/testing/temp-library.ts'
import { jsonOf, messagesOf } from '../src-main/testing/serve-temp-library.ts'
import { SAMPLE } from '../src-mcp/testing/temp-library.ts'
import { type Plumbline, startPlumbline } from './testing/built-plumbline.ts'
import { BROKEN, CALLS, type Call } from './testing/calls.ts'
import { type Era, INTERFACES, type Json, OPEN_WIRE, openSpeaker, requestOf } from './testing/speak.ts'

const CHAPTERS = Array.from({ length: 40 }, (_, n) => `## Chapter ${n}\n\n${`Rule ${n}. `.repeat(150)}\n`)
const FILES = {
  ...SAMPLE,
  'long.md': `# A long standard\n\n${CHAPTERS.join('\n')}`,
  'naïve 日本.md': '# 日本語の規約\n\n日本語で書く。\n',
  'тест/правила.md': '---\ndomain: testing\n---\n# Правила\n\nПравила для тестов.\n',
}

/** What differs from process to process and from moment to moment: who indexes and when, and who is there. */
const MOMENTARY: readonly string[] = ['here', 'aliveAt', 'checkedAt', 'sessions']

let plumbline: Plumbline
beforeAll(async () => {
  plumbline = await startPlumbline(FILES)
})
afterAll(() => plumbline.stop())

/** The answer without its id, and without what is momentary: every byte of the rest counts. */
function bytesOf({ id: _, ...rest }: Json): string {
  return JSON.stringify(rest, (key, value) => (MOMENTARY.includes(key) ? '' : value))
}

/** The answers of one interface, by call. */
async function answersOf(name: (typeof INTERFACES)[number], era: Era): Promise<Map<Call, string>> {
  const speaker = await openSpeaker(plumbline, name, era)
  const answers = new Map<Call, string>()
  for (const [at, call] of CALLS.entries()) {
    const [method, params] = call
    const id = at % 2 === 0 ? at + 1 : `call ${at}`
    const answer = await speaker.ask(requestOf(era, method, params, id))
    expect(answer.id, `${name}, ${method} ${JSON.stringify(params)}`).toBe(id)
    answers.set(call, bytesOf(answer))
  }
  await speaker.close()
  return answers
}

describe.each(['modern', 'legacy'] as const)('every interface answers like stdio, %s era:', (era) => {
  let expected: Map<Call, string>
  beforeAll(async () => {
    expected = await answersOf('stdio', era)
  })

  it.each(INTERFACES.slice(1))('%s', async (name) => {
    const answers = await answersOf(name, era)
    for (const call of CALLS) {
      const [method, params] = call
      expect(answers.get(call), `${method} ${JSON.stringify(params)}`).toBe(expected.get(call))
    }
  })

  it('rest, with its own codes around the same answers', async () => {
    for (const call of CALLS) {
      const [method, params] = call as [string, Json]
      if (method !== 'tools/call' || typeof params.name !== 'string') continue
      const args = params.arguments
      // Its envelope is REST's own: MCP refuses such arguments before any tool is asked.
      if (args === null || Array.isArray(args) || ['string', 'number'].includes(typeof args)) continue
      const why = JSON.stringify(params)
      const response = await plumbline.post('/mcp/call', params)
      const answer = await jsonOf(response)
      const { result, error } = JSON.parse(expected.get(call) ?? '{}')
      if (error === undefined && !result.isError) {
        expect(JSON.stringify(answer.result), why).toBe(JSON.stringify(result.structuredContent))
        expect(response.status, why).toBe(200)
        continue
      }
      expect(answer.error.message, why).toBe(error?.message ?? result.content[0].text)
      const statuses: Record<string, number> = { '-32000': 500, '-32001': 400, '-32002': 404 }
      expect(statuses[answer.error.code], why).toBe(response.status)
      if (error?.message.startsWith('Unknown tool')) expect(answer.error.code).toBe(-32002)
      else if (error) expect(answer.error.code, why).toBe(-32001)
    }
  })

  it('the library has pages, and they are the same everywhere', async () => {
    const pages = []
    for (const name of INTERFACES) {
      const speaker = await openSpeaker(plumbline, name, era)
      const seen: unknown[] = []
      let cursor: unknown
      do {
        const params = {
          name: 'list_standards',
          arguments: { limit: 2, ...(cursor !== undefined && { cursor }) },
        }
        const { result } = await speaker.ask(requestOf(era, 'tools/call', params, seen.length))
        const { nextCursor, standards } = (result as Json).structuredContent as Json
        seen.push(standards, nextCursor)
        cursor = nextCursor
      } while (cursor !== undefined)
      pages.push(JSON.stringify(seen))
      await speaker.close()
    }
    expect(pages[0]).toContain('правила')
    expect(new Set(pages).size).toBe(1)
  })
})

it('the handshake is the same wherever there is one', async () => {
  const handshakes = []
  for (const name of INTERFACES.slice(0, 4)) {
    const speaker = await openSpeaker(plumbline, name, 'legacy')
    handshakes.push(bytesOf(speaker.handshake ?? {}))
    await speaker.close()
  }
  expect(handshakes[0]).toContain('"serverInfo"')
  expect(new Set(handshakes).size).toBe(1)
})

describe('what is no request gets the same answer everywhere:', () => {
  it.each(BROKEN)('%s', async (text) => {
    const parsed = text === '{' ? {} : JSON.parse(text)
    const answers: Json[] = []
    for (const open of Object.values(OPEN_WIRE)) {
      const wire = await open(plumbline)
      wire.send(text)
      answers.push(await eventually(() => wire.inbox.messages[0]))
      await wire.close()
    }
    const version = parsed?.params?._meta?.['io.modelcontextprotocol/protocolVersion']
    const headers =
      typeof version === 'string' ? { 'mcp-protocol-version': version, 'mcp-method': 'tools/list' } : {}
    answers.push(((await messagesOf(await plumbline.post('/mcp', text, headers))) as Json[])[0] ?? {})
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })
})
