// Node makes stdin and stdout with it; loaded here, it is part of the snapshot and not loaded at every start.
import 'node:net'
import { PassThrough } from 'node:stream'
import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import type { Core } from '../../src-core/app/create-core.ts'
import type { Standard } from '../../src-shared/contract/library.ts'
import { createSessions } from '../calls/sessions.ts'
import { LibraryChanges } from '../resources/library-changes.ts'
import { createMcpServer, type ServerCore } from '../server.ts'
import { createToolCatalog } from '../tools/catalog.ts'
import { LIBRARY_TOOLS } from '../tools/registry.ts'
import type { LineSink } from '../transports/line-transport.ts'
import { serveLines } from '../transports/serve-lines.ts'
import { readOptions } from './stdio-process.ts'

/**
 * Has a server answer one conversation in each protocol generation, so that what the SDK and zod create on first use is created when
 * the snapshot is built and not at every start. The library is invented, and nothing of it stays.
 */
export async function warmUp(): Promise<void> {
  readOptions(['server', '--library', 'a', '--home', 'b'])
  const log = () => {}
  const catalog = createToolCatalog(CORE, LIBRARY_TOOLS)
  const changes = new LibraryChanges(CORE, catalog)
  const answered = new Set<unknown>()
  const output: LineSink = {
    writableLength: 0,
    write(line, done) {
      if (line !== '') answered.add(JSON.parse(line).id)
      done?.()
    },
    on: () => {},
  }
  const input = new PassThrough()
  const server = serveLines({
    makeServer: (instance) => createMcpServer({ core: CORE, catalog, changes, version: '0', log }, instance),
    input,
    output,
    session: createSessions(log).open('stdio'),
    log,
  })
  input.end(CONVERSATION.map((message) => `${JSON.stringify(message)}\n`).join(''))
  await server.finished
  const silent = CONVERSATION.filter((message) => 'id' in message && !answered.has(message.id))
  if (silent.length > 0) throw new Error(`Warming calls were not answered: ${JSON.stringify(silent)}`)
}

const STANDARD: Standard = {
  id: 'a.md',
  uri: 'standard:///a.md',
  title: 'A',
  description: '',
  tags: [],
  language: 'go',
  domain: 'testing',
  updated: '2026-01-01T00:00:00.000Z',
  size: 4,
  text: '# A\n',
  bodyStart: 0,
  sections: [{ level: 1, heading: 'A', line: 1, start: 0, stop: 4 }],
}

const CORE: ServerCore & Pick<Core, 'onIndexChange'> = {
  cache: { find: () => ({ state: 'bypass' }) },
  activity: { sessions: () => [], flush: () => {} },
  isIndexing: () => true,
  reindex: async () => ({ files: 1, read: 0, removed: 0 }),
  whenFresh: async () => {},
  onIndexChange: () => () => {},
  library: {
    status: () => ({
      library: '',
      generation: 1,
      standards: 1,
      problems: 0,
      progress: { state: 'watching', done: 1, total: 1, checkedAt: 1, aliveAt: 1, pid: 1, message: null },
    }),
    trouble: () => null,
    problems: () => [],
    facets: () => ({ languages: ['go'], domains: ['testing'], tags: [], generation: 1 }),
    topics: () => [{ language: 'go', domain: 'testing', standards: 1 }],
    resolveLanguage: (word) => word,
    resolveDomain: (word) => word,
    findByTopic: (language, domain) => ({
      found: STANDARD,
      rule: 'topic',
      language,
      domain,
      also: [],
      nearest: [],
    }),
    search: () => ({
      hits: [{ ...STANDARD, heading: '', path: '', snippet: '', score: 1 }],
      total: 1,
      totalCapped: false,
      isGap: false,
      searchedFor: null,
    }),
    standardsFor: ({ paths }) => ({ paths, standards: [], sections: [], total: 0 }),
    get: () => STANDARD,
    nearestIds: () => [],
    whyNotServed: () => null,
    list: () => ({ items: [STANDARD], total: 1, next: null }),
    checklist: () => [
      { text: '', checked: false, line: 1, section: 0, id: 'a.md', heading: '', uri: 'standard:///a.md' },
    ],
    completeId: () => ({ ids: ['a.md'], total: 1 }),
    changesSince: (generation) => ({ generation, listed: false, ids: [] }),
  },
}

const CALLS: readonly [tool: string, args: Record<string, unknown>][] = [
  ['standards_for', { path: 'a.go' }],
  ['get_stdlib', { language: 'go', domain: 'testing' }],
  ['search_standards', { query: 'a' }],
  ['get_standard', { id: 'a.md' }],
  ['list_standards', {}],
  ['get_checklist', { id: 'a.md' }],
]

const READS: readonly [method: string, params: Record<string, unknown>][] = [
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'standard:///a.md' }],
  ['prompts/list', {}],
]

const CLIENT = { name: 'warm-up', version: '0' }
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
}

let lastId = 0
const request = (method: string, params: Record<string, unknown>): JSONRPCMessage => ({
  jsonrpc: '2.0',
  id: ++lastId,
  method,
  params,
})

const CONVERSATION: readonly JSONRPCMessage[] = [
  request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT }),
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  request('tools/list', {}),
  ...CALLS.map(([name, args]) => request('tools/call', { name, arguments: args })),
  ...READS.map(([method, params]) => request(method, params)),
  request('server/discover', { _meta: META }),
  request('tools/list', { _meta: META }),
  ...CALLS.map(([name, args]) => request('tools/call', { name, arguments: args, _meta: META })),
  ...READS.map(([method, params]) => request(method, { ...params, _meta: META })),
]
