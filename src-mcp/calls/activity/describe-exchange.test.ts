import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NewRequest } from '../../../src-shared/contract/activity.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../../testing/indexed-library.ts'
import { createToolCatalog, type ToolCatalog } from '../../tools/catalog.ts'
import { LIBRARY_TOOLS } from '../../tools/registry.ts'
import { callTool } from '../call-tool.ts'
import type { Exchange, Outcome } from '../exchange.ts'
import type { CallNotes } from '../request-context.ts'
import { describeExchange } from './describe-exchange.ts'

let temp: IndexedLibrary
let catalog: ToolCatalog
beforeAll(async () => {
  temp = await openIndexedLibrary({ ...SAMPLE, 'c#/naming.md': '# Naming in C#\n\nPascalCase.\n' })
  catalog = createToolCatalog(temp.core, LIBRARY_TOOLS)
})
afterAll(() => temp.close())

const SESSION: Exchange['session'] = {
  id: 's',
  transport: 'stdio',
  client: 'tester',
  clientVersion: '1',
  protocolVersion: '2025-11-25',
  state: 'ready',
  states: [],
  openedAt: 1,
  calls: 1,
}

function describeOne(
  method: string,
  params: object | undefined,
  outcome: Outcome,
  tool: string | null = null,
  notes: CallNotes = {},
) {
  const sent = outcome.kind === 'result' ? { jsonrpc: '2.0', id: 7, result: outcome.result } : null
  const exchange: Exchange = {
    session: SESSION,
    startedAt: 5,
    method,
    tool,
    id: 7,
    params,
    outcome,
    notes,
    micros: 12,
    sent,
  }
  return describeExchange(exchange, catalog.find)
}

/** Calls a tool and describes the call. */
async function describeToolCall(name: string, args?: object): Promise<NewRequest> {
  let notes: CallNotes = {}
  const result = await callTool({
    core: temp.core,
    catalog,
    log: () => {},
    name,
    args,
    signal: new AbortController().signal,
    note(more) {
      notes = { ...notes, ...more }
    },
  })
  return describeOne('tools/call', { name, arguments: args }, { kind: 'result', result }, name, notes)
}

describe('a tool call', () => {
  it('has the client, what went over the wire and how long it took', async () => {
    const row = await describeToolCall('get_standard', { id: 'review.md' })
    expect(row).toMatchObject({
      at: 5,
      session: 's',
      client: 'tester',
      transport: 'stdio',
      method: 'tools/call',
      tool: 'get_standard',
      rpcId: 7,
      micros: 12,
      code: null,
      message: null,
      params: { name: 'get_standard', arguments: { id: 'review.md' } },
    })
    expect(JSON.parse(row.body)).toMatchObject({ result: { structuredContent: { title: 'Code review' } } })
    expect(row.bytes).toBe(Buffer.byteLength(row.body))
  })

  it.each([
    [
      'get_stdlib',
      { language: 'py', domain: 'tests' },
      'py, tests',
      'ok',
      'Python testing',
      ['python/testing.md'],
    ],
    ['get_stdlib', { language: 'go', domain: 'security' }, 'go, security', 'empty', 'nothing found', []],
    [
      'search_standards',
      { query: 'unpickle' },
      '“unpickle”',
      'ok',
      '1 section',
      ['python/security.md#python-security'],
    ],
    [
      'search_standards',
      { query: 'fixtures small', language: 'python', tag: 'pytest' },
      '“fixtures small” in python, tagged pytest',
      'ok',
      '2 sections',
      ['python/testing.md#fixtures', 'python/testing.md#scopes'],
    ],
    ['search_standards', { query: 'xylophone' }, '“xylophone”', 'empty', 'nothing found', []],
    ['get_standard', { id: 'go/testing.md' }, 'go/testing.md', 'ok', 'Go testing', ['go/testing.md']],
    [
      'get_standard',
      { id: 'go/testing.md', section: 'Naming' },
      'go/testing.md, Naming',
      'ok',
      'Go testing',
      ['go/testing.md#naming'],
    ],
    [
      'get_standard',
      { id: 'standard:///python/testing.md#scopes' },
      'python/testing.md, scopes',
      'ok',
      'Python testing',
      ['python/testing.md#scopes'],
    ],
    [
      'get_standard',
      { id: 'review.md', offset: 5, maxChars: 3 },
      'review.md, from 5',
      'ok',
      'Code review',
      ['review.md'],
    ],
    ['list_standards', {}, 'everything', 'ok', '5 standards', []],
    ['list_standards', { limit: 2, language: 'python' }, 'python', 'ok', '2 of 3 standards', []],
    ['list_standards', { tag: 'nonsense' }, 'tagged nonsense', 'empty', 'nothing found', []],
    [
      'get_checklist',
      { language: 'python' },
      'python',
      'ok',
      '3 items',
      ['python/security.md#python-security', 'python/testing.md#checklist'],
    ],
    ['get_checklist', { id: 'review.md' }, 'review.md', 'empty', 'nothing found', []],
  ])('%s %j', async (name, args, question, status, summary, references) => {
    const row = await describeToolCall(name, args)
    expect({ question: row.question, status: row.status, summary: row.summary }).toEqual({
      question,
      status,
      summary,
    })
    const parts = row.references.map(({ id, section }) => (section === null ? id : `${id}#${section}`))
    expect(parts).toEqual(references)
  })

  it('says where the answer came from', async () => {
    expect((await describeToolCall('search_standards', { query: 'naming' })).cache).toBe('miss')
    temp.core.cache.flush()
    const again = await describeToolCall('search_standards', { query: 'naming', limit: 10 })
    expect(again).toMatchObject({
      cache: 'hit',
      status: 'ok',
      references: [{ id: 'c#/naming.md' }, { id: 'go/testing.md' }],
    })
    expect((await describeToolCall('get_standard', { id: 'review.md' })).cache).toBe('bypass')
  })

  it.each([
    ['get_standard', { id: 'go/test.md' }, 'no standard has this id', 'go/test.md'],
    ['get_standard', { id: 'review.md', section: 'Spelling' }, 'no such section', 'review.md, Spelling'],
    ['get_stdlib', { language: 'python', domain: 'phrenology' }, 'unknown domain', 'python, phrenology'],
    ['search_standards', { query: 'a', language: 'brainfog' }, 'unknown language', '“a” in brainfog'],
  ])('for what the library does not have is a gap: %s %j', async (name, args, summary, question) => {
    const row = await describeToolCall(name, args)
    expect(row).toMatchObject({ status: 'empty', summary, question, references: [], code: null })
    expect(row.message).toMatch(/library|no section/)
  })

  it.each([
    ['get_standard', { id: {}, colour: 'red' }],
    ['get_standard', undefined],
    ['search_standards', { query: '  ' }],
    ['search_standards', { query: ['a'], tag: {} }],
    ['list_standards', { limit: 'many' }],
  ])('with arguments that are wrong is an error: %s %j', async (name, args) => {
    expect(await describeToolCall(name, args)).toMatchObject({
      status: 'tool-error',
      message: expect.any(String),
    })
  })

  it('of a tool that there is not shows no password that it was given', () => {
    const args = { user: 'bob', password: 'hunter2', more: { apiKey: 'x1' } }
    const error = { code: -32602, message: 'Unknown tool: login.' }
    const row = describeOne('tools/call', { name: 'login', arguments: args }, { kind: 'error', error })
    expect(row.question).toBe('user: bob, password: ••••, more: {"apiKey":"••••"}')
  })

  it('of a tool that there is not is a protocol error', () => {
    const error = { code: -32602, message: 'Unknown tool: get_std. There are: get_stdlib.' }
    const row = describeOne(
      'tools/call',
      { name: 'get_std', arguments: { a: 'b' } },
      { kind: 'error', error },
      'get_std',
    )
    expect(row).toMatchObject({
      status: 'protocol-error',
      summary: '-32602 unknown tool',
      question: 'a: b',
      code: -32602,
      message: error.message,
      bytes: 0,
    })
  })

  it('that was taken back is cancelled', () => {
    const params = { name: 'get_stdlib', arguments: { language: 'go', domain: 'testing' } }
    expect(describeOne('tools/call', params, { kind: 'cancelled' }, 'get_stdlib')).toMatchObject({
      status: 'cancelled',
      summary: 'cancelled by the client',
      question: 'go, testing',
    })
  })

  it('whose request to cancel names an object that is no text leaves a row', () => {
    const params = JSON.parse('{"requestId":{"toString":1,"valueOf":null},"reason":"tired"}')
    const row = describeOne('notifications/cancelled', params, { kind: 'notification' })
    expect(row).toMatchObject({ question: 'tired', status: 'ok' })
  })

  it('that is a megabyte of nonsense leaves a short row', () => {
    const args = { id: 'x'.repeat(1_000_000), section: '\n'.repeat(500) }
    const error = { code: -32602, message: 'y'.repeat(1_000_000) }
    const row = describeOne(
      'tools/call',
      { name: 'get_standard', arguments: args },
      { kind: 'error', error },
      'z'.repeat(9_999),
    )
    expect(row.question.length).toBeLessThan(300)
    expect(row.summary.length).toBeLessThan(100)
    expect(row.tool?.length).toBe(200)
  })
})

describe('another message', () => {
  it.each<[string, object | undefined, object, Partial<NewRequest>]>([
    [
      'initialize',
      { protocolVersion: '2099', clientInfo: { name: 'c', version: '2' } },
      { protocolVersion: '2025-11-25' },
      { question: 'c 2, 2099', summary: 'protocol 2025-11-25' },
    ],
    ['tools/list', {}, { tools: [1, 2] }, { question: '', summary: '2 tools' }],
    ['resources/list', { cursor: 'x' }, { resources: [1] }, { question: 'next page', summary: '1 resource' }],
    [
      'resources/read',
      { uri: 'standard:///go/testing.md#naming' },
      { contents: [{ text: 'abc' }] },
      {
        question: 'go/testing.md, naming',
        summary: '3 characters',
        references: [{ id: 'go/testing.md', section: 'naming' }],
      },
    ],
    [
      'resources/read',
      { uri: 'standard:///c#/naming.md' },
      { contents: [] },
      { question: 'c#/naming.md', references: [{ id: 'c#/naming.md', section: null }] },
    ],
    [
      'prompts/get',
      { name: 'apply-standards', arguments: { language: 'go' } },
      {
        messages: [
          { content: { type: 'text' } },
          { content: { type: 'resource', resource: { uri: 'standard:///go/testing.md' } } },
        ],
      },
      {
        question: 'apply-standards, go',
        summary: '2 messages',
        references: [{ id: 'go/testing.md', section: null }],
      },
    ],
    [
      'completion/complete',
      { argument: { name: 'language', value: 'py' } },
      { completion: { values: ['python'] } },
      { question: 'language “py”', summary: '1 value' },
    ],
    ['__proto__', undefined, {}, { question: '', summary: 'answered' }],
  ])('%s', (method, params, result, expected) => {
    expect(describeOne(method, params, { kind: 'result', result })).toMatchObject({
      status: 'ok',
      tool: null,
      cache: 'bypass',
      ...expected,
    })
  })

  it('that names no resource is a protocol error', () => {
    const error = {
      code: -32602,
      message: 'There is no resource standard:///a.b/c.md. resources/list names …',
    }
    expect(
      describeOne('resources/read', { uri: 'standard:///a.b/c.md' }, { kind: 'error', error }),
    ).toMatchObject({
      status: 'protocol-error',
      summary: '-32602 no such resource',
      question: 'a.b/c.md',
    })
  })

  it('that is a notification is short', () => {
    const params = { requestId: 4, reason: 'bored' }
    expect(describeOne('notifications/cancelled', params, { kind: 'notification' })).toMatchObject({
      status: 'ok',
      question: 'request 4, bored',
      summary: '',
    })
  })
})
