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
let connections: Clients
beforeEach(() => {
  home = makeTempHome({ 'go/errors.md': '# Go errors\n\nWrap errors with context.\n' })
  user = join(home.home, '../user')
  mkdirSync(home.home)
  sessions = []
  repairs = []
  connections = createClients({
    home: home.home,
    startCommands: listStartCommands(BUILT, home.home),
    sessions: () => sessions,
    repairs: {
      get: () => repairs,
      set: (clients) => {
        repairs = clients
      },
    },
    log: () => {},
    machine: () => ({ platform: 'linux', home: user, env: {}, storePackages: [] }),
    pollMs: 100,
  })
})
afterEach(async () => {
  await connections.close()
  home.remove()
})

/** The session that the log of a home would hold of what Claude Desktop has just done. */
function seen(calls: number): void {
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

describe.each(['legacy', 'modern'] as const)('Claude Desktop, %s era', (era) => {
  let claude: FakeClaudeDesktop
  beforeEach(() => {
    claude = fakeClaudeDesktop(user, era)
    claude.changeSetting('preferences', { menuBarEnabled: false })
  })
  afterEach(() => claude.quit())

  it('is connected, loses the entry, gets it back, and all the while its card tells the truth', async () => {
    const state = () => connections.card('claude-desktop').state
    const states: ClientState[] = []
    const end = connections.watch((news) => states.push(...news.map(({ card }) => card.state)))
    writeFileSync(join(home.home, 'settings.json'), JSON.stringify({ library: home.library }))
    await claude.start()
    expect(claude.servers()).toEqual([])
    expect(state()).toBe('not-connected')

    const { card, files } = await connections.apply('claude-desktop')
    expect(card).toMatchObject({ state: 'tested', label: 'Restart needed' })
    // It reads its file at its start only.
    expect(claude.servers()).toEqual([])
    await claude.quit()
    await claude.start()
    expect(claude.servers()).toEqual(['plumbline'])
    const answer = await claude.call('plumbline', 'search_standards', { query: 'wrap errors' })
    expect(JSON.stringify(answer)).toContain('go/errors.md')
    seen(1)
    connections.recheck()
    expect(states.at(-1)).toBe('live')

    claude.changeSetting('theme', 'dark')
    connections.recheck()
    expect(state()).toBe('live')
    claude.wipeServers()
    await eventually(() => states.at(-1) === 'lost')
    expect(connections.card('claude-desktop').summary).toMatch(
      /our entry is gone. The open session still works/,
    )

    connections.setRepair('claude-desktop', true)
    await eventually(() => states.at(-1) === 'live')
    const repaired = JSON.parse(readFileSync(claude.config, 'utf8'))
    expect(repaired).toMatchObject({ preferences: { menuBarEnabled: false }, theme: 'dark' })
    expect(repaired.mcpServers.plumbline).toBeDefined()
    end()

    await claude.quit()
    expect(connections.log('claude-desktop')).toMatchObject({ exists: true, problem: null })
    await connections.disconnect('claude-desktop')
    expect(JSON.parse(readFileSync(claude.config, 'utf8'))).toEqual({
      preferences: { menuBarEnabled: false },
      theme: 'dark',
    })
    expect(readFileSync(files[0]?.backup ?? '', 'utf8')).toContain('menuBarEnabled')
  })

  it('says in its log why a server did not start, and the card reads it', async () => {
    await connections.apply('claude-desktop')
    const text = readFileSync(claude.config, 'utf8')
    writeFileSync(claude.config, text.replace(JSON.stringify(process.execPath), '"/gone/node"'))
    await claude.start()
    expect(connections.log('claude-desktop')?.problem).toMatchObject({
      message: 'Claude Desktop did not find the program that the entry names.',
    })
    expect(await connections.verify('claude-desktop')).toMatchObject({
      ok: false,
      message: 'There is no program at /gone/node.',
    })
    expect(connections.card('claude-desktop').state).toBe('changed')
  })
})
