import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, describe, expect, it } from 'vitest'
import { BUILT, makeTempHome, startRawServer, type TempHome } from '../testing/built-server.ts'
import { SAMPLE } from '../testing/indexed-library.ts'
import { type StartVariant, startArguments } from './start-command.ts'

const REFERENCE = readFileSync(
  join(import.meta.dirname, '../../src-shared/standard/fixtures/mcp-protocol.md'),
  'utf8',
)

// Where the machine's Node could not make a snapshot, there is none to test.
const hasSnapshot = existsSync(join(BUILT, 'server.blob'))
const WAYS: readonly StartVariant[] = hasSnapshot ? ['bundle', 'snapshot'] : ['bundle']

const opened: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

function tempHome(files: Readonly<Record<string, string>>): TempHome {
  const home = makeTempHome(files)
  opened.push(() => home.remove())
  return home
}

async function connect(
  home: TempHome,
  way: StartVariant,
  versions: NonNullable<ClientOptions['versionNegotiation']>,
  options: ClientOptions = {},
) {
  const client = new Client({ name: 'e2e', version: '1' }, { ...options, versionNegotiation: versions })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...home.argsFor(way)],
    stderr: 'ignore',
  })
  await client.connect(transport)
  opened.push(() => client.close())
  return client
}

// biome-ignore lint/suspicious/noExplicitAny: tests read fields of any answer
const answer = (result: { structuredContent?: unknown }) => result.structuredContent as any

describe.each(
  WAYS.flatMap((way) => [
    { way, generation: 'legacy', versions: { mode: 'legacy' as const }, negotiated: '2025-11-25' },
    { way, generation: 'modern', versions: { mode: { pin: '2026-07-28' } }, negotiated: '2026-07-28' },
  ]),
)('the official client, $generation generation, from the $way', ({ way, versions, negotiated }) => {
  it('sees the server, its instructions and its tools', async () => {
    const client = await connect(tempHome(SAMPLE), way, versions)
    expect(client.getNegotiatedProtocolVersion()).toBe(negotiated)
    expect(client.getServerVersion()).toMatchObject({ name: 'plumbline', title: 'Plumbline' })
    expect(client.getServerCapabilities()).toEqual({
      tools: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      prompts: { listChanged: false },
      completions: {},
      ...(negotiated === '2025-11-25' && { logging: {} }),
      extensions: { 'dev.plumbline/library': { methods: ['plumbline/status', 'plumbline/reindex'] } },
    })
    const instructions = client.getInstructions() ?? ''
    expect(instructions).toContain('python')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'standards_for',
      'get_stdlib',
      'search_standards',
      'get_standard',
      'list_standards',
      'get_checklist',
    ])
    expect(Buffer.byteLength(JSON.stringify(tools) + instructions)).toBeLessThan(4_500)
  })

  it('gets answers from every tool, as text and structured', async () => {
    const client = await connect(tempHome({ ...SAMPLE, 'python/mcp-protocol.md': REFERENCE }), way, versions)
    await client.listTools()
    const call = async (name: string, args: Record<string, unknown>) => {
      const result = await client.callTool({ name, arguments: args })
      expect(result.isError).toBeFalsy()
      const [{ text = '' } = {}] = result.content as { text: string }[]
      expect(text).toMatch(/\n$/)
      expect(() => JSON.parse(text)).toThrow()
      return answer(result)
    }
    expect(await call('get_stdlib', { language: 'py', domain: 'testing' })).toMatchObject({
      found: true,
      path: 'python/testing.md',
    })
    const { hits } = await call('search_standards', { query: 'stdio interface' })
    expect(hits[0]).toMatchObject({ id: 'python/mcp-protocol.md' })
    const section = await call('get_standard', { id: hits[0].id, section: hits[0].section })
    expect(section.content).toContain(hits[0].heading.split(' > ').at(-1))
    const applied = await call('standards_for', { path: 'tests/test_orders.py' })
    expect(applied.standards[0]).toMatchObject({
      id: 'python/testing.md',
      should: ['Prefer function scope.', 'Every bug has a test', 'No sleeping in tests'],
    })
    expect((await call('list_standards', { language: 'python' })).total).toBe(4)
    const checklist = await call('get_checklist', { id: 'python/mcp-protocol.md' })
    expect(checklist.total).toBe(26)
    expect(checklist.standards).toHaveLength(3)
  })

  it('gets the message of a tool failure', async () => {
    const client = await connect(tempHome(SAMPLE), way, versions)
    const wrong = await client.callTool({ name: 'search_standards', arguments: { query: 'x', limit: 99 } })
    expect(wrong.isError).toBe(true)
    expect((wrong.content as { text: string }[])[0]!.text).toContain('"limit" must be at most 50')
    await expect(client.callTool({ name: 'nope', arguments: {} })).rejects.toMatchObject({ code: -32602 })
    await expect(
      client.callTool({ name: 'list_standards', arguments: { cursor: 'zzz' } }),
    ).rejects.toMatchObject({ code: -32602 })
  })

  it('sees edits, and is notified when the languages change', async () => {
    const home = tempHome(SAMPLE)
    const changed = Promise.withResolvers<void>()
    const client = await connect(home, way, versions, {
      listChanged: { tools: { onChanged: () => changed.resolve(), autoRefresh: false } },
    })
    const read = async () =>
      answer(await client.callTool({ name: 'get_standard', arguments: { id: 'review.md' } })).content
    expect(await read()).toContain('Be kind')
    home.write('review.md', '# Code review\n\nBe precise.\n')
    await expect.poll(read).toContain('Be precise')
    home.write('rust/testing.md', '# Rust testing\n\nUse cargo.\n')
    await changed.promise
    const { tools } = await client.listTools()
    expect(JSON.stringify(tools[1]!.inputSchema)).toContain('rust')
  })
})

describe.each(WAYS)('the process, from the %s', (way) => {
  it('negotiates by itself', async () => {
    const client = await connect(tempHome(SAMPLE), way, { mode: 'auto' })
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
    expect((await client.callTool({ name: 'list_standards', arguments: {} })).isError).toBeFalsy()
  })

  it('serves two clients with one home at once', async () => {
    const home = tempHome(SAMPLE)
    const clients = await Promise.all([
      connect(home, way, { mode: 'legacy' }),
      connect(home, way, { mode: { pin: '2026-07-28' } }),
    ])
    const lists = await Promise.all(
      clients.map((client) => client.callTool({ name: 'list_standards', arguments: {} })),
    )
    expect(lists.map((list) => answer(list).total)).toEqual([4, 4])
  })

  it('keeps a log in its home', async () => {
    const home = tempHome(SAMPLE)
    await connect(home, way, { mode: 'legacy' })
    const log = join(home.home, 'logs/mcp.log')
    await expect.poll(() => existsSync(log) && readFileSync(log, 'utf8')).toMatch(/ info .*Serving/)
  })

  it('ends with the input, and says 2 to options that it does not know', async () => {
    const server = startRawServer(tempHome(SAMPLE).argsFor(way))
    await server.stop()
    expect(await server.exit).toBe(0)
    // Hosts show each line of stderr as an error.
    expect(server.stderr()).toBe('')
    const wrong = startRawServer([...tempHome(SAMPLE).argsFor(way), '--no-such-option'])
    expect(await wrong.exit).toBe(2)
    expect(wrong.stderr()).toContain('usage:')
  })
})

describe.runIf(hasSnapshot)('a snapshot that does not fit', () => {
  /** Starts a copy of the snapshot after `spoil`; nothing of it may be answered. */
  async function start(spoil: (blob: string) => void) {
    const { home, library } = tempHome(SAMPLE)
    const folder = join(library, '..')
    copyFileSync(join(BUILT, 'server.blob'), join(folder, 'server.blob'))
    spoil(join(folder, 'server.blob'))
    const args = startArguments(folder, 'snapshot')
    // A home of its own, for the case that it does start.
    const server = startRawServer([...args, '--library', library, '--home', home])
    const code = await server.exit
    expect(server.rest()).toEqual([])
    return { code, signal: server.process.signalCode, stderr: server.stderr() }
  }

  it('ends Node with 14 when it is missing or cut off', async () => {
    expect(await start((blob) => rmSync(blob))).toMatchObject({ code: 14 })
    expect(await start((blob) => truncateSync(blob, 1_000_000))).toMatchObject({ code: 14 })
  })

  it('ends Node with 14 when another version built it', async () => {
    const ended = await start((blob) => {
      const bytes = readFileSync(blob)
      // The first mention is the one in the blob's head.
      const at = bytes.indexOf(process.versions.node)
      writeFileSync(blob, bytes.fill('11', at, at + 2))
    })
    expect(ended).toMatchObject({ code: 14, stderr: expect.stringContaining('built with') })
  })

  it('ends Node when its inside is damaged', async () => {
    const { code } = await start((blob) => {
      const bytes = readFileSync(blob)
      writeFileSync(blob, bytes.fill(0x58, 2_000_000, 2_001_000))
    })
    expect(code).not.toBe(0)
  })
})
