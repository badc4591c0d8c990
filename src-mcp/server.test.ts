import { InMemoryTransport, type JSONRPCMessage } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSessions } from './calls/sessions.ts'
import { LibraryChanges } from './resources/library-changes.ts'
import { createMcpServer, type ServerDeps } from './server.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from './testing/indexed-library.ts'
import { createToolCatalog } from './tools/catalog.ts'
import { LIBRARY_TOOLS } from './tools/registry.ts'
import { Connection, type Wire } from './transports/connection.ts'

let temp: IndexedLibrary
beforeAll(async () => {
  temp = await openIndexedLibrary(SAMPLE)
})
afterAll(() => temp.close())

/** A served connection in this process, and what it sent. */
async function connect(core: IndexedLibrary['core'] = temp.core) {
  const [near, far] = InMemoryTransport.createLinkedPair()
  const sent: JSONRPCMessage[] = []
  const logged: string[] = []
  near.onmessage = (message) => sent.push(message)
  await near.start()
  const log: ServerDeps['log'] = (level, message) => logged.push(`${level} ${message}`)
  const catalog = createToolCatalog(core, LIBRARY_TOOLS)
  const changes = new LibraryChanges(core, catalog, 0)
  const connection = new Connection({
    makeServer: (instance) => createMcpServer({ core, catalog, changes, version: '1', log }, instance),
    wire: far as Wire,
    session: createSessions(log).open('stdio'),
    log,
  })
  const send = async (message: object) => {
    await near.send({ jsonrpc: '2.0', ...message } as JSONRPCMessage)
    await settled()
  }
  return { send, sent, logged, connection }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 10))
const INITIALIZE = {
  id: 'init',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
}
const CALL = {
  id: 'call',
  method: 'tools/call',
  params: { name: 'get_standard', arguments: { id: 'review.md' } },
}

describe('a call', () => {
  it('that is cancelled is aborted, gets no answer and holds nothing up', async () => {
    let reason: unknown
    const whenFresh = (signal?: AbortSignal) =>
      new Promise<void>((resolve) =>
        signal?.addEventListener('abort', () => {
          reason = signal.reason
          resolve()
        }),
      )
    const { send, sent, logged, connection } = await connect({ ...temp.core, whenFresh })
    await send(INITIALIZE)
    await send(CALL)
    await send({ method: 'notifications/cancelled', params: { requestId: 'call', reason: 'enough' } })
    await connection.whenAnswered()
    expect(reason).toBe('enough')
    expect(sent).toHaveLength(1)
    expect(logged).toEqual([])
    await connection.close()
  })

  it('that fails inside is a tool error with a sentence, and is logged', async () => {
    const library = {
      ...temp.core.library,
      get() {
        throw new Error('the disk is on fire')
      },
    }
    const { send, sent, logged, connection } = await connect({ ...temp.core, library })
    await send(CALL)
    expect(sent).toEqual([
      expect.objectContaining({
        id: 'call',
        result: {
          isError: true,
          content: [{ type: 'text', text: 'get_standard could not answer: the disk is on fire' }],
        },
      }),
    ])
    expect(logged).toEqual([expect.stringMatching(/^error get_standard failed: Error: the disk is on fire/)])
    await connection.close()
  })
})

describe('a resource', () => {
  it('that cannot be read because of an internal error is -32603 with a message, and is logged', async () => {
    const library = {
      ...temp.core.library,
      get() {
        throw new Error('the disk is on fire')
      },
    }
    const { send, sent, logged, connection } = await connect({ ...temp.core, library })
    await send({ id: 'read', method: 'resources/read', params: { uri: 'standard:///review.md' } })
    expect(sent).toEqual([
      expect.objectContaining({
        id: 'read',
        error: { code: -32603, message: 'resources/read could not answer: the disk is on fire' },
      }),
    ])
    expect(logged).toEqual([
      expect.stringMatching(/^error resources\/read failed: Error: the disk is on fire/),
    ])
    await connection.close()
  })
})

describe('the handshake', () => {
  it('works although the index cannot be read', async () => {
    const facets = () => {
      throw new Error('no index')
    }
    const { send, sent, connection } = await connect({
      ...temp.core,
      library: { ...temp.core.library, facets },
    })
    await send(INITIALIZE)
    await send({ id: 'list', method: 'tools/list' })
    expect(sent).toEqual([
      expect.objectContaining({ id: 'init', result: expect.anything() }),
      expect.objectContaining({ id: 'list', result: expect.objectContaining({ tools: expect.any(Array) }) }),
    ])
    await connection.close()
  })
})

describe('changes of the list', () => {
  it('are sent once the client is ready, and not after it has disconnected', async () => {
    const { send, sent, connection } = await connect()
    await send(INITIALIZE)
    await temp.write({ 'rust/style.md': '# Rust\n' })
    expect(sent).toHaveLength(1)
    await send({ method: 'notifications/initialized' })
    await temp.write({ 'rust/style.md': null })
    await settled()
    expect(sent).toEqual([
      expect.anything(),
      expect.objectContaining({ method: 'notifications/tools/list_changed' }),
      expect.objectContaining({ method: 'notifications/resources/list_changed' }),
    ])
    await connection.close()
    await temp.write({ 'rust/style.md': '# Rust\n' })
    await settled()
    expect(sent).toHaveLength(3)
  })
})
