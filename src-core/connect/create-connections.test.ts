import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SessionRecord } from '../../src-shared/activity.ts'
import type { ConnectionState } from '../../src-shared/connect.ts'
import { createConnectHandlers } from '../bridge/connect-handlers.ts'
import type { Connections } from '../services/connect.ts'
import { eventually } from '../testing/temp-library.ts'
import { type ConnectionsDeps, createConnections } from './create-connections.ts'
import type { Machine } from './machine.ts'

const FAKE = join(import.meta.dirname, 'testing/fake-server.ts')

let folder: string
let home: string
let machine: Machine
let sessions: SessionRecord[]
let repairs: readonly string[]
let opened: (readonly [string, number | null])[]
let ends: (() => void)[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-connect-'))
  home = join(folder, 'plumbline home')
  mkdirSync(home)
  machine = { platform: 'linux', home: join(folder, 'user'), env: {}, storePackages: [] }
  sessions = []
  repairs = []
  opened = []
  ends = []
})
afterEach(async () => {
  for (const end of ends) end()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** What starts a server that the entry's own words mark as ours. */
const way = (name = 'server.mjs', how = 'good') => ({
  command: process.execPath,
  args: [FAKE, `how=${how}`, join(folder, 'app', name), '--home', home],
})

function open(deps: Partial<ConnectionsDeps> = {}): Connections {
  const connections = createConnections({
    home,
    ways: [way()],
    sessions: () => sessions,
    repairs: {
      get: () => repairs,
      set: (clients) => {
        repairs = clients
      },
    },
    log: () => {},
    machine: () => machine,
    pollMs: 100,
    ...deps,
  })
  ends.push(() => void connections.close())
  return connections
}

const CLAUDE = '.config/Claude/claude_desktop_config.json'
const path = (name: string) => join(machine.home, name)
const read = (name: string) => readFileSync(path(name), 'utf8')
function put(name: string, text: string): void {
  mkdirSync(join(path(name), '..'), { recursive: true })
  writeFileSync(path(name), text)
}
const session = (client: string, openedAt: number, more: Partial<SessionRecord> = {}): SessionRecord => ({
  id: `${client} ${openedAt}`,
  transport: 'stdio',
  client,
  clientVersion: '1',
  protocolVersion: '2025-11-25',
  state: 'ready',
  states: [],
  openedAt,
  endedAt: null,
  ended: null,
  pid: 1,
  calls: 3,
  lastCallAt: openedAt,
  ...more,
})

describe('createConnections', () => {
  it('tells what is there', () => {
    put('.cursor/mcp.json', '{"mcpServers":{}}')
    put('.config/zed/settings.json', '{\n  "a": 1\n  "b": 2\n}')
    put('.config/Code/User/mcp.json', '{"servers":{"plumbline":{"url":"http://127.0.0.1:1/mcp"}}}')
    const cards = open().list()
    const states = Object.fromEntries(cards.map(({ client, state, label }) => [client, `${state}, ${label}`]))
    expect(states).toMatchObject({
      cursor: 'not-connected, Not connected',
      zed: 'broken, File is broken',
      vscode: 'not-connected, Not connected',
      'claude-desktop': 'not-found, Not found',
    })
    const zed = cards.find(({ client }) => client === 'zed')
    expect(zed?.problem).toMatchObject({ line: 3, column: 3, message: 'A comma is missing.' })
    expect(zed?.attention).toBe(true)
    expect(cards[0]?.files).toEqual([path(CLAUDE)])
    expect(JSON.parse(cards[0]?.snippet ?? '')).toEqual({ mcpServers: { plumbline: way() } })
  })

  it('goes the whole way: written, tested, live, lost, repaired, undone', async () => {
    const before = '{\n  "preferences": { "x": 1 },\n  "mcpServers": {}\n}\n'
    put(CLAUDE, before)
    const connections = open()
    const plan = await connections.plan('claude-desktop')
    expect(plan.files).toMatchObject([{ kind: 'write', creates: false, replaces: 'nothing' }])
    expect(read(CLAUDE)).toBe(before)

    const outcome = await connections.apply('claude-desktop')
    expect(outcome.card).toMatchObject({ state: 'tested', label: 'Restart needed', attention: false })
    expect(outcome.card.test).toMatchObject({ ok: true })
    expect(outcome.card.summary).toContain('Claude Desktop reads it when it starts.')
    expect(readFileSync(outcome.files[0]?.backup ?? '', 'utf8')).toBe(before)
    const written = read(CLAUDE)

    // A session from before says nothing of this entry; nor does the test, nor another client.
    const long = Date.now() - 60_000
    sessions = [
      session('claude-code', Date.now()),
      session('plumbline-test', Date.now()),
      session('claude-ai', long, { endedAt: long + 1 }),
    ]
    expect(connections.card('claude-desktop').state).toBe('tested')
    sessions = [session('claude-ai', Date.now() + 1)]
    expect(connections.card('claude-desktop')).toMatchObject({ state: 'live', label: 'Live' })
    expect(connections.card('claude-desktop').summary).toMatch(/^3 calls in this session, the last 0 s ago\./)

    const news: ConnectionState[] = []
    ends.push(connections.watch((all) => news.push(...all.map(({ card }) => card.state))))
    put(CLAUDE, '{}')
    await eventually(() => news.at(-1) === 'lost')
    const lost = connections.card('claude-desktop')
    expect(lost.summary).toMatch(
      /Claude Desktop rewrote the file \d+ s ago and our entry is gone. The open session still works./,
    )
    expect(lost.events.map(({ what }) => what)).toEqual(['lost', 'written'])
    await expect(connections.undo('claude-desktop')).rejects.toMatchObject({ code: 'config-changed' })
    expect(read(CLAUDE)).toBe('{}')

    put(CLAUDE, written)
    await eventually(() => news.at(-1) === 'live')
    const undone = await connections.undo('claude-desktop')
    expect(undone.files).toEqual([{ file: path(CLAUDE), result: 'written', backup: null }])
    expect(read(CLAUDE)).toBe(before)
    sessions = []
    expect(connections.card('claude-desktop')).toMatchObject({ state: 'not-connected', can: { undo: false } })
  })

  it('takes away the file that it made', async () => {
    mkdirSync(path('.codex'), { recursive: true })
    const connections = open()
    expect((await connections.apply('codex')).card).toMatchObject({ state: 'tested', label: 'Tested' })
    expect(await connections.undo('codex')).toMatchObject({ files: [{ result: 'deleted' }] })
    expect(existsSync(path('.codex/config.toml'))).toBe(false)
    await connections.apply('codex')
    expect(await connections.disconnect('codex')).toMatchObject({ files: [{ result: 'deleted' }] })
    expect(readdirSync(path('.codex'))).toEqual([])
  })

  it('disconnects from a file that has changed since, and takes out its entry alone', async () => {
    put('.gemini/settings.json', '{\n  "theme": "x"\n}\n')
    const connections = open()
    await connections.apply('gemini')
    put('.gemini/settings.json', read('.gemini/settings.json').replace('"x"', '"y"'))
    connections.setRepair('gemini', true)
    await connections.disconnect('gemini')
    expect(JSON.parse(read('.gemini/settings.json'))).toEqual({ theme: 'y', mcpServers: {} })
    expect(repairs).toEqual([])
    expect(connections.card('gemini').state).toBe('not-connected')
  })

  it('does not touch what does not parse, what is another’s, or a client that is not there', async () => {
    put('.cursor/mcp.json', '{ "mcpServers": { ')
    const other = '{"mcpServers":{"plumbline":{"command":"uvx","args":["plumb"]}}}'
    put('.copilot/mcp-config.json', other)
    const connections = open()
    const handlers = createConnectHandlers({
      connections,
      host: { openFile: async (file, line) => void opened.push([file, line]) },
    })
    await expect(connections.apply('cursor')).rejects.toMatchObject({
      code: 'config-broken',
      message: expect.stringMatching(/mcp\.json, line 1, column \d+: /),
    })
    expect(read('.cursor/mcp.json')).toBe('{ "mcpServers": { ')
    await handlers['connect.openFile']({ client: 'cursor' })
    expect(opened).toEqual([[path('.cursor/mcp.json'), 1]])
    await expect(connections.apply('copilot')).rejects.toMatchObject({ code: 'entry-taken' })
    expect(read('.copilot/mcp-config.json')).toBe(other)
    await connections.apply('copilot', true)
    expect(JSON.parse(read('.copilot/mcp-config.json')).mcpServers.plumbline.tools).toEqual(['*'])
    await connections.disconnect('copilot')
    expect(read('.copilot/mcp-config.json')).toBe(other)
    await expect(connections.apply('zed')).rejects.toMatchObject({ code: 'client-missing' })
  })

  it('writes every place of a client', async () => {
    put('.lmstudio/mcp.json', '{}')
    put('.cache/lm-studio/mcp.json', '')
    const connections = open()
    expect((await connections.apply('lm-studio')).files).toHaveLength(2)
    expect(JSON.parse(read('.cache/lm-studio/mcp.json')).mcpServers.plumbline).toEqual(way())
    rmSync(path('.cache/lm-studio/mcp.json'))
    expect(connections.card('lm-studio').state).toBe('lost')
  })

  it('takes the way to start that works, and refuses when none does', async () => {
    mkdirSync(path('.cursor'), { recursive: true })
    const connections = open({ ways: [way('server.blob', 'dies'), way()] })
    await connections.apply('cursor')
    expect(JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline.args).toEqual(way().args)
    rmSync(path('.cursor/mcp.json'))
    await expect(open({ ways: [way('server.blob', 'dies')] }).apply('cursor')).rejects.toMatchObject({
      code: 'installation-broken',
    })
    expect(existsSync(path('.cursor/mcp.json'))).toBe(false)
    const odd = { command: '/private/AppTranslocation/node', args: [] }
    await expect(open({ ways: [odd] }).apply('cursor')).rejects.toMatchObject({ code: 'app-translocated' })
  })

  it('puts a lost entry back by itself where the user wants it, but does not fight', async () => {
    put(CLAUDE, '{ "a": 1 }')
    const connections = open()
    await connections.apply('claude-desktop')
    connections.setRepair('claude-desktop', true)
    ends.push(connections.watch(() => {}))
    const hasEntry = () => read(CLAUDE).includes('plumbline')
    for (const round of [1, 2, 3]) {
      put(CLAUDE, `{ "a": ${round} }`)
      await eventually(hasEntry)
      await eventually(() => connections.card('claude-desktop').state === 'tested')
      expect(JSON.parse(read(CLAUDE)).a).toBe(round)
    }
    put(CLAUDE, '{ "a": 4 }')
    await eventually(() => connections.card('claude-desktop').summary.includes('leaves it be'))
    connections.recheck()
    expect(read(CLAUDE)).toBe('{ "a": 4 }')
    expect(connections.card('claude-desktop').state).toBe('lost')
  })

  it('mends the entry after Plumbline has moved, and leaves alone one that works elsewhere', async () => {
    put('.cursor/mcp.json', '{}')
    put('.gemini/settings.json', '{}')
    mkdirSync(join(folder, 'app'))
    writeFileSync(join(folder, 'app/server.mjs'), '')
    const first = open()
    await first.apply('cursor')
    mkdirSync(join(folder, 'moved'))
    const moved = { ...way(), args: way().args.map((arg) => arg.replace('/app/', '/moved/')) }
    const second = open({ ways: [moved] })
    expect(second.card('cursor')).toMatchObject({ state: 'changed', attention: true })
    const end = second.watch(() => {})
    // A repair would have been begun, and is waited for.
    second.recheck()
    await second.close()
    expect(read('.cursor/mcp.json')).toContain('/app/')
    end()
    renameSync(join(folder, 'app/server.mjs'), join(folder, 'moved/server.mjs'))
    expect(second.card('cursor').summary).toMatch(/has moved or was updated/)
    ends.push(second.watch(() => {}))
    await eventually(() => read('.cursor/mcp.json').includes('/moved/'))
    await second.close()
    expect(second.card('cursor').events[0]?.what).toBe('repaired')
  })

  it('lets go of an entry that is lost, and gives back no dead one', async () => {
    put('.cursor/mcp.json', '{}')
    const connections = open()
    await connections.apply('cursor')
    put('.cursor/mcp.json', '{ "a": 2 }')
    expect(connections.card('cursor')).toMatchObject({ state: 'lost', can: { disconnect: true } })
    connections.setRepair('cursor', true)
    await connections.disconnect('cursor')
    expect(connections.card('cursor')).toMatchObject({ state: 'not-connected', attention: false })
    expect(read('.cursor/mcp.json')).toBe('{ "a": 2 }')
    expect(repairs).toEqual([])
  })

  it('does not write again by itself what the user takes out at that moment', async () => {
    put('.lmstudio/mcp.json', '{}')
    put('.cache/lm-studio/mcp.json', '{}')
    const connections = open()
    await connections.apply('lm-studio')
    connections.setRepair('lm-studio', true)
    ends.push(connections.watch(() => {}))
    await connections.disconnect('lm-studio')
    connections.recheck()
    await connections.close()
    for (const file of connections.card('lm-studio').files)
      expect(existsSync(file) ? readFileSync(file, 'utf8') : '').not.toContain('plumbline')
  })

  it('mends the entry after an update that starts the server with other options', async () => {
    put('.cursor/mcp.json', '{}')
    mkdirSync(join(folder, 'app'))
    writeFileSync(join(folder, 'app/server.mjs'), '')
    await open().apply('cursor')
    const updated = { ...way(), args: ['--no-warnings', ...way().args] }
    const second = open({ ways: [updated] })
    expect(second.card('cursor')).toMatchObject({
      state: 'changed',
      summary: expect.stringMatching(/was updated/),
    })
    ends.push(second.watch(() => {}))
    await eventually(() => second.card('cursor').state === 'tested')
    expect(JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline.args).toEqual(updated.args)
    // What was there before is an entry of ours that starts something old.
    await eventually(() => !second.card('cursor').can.undo)
    // Whoever changed it by hand wants it so.
    await second.close()
    const byHand = read('.cursor/mcp.json').replace('--no-warnings', '--trace-warnings')
    put('.cursor/mcp.json', byHand)
    second.recheck()
    await second.close()
    expect(read('.cursor/mcp.json')).toBe(byHand)
  })

  it.skipIf(process.platform === 'win32')(
    'mends the entry after an update of an app that keeps copies of its server',
    async () => {
      put('.cursor/mcp.json', '{}')
      const copy = (build: string) => {
        const folder = join(home, 'server', build)
        mkdirSync(folder, { recursive: true })
        symlinkSync(process.execPath, join(folder, 'node'))
        writeFileSync(join(folder, 'server.mjs'), '')
        const args = [FAKE, 'how=good', join(folder, 'server.mjs'), '--home', home]
        return { command: join(folder, 'node'), args }
      }
      await open({ ways: [copy('one')] }).apply('cursor')
      const two = copy('two')
      const second = open({ ways: [two] })
      ends.push(second.watch(() => {}))
      await eventually(() => second.card('cursor').state === 'tested')
      expect(JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline).toMatchObject(two)
    },
  )

  it('tests the very command in the file', async () => {
    put(CLAUDE, '{}')
    const connections = open()
    await connections.apply('claude-desktop')
    put(CLAUDE, read(CLAUDE).replace('how=good', 'how=dies'))
    expect(await connections.verify('claude-desktop')).toMatchObject({ ok: false })
    expect(connections.card('claude-desktop')).toMatchObject({ state: 'changed', test: { ok: false } })
  })

  it('quits Claude Desktop, puts back what it took at its end, and starts it', async () => {
    machine = { ...machine, platform: 'darwin' }
    const config = 'Library/Application Support/Claude/claude_desktop_config.json'
    put(config, '{}')
    const ran: string[] = []
    let running = true
    const connections = open({
      async run({ command, args }) {
        ran.push([command, ...args].join(' '))
        if (command.endsWith('osascript')) {
          running = false
          put(config, '{ "quit": true }')
        }
        return { code: command.endsWith('pgrep') && !running ? 1 : 0, output: '' }
      },
    })
    await connections.apply('claude-desktop')
    expect(connections.card('claude-desktop').can.restart).toBe(true)
    expect((await connections.restart('claude-desktop')).state).toBe('tested')
    expect(JSON.parse(read(config))).toMatchObject({ quit: true, mcpServers: { plumbline: way() } })
    expect(ran[1]).toBe('/usr/bin/osascript -e quit app "Claude"')
    expect(ran.at(-1)).toBe('/usr/bin/open -a Claude')
    machine = { ...machine, platform: 'linux' }
    await expect(connections.restart('claude-desktop')).rejects.toMatchObject({ code: 'not-here' })
  })

  it('reads the log of Claude Desktop', () => {
    put(CLAUDE, '{}')
    const connections = open()
    expect(connections.log('claude-desktop')).toMatchObject({ exists: false, lines: [], problem: null })
    put(
      '.config/Claude/logs/mcp-server-plumbline.log',
      '2026-03-23T13:35:24.813Z [plumbline] [error] spawn /x/node ENOENT {}\n',
    )
    expect(connections.log('claude-desktop')?.problem?.message).toMatch(/did not find the program/)
    expect(connections.log('zed')).toBeNull()
  })
})
