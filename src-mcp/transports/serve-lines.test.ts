import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../src-core/testing/temp-library.ts'
import type { Exchange } from '../calls/exchange.ts'
import { createSessions } from '../calls/sessions.ts'
import { LibraryChanges } from '../resources/library-changes.ts'
import { createMcpServer } from '../server.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../testing/indexed-library.ts'
import { createToolCatalog } from '../tools/catalog.ts'
import { LIBRARY_TOOLS } from '../tools/registry.ts'
import { serveLines } from './serve-lines.ts'

let temp: IndexedLibrary
beforeAll(async () => {
  temp = await openIndexedLibrary(SAMPLE)
})
afterAll(() => temp.close())

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
}
const callTool = (id: number, name: string, args: object) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})
const cancel = (requestId: number) => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
})

/** A server whose tools wait for a fresh index, each until it is cancelled or `open` is called. */
function serve() {
  const log = () => {}
  const fresh = Promise.withResolvers<void>()
  let asked = 0
  const core = {
    ...temp.core,
    whenFresh: (signal?: AbortSignal) => {
      asked++
      return new Promise<void>((resolve) => {
        signal?.addEventListener('abort', () => resolve())
        void fresh.promise.then(resolve)
      })
    },
  }
  const catalog = createToolCatalog(core, LIBRARY_TOOLS)
  const changes = new LibraryChanges(core, catalog)
  const sessions = createSessions(log)
  const exchanges: Exchange[] = []
  sessions.observe((exchange) => exchanges.push(exchange))
  const input = new PassThrough()
  const output = new PassThrough()
  const server = serveLines({
    makeServer: (instance) => createMcpServer({ core, catalog, changes, version: '1', log }, instance),
    session: sessions.open('stdio'),
    input,
    output,
    log,
  })
  let text = ''
  output.on('data', (chunk) => {
    text += chunk
  })
  return {
    exchanges,
    server,
    /** How many calls have asked for a fresh index. */
    asked: () => asked,
    /** Makes the index fresh. */
    open: () => fresh.resolve(),
    send: (message: object) => input.write(`${JSON.stringify(message)}\n`),
    end: () => input.end(),
    answers: () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  }
}

describe('a cancelled request', () => {
  it('does not hold up its batch nor the end of the input, and is logged as cancelled', async () => {
    const { send, end, answers, exchanges, server } = serve()
    send(INITIALIZE)
    await eventually(() => answers().length === 1)
    send([callTool(1, 'list_standards', {}), { jsonrpc: '2.0', id: 2, method: 'ping' }])
    send(cancel(1))
    const startedAt = performance.now()
    end()
    await server.finished
    // Without the cancellation the server would wait 5 s for the answer.
    expect(performance.now() - startedAt).toBeLessThan(4_000)
    expect(answers().slice(1)).toEqual([[{ jsonrpc: '2.0', id: 2, result: {} }]])
    expect(exchanges.map(({ method, outcome }) => [method, outcome.kind])).toEqual([
      ['initialize', 'result'],
      ['notifications/cancelled', 'notification'],
      ['tools/call', 'cancelled'],
      ['ping', 'result'],
    ])
  })
})

describe('requests that wait for their turn', () => {
  const ping = { jsonrpc: '2.0', id: 'ping', method: 'ping' }
  const initialize = { ...INITIALIZE, params: { ...INITIALIZE.params, protocolVersion: '2025-11-25' } }

  it('do not hold up a ping, and are never run when they are cancelled', async () => {
    const { send, answers, asked, open, exchanges, server } = serve()
    send(initialize)
    await eventually(() => answers().length === 1)
    for (let id = 1; id <= 100; id++) send(callTool(id, 'list_standards', {}))
    send(cancel(100))
    send(ping)
    await eventually(() => answers().length === 2)
    expect(answers()[1]).toEqual({ jsonrpc: '2.0', id: 'ping', result: {} })
    expect(exchanges.map(({ id, outcome }) => [id, outcome.kind])).toContainEqual([100, 'cancelled'])
    expect(asked()).toBeLessThan(20)
    open()
    await eventually(() => answers().length === 101)
    expect(
      answers()
        .slice(2)
        .map(({ id }) => id),
    ).toEqual(Array.from({ length: 99 }, (_, n) => n + 1))
    expect(asked()).toBe(99)
    await server.close()
  })

  it('cancelled after their answer leave no row', async () => {
    const { send, answers, open, exchanges, server } = serve()
    open()
    send(initialize)
    send(callTool(1, 'list_standards', {}))
    await eventually(() => answers().length === 2)
    send(cancel(1))
    send(cancel(77))
    send({ jsonrpc: '2.0', method: 'notifications/cancelled' })
    send(ping)
    await eventually(() => answers().length === 3)
    expect(exchanges.map(({ method }) => method)).toEqual([
      'initialize',
      'tools/call',
      'notifications/cancelled',
      'ping',
    ])
    await server.close()
  })
})
