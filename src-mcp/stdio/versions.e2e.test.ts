import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTempHome, type RawServer, startRawServer, type TempHome } from '../testing/built-server.ts'
import { SAMPLE } from '../testing/indexed-library.ts'

// Every version that a client may name, in raw bytes: the official client would not send half of them.

let home: TempHome
let server: RawServer
beforeEach(() => {
  home = makeTempHome(SAMPLE)
  server = startRawServer(home.args)
})
afterEach(async () => {
  await server.stop()
  home.remove()
})

const NEWEST_LEGACY = '2025-11-25'
const LEGACY = ['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', NEWEST_LEGACY]
const envelope = (version: string) => ({
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
})

function ask(id: string, method: string, params: Record<string, unknown> = {}) {
  server.send({ jsonrpc: '2.0', id, method, params })
  return server.answerTo(id)
}

async function initialize(protocolVersion: string) {
  const answer = await ask('init', 'initialize', {
    protocolVersion,
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  })
  server.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
  return answer
}

/** Every list, a read and a prompt, and that nothing of the modern generation shows. */
async function useAll() {
  expect((await ask('tools', 'tools/list')).result.tools).toHaveLength(6)
  expect((await ask('list', 'resources/list')).result).toEqual({
    resources: expect.arrayContaining([expect.objectContaining({ uri: 'standard:///review.md' })]),
  })
  expect((await ask('templates', 'resources/templates/list')).result.resourceTemplates).toHaveLength(1)
  const uri = 'standard:///review.md'
  expect((await ask('read', 'resources/read', { uri })).result).toEqual({
    contents: [{ uri, mimeType: 'text/markdown', text: SAMPLE['review.md'] }],
  })
  expect((await ask('prompts', 'prompts/list')).result.prompts).toHaveLength(3)
  const call = await ask('call', 'tools/call', { name: 'get_standard', arguments: { id: 'review.md' } })
  expect(call.result.structuredContent).toMatchObject({ id: 'review.md' })
  expect((await ask('ping', 'ping')).result).toEqual({})
  expect((await ask('level', 'logging/setLevel', { level: 'error' })).result).toEqual({})
  expect((await ask('discover', 'server/discover')).error).toMatchObject({ code: -32601 })
  expect((await ask('listen', 'subscriptions/listen', { notifications: {} })).error).toMatchObject({
    code: -32601,
  })
}

describe('initialize', () => {
  it.each(LEGACY)('speaks %s', async (version) => {
    expect((await initialize(version)).result).toMatchObject({
      protocolVersion: version,
      serverInfo: { name: 'plumbline' },
    })
    await useAll()
  })

  it.each(['2099-01-01', '2026-07-28', '2025-11-26', '2024-01-01', '1.0', ''])(
    'answers %j with the newest version that is opened so',
    async (version) => {
      expect((await initialize(version)).result).toMatchObject({ protocolVersion: NEWEST_LEGACY })
      await useAll()
    },
  )

  it('answers a version that is no text with the newest', async () => {
    const answer = await ask('init', 'initialize', { protocolVersion: 7, capabilities: {}, clientInfo: {} })
    expect(answer.result).toMatchObject({ protocolVersion: '2025-11-25' })
  })
})

describe('the links of a prompt', () => {
  it.each(['2025-03-26', '2025-06-18'])('fit %s', async (version) => {
    home.write('rust/long.md', `# Long\n\n${'A line.\n'.repeat(10_000)}`)
    await initialize(version)
    await expect.poll(async () => (await ask('status', 'plumbline/status')).result.standards).toBe(5)
    const { result } = await ask('get', 'prompts/get', {
      name: 'apply-standards',
      arguments: { language: 'rust' },
    })
    const types = result.messages.map(({ content }: { content: { type: string } }) => content.type)
    expect(types.includes('resource_link')).toBe(version === '2025-06-18')
  })
})

describe('the version of a request', () => {
  it('is 2026-07-28', async () => {
    const _meta = envelope('2026-07-28')
    const discovered = await ask('discover', 'server/discover', { _meta })
    expect(discovered.result).toMatchObject({
      supportedVersions: ['2026-07-28'],
      capabilities: { extensions: { 'dev.plumbline/library': {} } },
      resultType: 'complete',
    })
    expect(discovered.result.capabilities).not.toHaveProperty('logging')
    for (const method of ['resources/list', 'resources/templates/list', 'prompts/list']) {
      expect((await ask(method, method, { _meta })).result).toMatchObject({
        resultType: 'complete',
        ttlMs: 60_000,
        cacheScope: 'private',
      })
    }
    const read = await ask('read', 'resources/read', { uri: 'standard:///review.md', _meta })
    expect(read.result).toMatchObject({ resultType: 'complete', ttlMs: 0, cacheScope: 'private' })
    expect((await ask('status', 'plumbline/status', { _meta })).result).toMatchObject({
      resultType: 'complete',
    })
    for (const method of ['resources/subscribe', 'resources/unsubscribe', 'logging/setLevel', 'ping']) {
      const params = { uri: 'standard:///review.md', level: 'info', _meta }
      expect((await ask(method, method, params)).error).toMatchObject({ code: -32601 })
    }
  })

  it.each(['2099-01-01', '2025-11-25', 'x'])('may not be %j', async (version) => {
    const answer = await ask('discover', 'server/discover', { _meta: envelope(version) })
    expect(answer.error).toMatchObject({
      code: -32022,
      data: { supported: ['2026-07-28'], requested: version },
    })
    expect((await initialize(NEWEST_LEGACY)).result).toMatchObject({ protocolVersion: NEWEST_LEGACY })
  })
})
