import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Clients, createClients } from '../src-core/clients/clients.ts'
import { eventually } from '../src-core/testing/temp-library.ts'
import { listStartCommands } from '../src-main/window-host/list-start-commands.ts'
import { BUILT, makeTempHome, type TempHome } from '../src-mcp/testing/built-server.ts'
import type { SessionRecord } from '../src-shared/contract/activity.ts'
import type { ClientState } from '../src-shared/contract/clients.ts'
import { type FakeClaudeDesktop, fakeClaudeDesktop } from './testing/fake-claude-desktop.ts'

let home: TempHome
let user: string
let sessions: SessionRecord[]
let repairs: readonly string[]
let clients: Clients
beforeEach(() => {
  home = makeTempHome({ 'go/errors.md': '# Go errors\n\nWrap errors with context.\n' })
  user = join(home.home, '../user')
  mkdirSync(home.home)
  sessions = []
  repairs = []
  clients = createClients({
    home: home.home,
    startCommands: listStartCommands(BUILT, home.home),
    sessions: () => sessions,
    repairs: {
      get: () => repairs,
      set: (ids) => {
        repairs = ids
      },
    },
    log: () => {},
    machine: () => ({ platform: 'linux', home: user, env: {}, storePackages: [] }),
    pollMs: 100,
  })
})
afterEach(async () => {
  await clients.close()
  home.remove()
})

/** Adds a session of Claude Desktop, as its calls would in the activity database. */
function addSession(calls: number): void {
  const at = Date.now()
  sessions = [
    {
      id: 's',
      transport: 'stdio',
      client: 'claude-ai',
      clientVersion: '0.1.0',
      protocolVersion: null,
      state: 'ready',
      states: [],
      openedAt: at,
      endedAt: null,
      ended: null,
      pid: 1,
      calls,
      lastCallAt: at,
    },
  ]
}

describe.each(['legacy', 'modern'] as const)('Claude Desktop, %s generation', (generation) => {
  let claude: FakeClaudeDesktop
  beforeEach(() => {
    claude = fakeClaudeDesktop(user, generation)
    claude.changeSetting('preferences', { menuBarEnabled: false })
  })
  afterEach(() => claude.quit())

  it('is connected, loses the entry and gets it back, and its card shows the correct state throughout', async () => {
    const state = () => clients.card('claude-desktop').state
    const states: ClientState[] = []
    const end = clients.watch((news) => states.push(...news.map(({ card }) => card.state)))
    writeFileSync(join(home.home, 'settings.json'), JSON.stringify({ library: home.library }))
    await claude.start()
    expect(claude.servers()).toEqual([])
    expect(state()).toBe('not-connected')

    const { card, files } = await clients.apply('claude-desktop')
    expect(card).toMatchObject({ state: 'tested', label: 'Restart needed' })
    // Claude Desktop reads its configuration only when it starts.
    expect(claude.servers()).toEqual([])
    await claude.quit()
    await claude.start()
    expect(claude.servers()).toEqual(['plumbline'])
    const answer = await claude.call('plumbline', 'search_standards', { query: 'wrap errors' })
    expect(JSON.stringify(answer)).toContain('go/errors.md')
    addSession(1)
    clients.recheck()
    expect(states.at(-1)).toBe('live')

    claude.changeSetting('theme', 'dark')
    clients.recheck()
    expect(state()).toBe('live')
    claude.wipeServers()
    await eventually(() => states.at(-1) === 'lost')
    expect(clients.card('claude-desktop').summary).toMatch(/our entry is gone. The open session still works/)

    clients.setRepair('claude-desktop', true)
    await eventually(() => states.at(-1) === 'live')
    const repaired = JSON.parse(readFileSync(claude.config, 'utf8'))
    expect(repaired).toMatchObject({ preferences: { menuBarEnabled: false }, theme: 'dark' })
    expect(repaired.mcpServers.plumbline).toBeDefined()
    end()

    await claude.quit()
    expect(clients.log('claude-desktop')).toMatchObject({ exists: true, problem: null })
    await clients.disconnect('claude-desktop')
    expect(JSON.parse(readFileSync(claude.config, 'utf8'))).toEqual({
      preferences: { menuBarEnabled: false },
      theme: 'dark',
    })
    expect(readFileSync(files[0]?.backup ?? '', 'utf8')).toContain('menuBarEnabled')
  })

  it('logs why a server did not start, and Plumbline explains that log', async () => {
    await clients.apply('claude-desktop')
    const text = readFileSync(claude.config, 'utf8')
    writeFileSync(claude.config, text.replace(JSON.stringify(process.execPath), '"/gone/node"'))
    await claude.start()
    expect(clients.log('claude-desktop')?.problem).toMatchObject({
      message: 'Claude Desktop did not find the program that the entry names.',
    })
    expect(await clients.verify('claude-desktop')).toMatchObject({
      ok: false,
      message: 'There is no program at /gone/node.',
    })
    expect(clients.card('claude-desktop').state).toBe('changed')
  })
})
