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
import type { SessionRecord } from '../../src-shared/contract/activity.ts'
import type { ClientState } from '../../src-shared/contract/clients.ts'
import { eventually } from '../testing/temp-library.ts'
import { type Clients, type ClientsDeps, createClients } from './clients.ts'
import { createClientHandlers } from './handlers.ts'
import type { Machine } from './table/machine.ts'

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

/** A command that starts the fake server and that Plumbline recognizes as its own. */
const startCommand = (name = 'server.mjs', how = 'good') => ({
  command: process.execPath,
  args: [FAKE, `how=${how}`, join(folder, 'app', name), '--home', home],
})

function open(deps: Partial<ClientsDeps> = {}): Clients {
  const clients = createClients({
    home,
    startCommands: [startCommand()],
    sessions: () => sessions,
    repairs: {
      get: () => repairs,
      set: (ids) => {
        repairs = ids
      },
    },
    log: () => {},
    machine: () => machine,
    pollMs: 100,
    ...deps,
  })
  ends.push(() => void clients.close())
  return clients
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

describe('createClients', () => {
  it('lists every client with its state', () => {
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
    expect(JSON.parse(cards[0]?.snippet ?? '')).toEqual({ mcpServers: { plumbline: startCommand() } })
  })

  it('passes through all states: written, tested, live, lost, live again, undone', async () => {
    const before = '{\n  "preferences": { "x": 1 },\n  "mcpServers": {}\n}\n'
    put(CLAUDE, before)
    const clients = open()
    const plan = await clients.plan('claude-desktop')
    expect(plan.files).toMatchObject([{ kind: 'write', creates: false, replaces: 'nothing' }])
    expect(read(CLAUDE)).toBe(before)

    const outcome = await clients.apply('claude-desktop')
    expect(outcome.card).toMatchObject({ state: 'tested', label: 'Restart needed', attention: false })
    expect(outcome.card.test).toMatchObject({ ok: true })
    expect(outcome.card.summary).toContain('Claude Desktop reads it when it starts.')
    expect(readFileSync(outcome.files[0]?.backup ?? '', 'utf8')).toBe(before)
    const written = read(CLAUDE)

    // Sessions from before the write, of other clients, and of the start test do not make the entry live.
    const long = Date.now() - 60_000
    sessions = [
      session('claude-code', Date.now()),
      session('plumbline-test', Date.now()),
      session('claude-ai', long, { endedAt: long + 1 }),
    ]
    expect(clients.card('claude-desktop').state).toBe('tested')
    sessions = [session('claude-ai', Date.now() + 1)]
    expect(clients.card('claude-desktop')).toMatchObject({ state: 'live', label: 'Live' })
    expect(clients.card('claude-desktop').summary).toMatch(/^3 calls in this session, the last 0 s ago\./)

    const states: ClientState[] = []
    ends.push(clients.watch((changes) => states.push(...changes.map(({ card }) => card.state))))
    put(CLAUDE, '{}')
    await eventually(() => states.at(-1) === 'lost')
    const lost = clients.card('claude-desktop')
    expect(lost.summary).toMatch(
      /Claude Desktop rewrote the file \d+ s ago and our entry is gone. The open session still works./,
    )
    expect(lost.events.map(({ kind }) => kind)).toEqual(['lost', 'written'])
    await expect(clients.undo('claude-desktop')).rejects.toMatchObject({ code: 'config-changed' })
    expect(read(CLAUDE)).toBe('{}')

    put(CLAUDE, written)
    await eventually(() => states.at(-1) === 'live')
    const undone = await clients.undo('claude-desktop')
    expect(undone.files).toEqual([{ file: path(CLAUDE), result: 'written', backup: null }])
    expect(read(CLAUDE)).toBe(before)
    sessions = []
    expect(clients.card('claude-desktop')).toMatchObject({ state: 'not-connected', can: { undo: false } })
  })

  it('deletes the file that it created', async () => {
    mkdirSync(path('.codex'), { recursive: true })
    const clients = open()
    expect((await clients.apply('codex')).card).toMatchObject({ state: 'tested', label: 'Tested' })
    expect(await clients.undo('codex')).toMatchObject({ files: [{ result: 'deleted' }] })
    expect(existsSync(path('.codex/config.toml'))).toBe(false)
    await clients.apply('codex')
    expect(await clients.disconnect('codex')).toMatchObject({ files: [{ result: 'deleted' }] })
    expect(readdirSync(path('.codex'))).toEqual([])
  })

  it('removes only its entry from a file that changed since', async () => {
    put('.gemini/settings.json', '{\n  "theme": "x"\n}\n')
    const clients = open()
    await clients.apply('gemini')
    put('.gemini/settings.json', read('.gemini/settings.json').replace('"x"', '"y"'))
    clients.setRepair('gemini', true)
    await clients.disconnect('gemini')
    expect(JSON.parse(read('.gemini/settings.json'))).toEqual({ theme: 'y', mcpServers: {} })
    expect(repairs).toEqual([])
    expect(clients.card('gemini').state).toBe('not-connected')
  })

  it('leaves broken files, entries of other programs and missing clients alone', async () => {
    put('.cursor/mcp.json', '{ "mcpServers": { ')
    const other = '{"mcpServers":{"plumbline":{"command":"uvx","args":["plumb"]}}}'
    put('.copilot/mcp-config.json', other)
    const clients = open()
    const handlers = createClientHandlers({
      clients,
      host: { openFile: async (file, line) => void opened.push([file, line]) },
    })
    await expect(clients.apply('cursor')).rejects.toMatchObject({
      code: 'config-broken',
      message: expect.stringMatching(/mcp\.json, line 1, column \d+: /),
    })
    expect(read('.cursor/mcp.json')).toBe('{ "mcpServers": { ')
    await handlers['connect.openFile']({ client: 'cursor' })
    expect(opened).toEqual([[path('.cursor/mcp.json'), 1]])
    await expect(clients.apply('copilot')).rejects.toMatchObject({ code: 'entry-taken' })
    expect(read('.copilot/mcp-config.json')).toBe(other)
    await clients.apply('copilot', true)
    expect(JSON.parse(read('.copilot/mcp-config.json')).mcpServers.plumbline.tools).toEqual(['*'])
    await clients.disconnect('copilot')
    expect(read('.copilot/mcp-config.json')).toBe(other)
    await expect(clients.apply('zed')).rejects.toMatchObject({ code: 'client-missing' })
  })

  it('writes to every location of a client', async () => {
    put('.lmstudio/mcp.json', '{}')
    put('.cache/lm-studio/mcp.json', '')
    const clients = open()
    expect((await clients.apply('lm-studio')).files).toHaveLength(2)
    expect(JSON.parse(read('.cache/lm-studio/mcp.json')).mcpServers.plumbline).toEqual(startCommand())
    rmSync(path('.cache/lm-studio/mcp.json'))
    expect(clients.card('lm-studio').state).toBe('lost')
  })

  it('chooses the start command that works, and fails when none does', async () => {
    mkdirSync(path('.cursor'), { recursive: true })
    const clients = open({ startCommands: [startCommand('server.blob', 'dies'), startCommand()] })
    await clients.apply('cursor')
    expect(JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline.args).toEqual(startCommand().args)
    rmSync(path('.cursor/mcp.json'))
    await expect(
      open({ startCommands: [startCommand('server.blob', 'dies')] }).apply('cursor'),
    ).rejects.toMatchObject({
      code: 'installation-broken',
    })
    expect(existsSync(path('.cursor/mcp.json'))).toBe(false)
    const odd = { command: '/private/AppTranslocation/node', args: [] }
    await expect(open({ startCommands: [odd] }).apply('cursor')).rejects.toMatchObject({
      code: 'app-translocated',
    })
  })

  it('repairs a lost entry automatically if the user wants it, at most three times an hour', async () => {
    put(CLAUDE, '{ "a": 1 }')
    const clients = open()
    await clients.apply('claude-desktop')
    clients.setRepair('claude-desktop', true)
    ends.push(clients.watch(() => {}))
    const hasEntry = () => read(CLAUDE).includes('plumbline')
    for (const round of [1, 2, 3]) {
      put(CLAUDE, `{ "a": ${round} }`)
      await eventually(hasEntry)
      await eventually(() => clients.card('claude-desktop').state === 'tested')
      expect(JSON.parse(read(CLAUDE)).a).toBe(round)
    }
    put(CLAUDE, '{ "a": 4 }')
    await eventually(() => clients.card('claude-desktop').summary.includes('pauses automatic repairs'))
    clients.recheck()
    expect(read(CLAUDE)).toBe('{ "a": 4 }')
    expect(clients.card('claude-desktop').state).toBe('lost')
  })

  it('repairs the entry after Plumbline was moved, but not one whose program still exists', async () => {
    put('.cursor/mcp.json', '{}')
    put('.gemini/settings.json', '{}')
    mkdirSync(join(folder, 'app'))
    writeFileSync(join(folder, 'app/server.mjs'), '')
    const first = open()
    await first.apply('cursor')
    mkdirSync(join(folder, 'moved'))
    const moved = {
      ...startCommand(),
      args: startCommand().args.map((arg) => arg.replace('/app/', '/moved/')),
    }
    const second = open({ startCommands: [moved] })
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
    expect(second.card('cursor').events[0]?.kind).toBe('repaired')
  })

  it('disconnects a client whose entry was lost, and restores nothing', async () => {
    put('.cursor/mcp.json', '{}')
    const clients = open()
    await clients.apply('cursor')
    put('.cursor/mcp.json', '{ "a": 2 }')
    expect(clients.card('cursor')).toMatchObject({ state: 'lost', can: { disconnect: true } })
    clients.setRepair('cursor', true)
    await clients.disconnect('cursor')
    expect(clients.card('cursor')).toMatchObject({ state: 'not-connected', attention: false })
    expect(read('.cursor/mcp.json')).toBe('{ "a": 2 }')
    expect(repairs).toEqual([])
  })

  it('does not repair an entry while the user removes it', async () => {
    put('.lmstudio/mcp.json', '{}')
    put('.cache/lm-studio/mcp.json', '{}')
    const clients = open()
    await clients.apply('lm-studio')
    clients.setRepair('lm-studio', true)
    ends.push(clients.watch(() => {}))
    await clients.disconnect('lm-studio')
    clients.recheck()
    await clients.close()
    for (const file of clients.card('lm-studio').files)
      expect(existsSync(file) ? readFileSync(file, 'utf8') : '').not.toContain('plumbline')
  })

  it('repairs the entry after an update that changed the start options', async () => {
    put('.cursor/mcp.json', '{}')
    mkdirSync(join(folder, 'app'))
    writeFileSync(join(folder, 'app/server.mjs'), '')
    await open().apply('cursor')
    const updated = { ...startCommand(), args: ['--no-warnings', ...startCommand().args] }
    const second = open({ startCommands: [updated] })
    expect(second.card('cursor')).toMatchObject({
      state: 'changed',
      summary: expect.stringMatching(/was updated/),
    })
    ends.push(second.watch(() => {}))
    await eventually(() => second.card('cursor').state === 'tested')
    expect(JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline.args).toEqual(updated.args)
    // The previous entry is an outdated one of ours, which an undo must not restore.
    await eventually(() => !second.card('cursor').can.undo)
    // A change that the user made by hand is not repaired.
    await second.close()
    const byHand = read('.cursor/mcp.json').replace('--no-warnings', '--trace-warnings')
    put('.cursor/mcp.json', byHand)
    second.recheck()
    await second.close()
    expect(read('.cursor/mcp.json')).toBe(byHand)
  })

  it.skipIf(process.platform === 'win32')(
    'repairs the entry after an update of an app that copies its server',
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
      await open({ startCommands: [copy('one')] }).apply('cursor')
      const two = copy('two')
      const second = open({ startCommands: [two] })
      ends.push(second.watch(() => {}))
      await eventually(() => second.card('cursor').state === 'tested')
      expect(JSON.parse(read('.cursor/mcp.json')).mcpServers.plumbline).toMatchObject(two)
    },
  )

  it('tests the exact command in the file', async () => {
    put(CLAUDE, '{}')
    const clients = open()
    await clients.apply('claude-desktop')
    put(CLAUDE, read(CLAUDE).replace('how=good', 'how=dies'))
    expect(await clients.verify('claude-desktop')).toMatchObject({ ok: false })
    expect(clients.card('claude-desktop')).toMatchObject({ state: 'changed', test: { ok: false } })
  })

  it('quits Claude Desktop, restores the entry that it removed while quitting, and starts it', async () => {
    machine = { ...machine, platform: 'darwin' }
    const config = 'Library/Application Support/Claude/claude_desktop_config.json'
    put(config, '{}')
    const ran: string[] = []
    let running = true
    const clients = open({
      async run({ command, args }) {
        ran.push([command, ...args].join(' '))
        if (command.endsWith('osascript')) {
          running = false
          put(config, '{ "quit": true }')
        }
        return { code: command.endsWith('pgrep') && !running ? 1 : 0, output: '' }
      },
    })
    await clients.apply('claude-desktop')
    expect(clients.card('claude-desktop').can.restart).toBe(true)
    expect((await clients.restart('claude-desktop')).state).toBe('tested')
    expect(JSON.parse(read(config))).toMatchObject({ quit: true, mcpServers: { plumbline: startCommand() } })
    expect(ran[1]).toBe('/usr/bin/osascript -e quit app "Claude"')
    expect(ran.at(-1)).toBe('/usr/bin/open -a Claude')
    machine = { ...machine, platform: 'linux' }
    await expect(clients.restart('claude-desktop')).rejects.toMatchObject({ code: 'not-here' })
  })

  it('reads the log of Claude Desktop', () => {
    put(CLAUDE, '{}')
    const clients = open()
    expect(clients.log('claude-desktop')).toMatchObject({ exists: false, lines: [], problem: null })
    put(
      '.config/Claude/logs/mcp-server-plumbline.log',
      '2026-03-23T13:35:24.813Z [plumbline] [error] spawn /x/node ENOENT {}\n',
    )
    expect(clients.log('claude-desktop')?.problem?.message).toMatch(/did not find the program/)
    expect(clients.log('zed')).toBeNull()
  })
})
