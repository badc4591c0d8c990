import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Answer,
  makeTempHome,
  type RawServer,
  startRawServer,
  type TempHome,
} from '../testing/built-server.ts'
import { SAMPLE } from '../testing/indexed-library.ts'

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

type Params = Record<string, unknown>
const rpc = (id: number | string, method: string, params?: Params) => ({ jsonrpc: '2.0', id, method, params })
const modern = (id: number | string, method: string, params: Params = {}) =>
  rpc(id, method, { ...params, _meta: ENVELOPE })
const initialize = (protocolVersion = '2025-11-25', id: number | string = 'init') =>
  rpc(id, 'initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'raw', version: '1' } })
const INITIALIZED = { jsonrpc: '2.0', method: 'notifications/initialized' }
const GOOD_CALL = { name: 'get_standard', arguments: { id: 'review.md' } }

let home: TempHome
beforeAll(() => {
  home = makeTempHome(SAMPLE)
})
afterAll(() => home.remove())

let server: RawServer
const start = () => {
  server = startRawServer(home.args)
}
const stop = () => server.stop()

describe.each([
  ['legacy', rpc, [initialize(), INITIALIZED]],
  ['modern', modern, [modern('discover', 'server/discover'), modern('pin', 'tools/list')]],
] as const)('raw bytes, %s generation', (generation, request, opening) => {
  let serial = 0

  // One server meets all cases: none of them may harm it.
  beforeAll(async () => {
    start()
    for (const message of opening) server.send(message)
    await server.answerTo(generation === 'legacy' ? 'init' : 'pin')
  })
  afterAll(stop)

  // After every case: nothing but the expected lines came, and the server lives on.
  afterEach(async () => {
    const id = `good-${++serial}`
    server.send(request(id, 'tools/call', GOOD_CALL))
    const answer = await server.nextAnswer()
    expect(answer).toMatchObject({
      id,
      result: { structuredContent: { content: expect.stringContaining('Be kind') } },
    })
    expect(server.rest().filter((line) => !line.includes('list_changed'))).toEqual([])
  })

  const answerTo = async (bytes: string | Buffer) => {
    server.write(bytes)
    server.write('\n')
    return await server.nextAnswer()
  }
  const callTool = (args: unknown, name: unknown = 'search_standards') =>
    answerTo(JSON.stringify(request('call', 'tools/call', { name, arguments: args })))

  it.each(['{bad json', '{"jsonrpc":"2.0","id":1,"method":"tools/list"', 'nonsense', '}', '"'])(
    'bad JSON: %s',
    async (line) => {
      const answer = await answerTo(line)
      expect(answer.error.code).toBe(-32700)
      expect(answer).not.toHaveProperty('id')
    },
  )

  it.each(['42', '"text"', 'null', 'true', '{}', '{"jsonrpc":"2.0","id":null,"method":"tools/list"}',
    '{"jsonrpc":"2.0","id":1.5,"method":"tools/list"}', '{"jsonrpc":"2.0","id":{},"method":"tools/list"}',
  ])('no request: %s', async (line) => {
    const answer = await answerTo(line)
    expect(answer.error.code).toBe(-32600)
    expect(answer).not.toHaveProperty('id')
  }) // biome-ignore format: a list

  it('a batch', async () => {
    const answer = await answerTo(JSON.stringify([request(1, 'tools/list'), request(2, 'tools/list')]))
    expect(answer.error).toMatchObject({ code: -32600, message: expect.stringContaining('2025-03-26') })
  })

  it('a 12 MB line, without keeping it', async () => {
    const answer = await callTool({ query: 'x'.repeat(12 * 1024 * 1024) })
    expect(answer.error).toMatchObject({ code: -32600, message: expect.stringContaining('10 MB') })
    expect(answer).not.toHaveProperty('id')
  })

  it('a 9 MB line, which is within the limit', async () => {
    const answer = await callTool({ query: 'x'.repeat(9 * 1024 * 1024) })
    expect(answer.result).toMatchObject({ isError: true })
    expect(answer.result.content[0].text).toContain('at most 2000 characters')
  })

  it('invalid UTF-8', async () => {
    const [before, after] = JSON.stringify(request(1, 'tools/call', { name: 'X' })).split('X')
    const answer = await answerTo(
      Buffer.concat([Buffer.from(before!), Buffer.from([0xff, 0xfe]), Buffer.from(after!)]),
    )
    expect(answer.error.code).toBe(-32700)
  })

  it('an unknown tool', async () => {
    for (const name of ['nope', '__proto__', 'constructor', '']) {
      const answer = await callTool({}, name)
      expect(answer).toMatchObject({ id: 'call', error: { code: -32602 } })
    }
  })

  it('bad arguments', async () => {
    for (const [args, sentence] of [
      [{}, '"query" is missing'],
      [{ query: {} }, '"query" must be text, not an object'],
      [{ query: 'x', limit: 999 }, '"limit" must be at most 50'],
      [{ wild: 1 }, '"wild" is not one of its arguments'],
      [{ query: 'x', language: 'klingon' }, 'It has: go, python'],
      [{ query: ' ' }, 'query is empty'],
    ] as const) {
      const answer = await callTool(args)
      expect(answer).toMatchObject({ id: 'call', result: { isError: true } })
      expect(answer.result.content[0].text).toContain(sentence)
    }
  })

  it('params of wrong types', async () => {
    for (const [name, args] of [
      [5, {}],
      [null, {}],
      ['search_standards', 'x'],
      ['search_standards', [1]],
    ]) {
      const answer = await callTool(args, name)
      expect(answer).toMatchObject({ id: 'call', error: { code: -32602 } })
      expect(answer.error.message).toMatch(/^Invalid params: params\.(name|arguments): expected/)
    }
    for (const params of [5, 'x', [1], { _meta: 5 }]) {
      const answer = await answerTo(JSON.stringify({ jsonrpc: '2.0', id: 'p', method: 'tools/call', params }))
      expect(answer).toMatchObject({ id: 'p', error: { code: -32602 } })
    }
  })

  it('`__proto__` in the arguments', async () => {
    const { method, params } = request('call', 'tools/call', { name: 'list_standards', arguments: 'HERE' })
    const line = JSON.stringify({ jsonrpc: '2.0', id: 'call', method, params })
    const answer = await answerTo(
      line.replace('"HERE"', '{"__proto__":{"limit":1},"constructor":{"prototype":{}}}'),
    )
    expect(answer.result.structuredContent.note).toContain('"__proto__", "constructor" are not arguments')
    expect(answer.result.content[0].text).toContain('__proto__')
  })

  it('arguments nested beyond reason', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const line = JSON.stringify(
      request('call', 'tools/call', { name: 'search_standards', arguments: { query: 'HERE' } }),
    )
    const answer = await answerTo(line.replace('"HERE"', deep))
    expect(answer.id).toBe('call')
    expect(answer.error ?? answer.result.isError).toBeTruthy()
  })

  it('bad cursors', async () => {
    expect(await callTool({ cursor: 'zzz' }, 'list_standards')).toMatchObject({ error: { code: -32602 } })
    const answer = await answerTo(JSON.stringify(request('list', 'tools/list', { cursor: 'zzz' })))
    expect(answer).toMatchObject({ id: 'list', error: { code: -32602 } })
  })

  it('unknown methods and notifications', async () => {
    const answer = await answerTo(JSON.stringify(request('m', 'no/such')))
    expect(answer).toMatchObject({ id: 'm', error: { code: -32601 } })
    server.send({ jsonrpc: '2.0', method: 'notifications/nope' })
    server.send({ jsonrpc: '2.0', id: 'stray', result: {} })
  })

  it('CRLF, empty lines and a byte order mark', async () => {
    server.write('\r\n\n  \r\n')
    const answer = await answerTo(`\ufeff${JSON.stringify(request('crlf', 'tools/list'))}\r`)
    expect(answer).toMatchObject({ id: 'crlf', result: { tools: expect.any(Array) } })
  })

  it('a multi-byte character split across writes', async () => {
    const bytes = Buffer.from(
      `${JSON.stringify(request('call', 'tools/call', { name: '😀größe', arguments: {} }))}\n`,
    )
    const cut = bytes.indexOf(Buffer.from('😀')) + 2
    server.write(bytes.subarray(0, cut))
    await new Promise((resolve) => setTimeout(resolve, 30))
    server.write(bytes.subarray(cut))
    expect((await server.nextAnswer()).error.message).toContain('Unknown tool: 😀größe.')
  })

  it('two calls in one write, answered with their ids', async () => {
    const lines = ['a', 'b'].map((id) => JSON.stringify(request(id, 'tools/call', GOOD_CALL)))
    server.write(`${lines.join('\n')}\n`)
    const ids = [await server.nextAnswer(), await server.nextAnswer()].map((answer) => answer.id)
    expect(ids.sort()).toEqual(['a', 'b'])
  })

  it('a cancelled call gets no answer', async () => {
    const cancel = {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 'gone', reason: 'enough' },
    }
    const call = request('gone', 'tools/call', { name: 'search_standards', arguments: { query: 'testing' } })
    server.write(`${JSON.stringify(call)}\n${JSON.stringify(cancel)}\n`)
  })
})

describe('versions', () => {
  beforeEach(start)
  afterEach(stop)

  it('an unknown version in initialize is answered with the newest of its generation', async () => {
    server.send(initialize('1999-01-01'))
    expect(await server.answerTo('init')).toMatchObject({ result: { protocolVersion: '2025-11-25' } })
  })

  it.each(['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'speaks %s',
    async (version) => {
      server.send(initialize(version))
      expect(await server.answerTo('init')).toMatchObject({ result: { protocolVersion: version } })
      server.send(INITIALIZED)
      server.send(rpc(1, 'tools/call', GOOD_CALL))
      expect(await server.answerTo(1)).toMatchObject({ result: { structuredContent: { id: 'review.md' } } })
      server.send(rpc(2, 'ping'))
      expect(await server.answerTo(2)).toMatchObject({ result: {} })
    },
  )

  it('an unsupported version of the new kind is -32022, before and after a good one', async () => {
    const meta = { ...ENVELOPE, 'io.modelcontextprotocol/protocolVersion': '2031-01-01' }
    const rejection = {
      error: { code: -32022, data: { supported: ['2026-07-28'], requested: '2031-01-01' } },
    }
    server.send(rpc(1, 'tools/list', { _meta: meta }))
    expect(await server.answerTo(1)).toMatchObject(rejection)
    server.send(modern(2, 'tools/list'))
    expect(await server.answerTo(2)).toMatchObject({
      result: { resultType: 'complete', ttlMs: expect.any(Number) },
    })
    server.send(rpc(3, 'tools/list', { _meta: meta }))
    expect(await server.answerTo(3)).toMatchObject(rejection)
  })

  it('a request without its envelope is -32602 once the client speaks the new version', async () => {
    server.send(modern(1, 'tools/list'))
    await server.answerTo(1)
    server.send(rpc(2, 'tools/list'))
    expect(await server.answerTo(2)).toMatchObject({ error: { code: -32602 } })
    const { 'io.modelcontextprotocol/clientCapabilities': _, ...part } = ENVELOPE
    server.send(rpc(3, 'tools/list', { _meta: part }))
    expect(await server.answerTo(3)).toMatchObject({ error: { code: -32602 } })
  })

  it('initialize after server/discover, and after calls of the new kind, and the other way round', async () => {
    server.send(modern(1, 'server/discover'))
    expect(await server.answerTo(1)).toMatchObject({ result: { supportedVersions: ['2026-07-28'] } })
    server.send(initialize())
    expect(await server.answerTo('init')).toMatchObject({ result: { protocolVersion: '2025-11-25' } })
    server.send(rpc(2, 'tools/call', GOOD_CALL))
    expect((await server.answerTo(2)).result).not.toHaveProperty('resultType')
    server.send(modern(3, 'tools/call', GOOD_CALL))
    expect(await server.answerTo(3)).toMatchObject({ result: { resultType: 'complete' } })
    server.send(initialize('2025-06-18', 'again'))
    expect(await server.answerTo('again')).toMatchObject({ result: { protocolVersion: '2025-06-18' } })
    server.send(modern(4, 'server/discover'))
    expect(await server.answerTo(4)).toMatchObject({ result: { supportedVersions: ['2026-07-28'] } })
    server.send(rpc(5, 'ping'))
    expect(await server.answerTo(5)).toMatchObject({ result: {} })
  })

  it('initialize with a version of the wrong type is served with the newest of its generation', async () => {
    server.send(rpc(1, 'initialize', { protocolVersion: 5 }))
    expect(await server.answerTo(1)).toMatchObject({ result: { protocolVersion: '2025-11-25' } })
  })

  it('batches in 2025-03-26', async () => {
    server.send(initialize('2025-03-26'))
    await server.answerTo('init')
    server.send([rpc(1, 'ping'), INITIALIZED, 5, rpc(2, 'tools/call', GOOD_CALL), rpc(3, 'no/such')])
    const answers = (await server.next()) as Answer[]
    expect(answers.map(({ id }) => id)).toEqual(expect.arrayContaining([undefined, 1, 2, 3]))
    expect(answers).toHaveLength(4)
  })

  it('subscriptions/listen is notified of new languages', async () => {
    server.send(modern('sub', 'subscriptions/listen', { notifications: { toolsListChanged: true } }))
    expect(await server.next()).toMatchObject({ method: 'notifications/subscriptions/acknowledged' })
    server.send(modern(1, 'tools/call', GOOD_CALL))
    await server.answerTo(1)
    home.write('rust/testing.md', '# Rust testing\n')
    expect(await server.next()).toMatchObject({ method: 'notifications/tools/list_changed' })
    home.write('rust/testing.md', null)
    expect(await server.next()).toMatchObject({ method: 'notifications/tools/list_changed' })
  })
})

describe('the end', () => {
  afterEach(() => server?.stop())

  it('comes with the end of stdin, after the answers under way, the last line without a line feed included', async () => {
    const fresh = makeTempHome(SAMPLE)
    server = startRawServer(fresh.args)
    server.send(initialize())
    server.process.stdin?.end(JSON.stringify(rpc(1, 'tools/call', GOOD_CALL)))
    expect(await server.answerTo(1)).toMatchObject({ result: { structuredContent: { id: 'review.md' } } })
    expect(await server.exit).toBe(0)
    fresh.remove()
  })

  it('comes when the client closes stdout', async () => {
    start()
    server.send(initialize())
    await server.answerTo('init')
    server.process.stdout?.destroy()
    for (let id = 0; id < 50 && server.process.exitCode === null; id++) {
      server.send(rpc(id, 'ping'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await server.exit).toBe(0)
  })

  it('comes when the parent is gone although stdin stays open', async () => {
    // The process in the middle dies; its child keeps reading from a pipe whose other end is here.
    const script = `const { spawn } = require('node:child_process')
      spawn(process.execPath, ${JSON.stringify(home.args)}, { stdio: [3, 1, 'ignore'] })
      process.stdin.once('data', () => process.exit(0))`
    const middle = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore', 'pipe'] })
    const input = middle.stdio[3] as Writable
    input.write(`${JSON.stringify(initialize())}\n`)
    const [first] = await once(middle.stdout as Readable, 'data')
    expect(String(first)).toContain('protocolVersion')
    middle.stdin?.write('go')
    await once(middle, 'exit')
    expect(input.writable).toBe(true)
    // stdout closes when the last process that holds it has ended.
    await once(middle.stdout as Readable, 'close')
    input.destroy()
  })

  it('is said in words when an option is wrong', async () => {
    server = startRawServer([...home.args, '--librry', 'x'])
    expect(await server.exit).toBe(2)
    expect(server.stderr()).toContain('usage:')
    expect(server.rest()).toEqual([])
  })
})
