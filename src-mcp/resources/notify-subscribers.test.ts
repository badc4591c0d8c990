import { createMcpHandler, type ServerNotifier } from '@modelcontextprotocol/server'
import { afterEach, describe, expect, it } from 'vitest'
import { createMcpServer } from '../server.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../testing/indexed-library.ts'
import { createToolCatalog } from '../tools/catalog.ts'
import { LIBRARY_TOOLS } from '../tools/registry.ts'
import { LibraryChanges } from './library-changes.ts'
import { forwardNotifications } from './notify-subscribers.ts'

let temp: IndexedLibrary
afterEach(() => temp.close())

const LISTEN = {
  jsonrpc: '2.0',
  id: 'listen',
  method: 'subscriptions/listen',
  params: {
    notifications: {
      toolsListChanged: true,
      promptsListChanged: true,
      resourcesListChanged: true,
      resourceSubscriptions: ['standard:///review.md'],
    },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
}

describe('forwardNotifications', () => {
  it('reaches a client that listens over HTTP', async () => {
    temp = await openIndexedLibrary(SAMPLE)
    const { core } = temp
    const catalog = createToolCatalog(core, LIBRARY_TOOLS)
    const changes = new LibraryChanges(core, catalog, 0)
    const log = () => {}
    const handler = createMcpHandler(({ era }) =>
      createMcpServer(
        { core, catalog, changes, version: '1', log },
        { generation: era, notifies: false, requests: { find: () => undefined } },
      ),
    )
    const stop = forwardNotifications(changes, handler.notify)
    const answer = await handler.fetch(
      new Request('http://127.0.0.1/mcp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'subscriptions/listen',
        },
        body: JSON.stringify(LISTEN),
      }),
    )
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (part: string) => {
      while (!text.includes(part)) text += (await reader.read()).value
    }
    await until('acknowledged')
    // Prompts are the same for every library, so their changes are not promised.
    expect(text).toContain('"resourcesListChanged":true')
    expect(text).not.toContain('promptsListChanged')
    await temp.write({ 'go/testing.md': '# Go testing\n\nNobody follows this.\n' })
    await temp.write({ 'review.md': '# Code review\n\nBe brief.\n' })
    await until('notifications/resources/updated')
    expect(text).toContain('"uri":"standard:///review.md"')
    expect(text).not.toContain('go/testing.md')
    await temp.write({ 'rust/style.md': '# Rust\n' })
    await until('notifications/resources/list_changed')
    await until('notifications/tools/list_changed')
    stop()
    await handler.close()
  })

  it('ends', async () => {
    temp = await openIndexedLibrary(SAMPLE)
    const changes = new LibraryChanges(temp.core, createToolCatalog(temp.core, LIBRARY_TOOLS), 0)
    const notified: string[] = []
    const notify: Pick<ServerNotifier, 'toolsChanged' | 'resourcesChanged' | 'resourceUpdated'> = {
      toolsChanged: () => notified.push('tools'),
      resourcesChanged: () => notified.push('resources'),
      resourceUpdated: (uri) => notified.push(uri),
    }
    const stop = forwardNotifications(changes, notify)
    await temp.write({ 'rust/style.md': '# Rust\n' })
    expect(notified.sort()).toEqual(['resources', 'standard:///rust/style.md', 'tools'])
    stop()
    await temp.write({ 'rust/style.md': null })
    expect(notified).toHaveLength(3)
  })
})
