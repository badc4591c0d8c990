import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../src-core/testing/temp-library.ts'
import { jsonOf, messagesOf } from '../src-main/testing/serve-temp-library.ts'
import { SAMPLE } from '../src-mcp/testing/indexed-library.ts'
import { type Plumbline, startPlumbline } from './testing/built-plumbline.ts'
import { BROKEN, CALLS, type Call } from './testing/calls.ts'
import {
  INTERFACES,
  type Json,
  OPEN_WIRE,
  openSpeaker,
  type ProtocolGeneration,
  requestOf,
} from './testing/speak.ts'

const CHAPTERS = Array.from({ length: 40 }, (_, n) => `## Chapter ${n}\n\n${`Rule ${n}. `.repeat(150)}\n`)
const FILES = {
  ...SAMPLE,
  'long.md': `# A long standard\n\n${CHAPTERS.join('\n')}`,
  'naïve 日本.md': '# 日本語の規約\n\n日本語で書く。\n',
  'тест/правила.md': '---\ndomain: testing\n---\n# Правила\n\nПравила для тестов.\n',
}

/** Fields that differ between processes and change with time: which process indexes, when, and the live sessions. */
const VOLATILE: readonly string[] = ['here', 'aliveAt', 'checkedAt', 'sessions']

let plumbline: Plumbline
beforeAll(async () => {
  plumbline = await startPlumbline(FILES)
})
afterAll(() => plumbline.stop())

/** The answer as text, without its id and the volatile fields. All other bytes are compared. */
function bytesOf({ id: _, ...rest }: Json): string {
  return JSON.stringify(rest, (key, value) => (VOLATILE.includes(key) ? '' : value))
}

/** Sends every call over an interface. Returns the answers by call. */
async function answersOf(
  name: (typeof INTERFACES)[number],
  generation: ProtocolGeneration,
): Promise<Map<Call, Json>> {
  const speaker = await openSpeaker(plumbline, name, generation)
  const answers = new Map<Call, Json>()
  for (const [at, call] of CALLS.entries()) {
    const [method, params] = call
    const id = at % 2 === 0 ? at + 1 : `call ${at}`
    const answer = await speaker.ask(requestOf(generation, method, params, id))
    expect(answer.id, `${name}, ${method} ${JSON.stringify(params)}`).toBe(id)
    answers.set(call, answer)
  }
  await speaker.close()
  return answers
}

describe.each(['modern', 'legacy'] as const)('all interfaces answer like stdio, %s:', (generation) => {
  let expected: Map<Call, Json>
  beforeAll(async () => {
    expected = await answersOf('stdio', generation)
  })

  it.each(INTERFACES.slice(1))('%s', async (name) => {
    const answers = await answersOf(name, generation)
    for (const call of CALLS) {
      const why = JSON.stringify(call)
      expect(bytesOf(answers.get(call) ?? {}), why).toBe(bytesOf(expected.get(call) ?? {}))
    }
  })

  it('each answer is a JSON-RPC 2.0 response with either a result or an error', () => {
    for (const [call, { jsonrpc, result, error, ...rest }] of expected) {
      const why = JSON.stringify(call)
      expect(jsonrpc, why).toBe('2.0')
      expect(Object.keys(rest), why).toEqual(['id'])
      expect((result === undefined) !== (error === undefined), why).toBe(true)
      if (error === undefined) continue
      const { code, message, data: _, ...others } = error as Json
      expect(Number.isInteger(code), why).toBe(true)
      expect(message, why).toEqual(expect.stringMatching(/\S/))
      expect(others, why).toEqual({})
    }
  })

  it('REST, with its own error codes and the same answers', async () => {
    for (const call of CALLS) {
      const [method, params] = call as [string, Json]
      if (method !== 'tools/call' || typeof params.name !== 'string') continue
      const args = params.arguments
      // MCP rejects such arguments before a tool is called; REST has its own envelope and answers differently.
      if (args === null || Array.isArray(args) || ['string', 'number'].includes(typeof args)) continue
      const why = JSON.stringify(params)
      const response = await plumbline.post('/mcp/call', params)
      const answer = await jsonOf(response)
      const { result, error } = JSON.parse(bytesOf(expected.get(call) ?? {}))
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

  it('the pages of list_standards are the same everywhere', async () => {
    const pages = []
    for (const name of INTERFACES) {
      const speaker = await openSpeaker(plumbline, name, generation)
      const seen: unknown[] = []
      let cursor: unknown
      do {
        const params = {
          name: 'list_standards',
          arguments: { limit: 2, ...(cursor !== undefined && { cursor }) },
        }
        const { result } = await speaker.ask(requestOf(generation, 'tools/call', params, seen.length))
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

it('the answer to initialize is the same over every interface that has a handshake', async () => {
  const handshakes = []
  for (const name of INTERFACES.slice(0, 4)) {
    const speaker = await openSpeaker(plumbline, name, 'legacy')
    handshakes.push(bytesOf(speaker.handshake ?? {}))
    await speaker.close()
  }
  expect(handshakes[0]).toContain('"serverInfo"')
  expect(new Set(handshakes).size).toBe(1)
})

describe('an invalid message gets the same answer everywhere:', () => {
  it.each(BROKEN)('%s', async (text) => {
    const parsed = text === '{' ? {} : JSON.parse(text)
    const answers: Json[] = []
    for (const open of Object.values(OPEN_WIRE)) {
      const wire = await open(plumbline)
      wire.send(text)
      answers.push(await eventually(() => wire.received.messages[0]))
      await wire.close()
    }
    const version = parsed?.params?._meta?.['io.modelcontextprotocol/protocolVersion']
    const headers =
      typeof version === 'string' ? { 'mcp-protocol-version': version, 'mcp-method': 'tools/list' } : {}
    answers.push(((await messagesOf(await plumbline.post('/mcp', text, headers))) as Json[])[0] ?? {})
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })
})
