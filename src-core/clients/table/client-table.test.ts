import { describe, expect, it } from 'vitest'
import { clientByName } from '../../../src-shared/contract/client-names.ts'
import { CLIENT_IDS, type ClientId } from '../../../src-shared/contract/clients.ts'
import { planConnect } from '../plan/plan-connect.ts'
import { CLIENTS, clientById } from './client-table.ts'
import type { Machine } from './machine.ts'

const mac: Machine = { platform: 'darwin', home: '/Users/zoë', env: {}, storePackages: [] }
const linux: Machine = { platform: 'linux', home: '/home/z', env: {}, storePackages: [] }
const windows: Machine = {
  platform: 'win32',
  home: 'C:\\Users\\Zoë B',
  env: { APPDATA: 'C:\\Users\\Zoë B\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\Zoë B\\AppData\\Local' },
  storePackages: ['Microsoft.Paint_8wekyb3d8bbwe', 'Claude_pzs8sxrjxfjjc', 'ClaudeX_1'],
}
const withEnv = (machine: Machine, env: Record<string, string>): Machine => ({
  ...machine,
  env: { ...machine.env, ...env },
})

const CLASSIC = 'C:\\Users\\Zoë B\\AppData\\Roaming\\Claude\\claude_desktop_config.json'
const STORE =
  'C:\\Users\\Zoë B\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json'

const LOCATIONS: readonly (readonly [ClientId, Machine, readonly string[]])[] = [
  ['claude-desktop', mac, ['/Users/zoë/Library/Application Support/Claude/claude_desktop_config.json']],
  ['claude-desktop', windows, [STORE, CLASSIC]],
  ['claude-desktop', { ...windows, storePackages: [] }, [CLASSIC]],
  ['claude-desktop', { ...windows, storePackages: [], env: {} }, [CLASSIC]],
  ['claude-desktop', linux, ['/home/z/.config/Claude/claude_desktop_config.json']],
  ['claude-desktop', withEnv(linux, { XDG_CONFIG_HOME: '/cfg' }), ['/cfg/Claude/claude_desktop_config.json']],
  ['claude-code', mac, ['/Users/zoë/.claude.json']],
  ['claude-code', windows, ['C:\\Users\\Zoë B\\.claude.json']],
  ['claude-code', withEnv(linux, { CLAUDE_CONFIG_DIR: '/cc' }), ['/cc/.claude.json']],
  ['cursor', linux, ['/home/z/.cursor/mcp.json']],
  ['cursor', windows, ['C:\\Users\\Zoë B\\.cursor\\mcp.json']],
  ['vscode', mac, ['/Users/zoë/Library/Application Support/Code/User/mcp.json']],
  ['vscode', windows, ['C:\\Users\\Zoë B\\AppData\\Roaming\\Code\\User\\mcp.json']],
  ['vscode', linux, ['/home/z/.config/Code/User/mcp.json']],
  ['windsurf', mac, ['/Users/zoë/.codeium/windsurf/mcp_config.json']],
  ['windsurf', windows, ['C:\\Users\\Zoë B\\.codeium\\windsurf\\mcp_config.json']],
  ['zed', mac, ['/Users/zoë/.config/zed/settings.json']],
  ['zed', withEnv(mac, { XDG_CONFIG_HOME: '/cfg' }), ['/Users/zoë/.config/zed/settings.json']],
  ['zed', withEnv(linux, { XDG_CONFIG_HOME: '/cfg' }), ['/cfg/zed/settings.json']],
  ['zed', withEnv(linux, { XDG_CONFIG_HOME: 'relative' }), ['/home/z/.config/zed/settings.json']],
  ['zed', windows, ['C:\\Users\\Zoë B\\AppData\\Roaming\\Zed\\settings.json']],
  ['codex', linux, ['/home/z/.codex/config.toml']],
  ['codex', withEnv(windows, { CODEX_HOME: 'D:\\codex' }), ['D:\\codex\\config.toml']],
  ['gemini', mac, ['/Users/zoë/.gemini/settings.json']],
  ['gemini', withEnv(linux, { GEMINI_CLI_HOME: '/g' }), ['/g/.gemini/settings.json']],
  ['copilot', linux, ['/home/z/.copilot/mcp-config.json']],
  ['copilot', withEnv(linux, { COPILOT_HOME: '/c' }), ['/c/mcp-config.json']],
  [
    'lm-studio',
    windows,
    ['C:\\Users\\Zoë B\\.lmstudio\\mcp.json', 'C:\\Users\\Zoë B\\.cache\\lm-studio\\mcp.json'],
  ],
]

const START = {
  command: 'C:\\Program Files\\Plümbline\\node.exe',
  args: ['C:\\P\\server.mjs', '--home', 'C:\\h'],
}

/** The entry format from each client's documentation. */
const FORMATS: Readonly<Record<ClientId, unknown>> = {
  'claude-desktop': { mcpServers: { plumbline: START } },
  'claude-code': { mcpServers: { plumbline: { type: 'stdio', ...START } } },
  cursor: { mcpServers: { plumbline: { type: 'stdio', ...START } } },
  vscode: { servers: { plumbline: { type: 'stdio', ...START } } },
  windsurf: { mcpServers: { plumbline: START } },
  zed: { context_servers: { plumbline: { ...START, env: {} } } },
  codex:
    '[mcp_servers.plumbline]\ncommand = "C:\\\\Program Files\\\\Plümbline\\\\node.exe"\nargs = ["C:\\\\P\\\\server.mjs", "--home", "C:\\\\h"]\n',
  gemini: { mcpServers: { plumbline: START } },
  copilot: { mcpServers: { plumbline: { type: 'local', ...START, tools: ['*'] } } },
  'lm-studio': { mcpServers: { plumbline: START } },
}

describe('CLIENTS', () => {
  it('has all clients, in order', () => {
    expect(CLIENTS.map(({ id }) => id)).toEqual(CLIENT_IDS)
    expect(new Set(CLIENTS.map(({ monogram }) => monogram)).size).toBe(CLIENTS.length)
    expect(() => clientById('emacs')).toThrow(/no client "emacs"/)
  })

  it.each(LOCATIONS)('knows the documented file locations of %s (%#)', (id, machine, files) => {
    expect(
      clientById(id)
        .locations(machine)
        .map(({ file }) => file),
    ).toEqual(files)
  })

  it('has a location for each client on each system', () => {
    for (const client of CLIENTS) {
      for (const machine of [mac, windows, linux]) {
        const locations = client.locations(machine)
        expect(locations.length).toBeGreaterThan(0)
        for (const { file, signs } of locations) {
          expect(signs.length).toBeGreaterThan(0)
          expect(file.includes('\\')).toBe(machine.platform === 'win32')
        }
      }
    }
  })

  it.each(CLIENT_IDS)('writes the documented format for %s', (id) => {
    const plan = planConnect(null, clientById(id), { start: START })
    if (plan.kind !== 'write') throw new Error(plan.kind)
    const text = new TextDecoder().decode(plan.bytes)
    expect(id === 'codex' ? text : JSON.parse(text)).toEqual(FORMATS[id])
  })

  it('knows the log folder of Claude Desktop', () => {
    const logs = (machine: Machine) =>
      clientById('claude-desktop')
        .locations(machine)
        .map((location) => location.logs)
    expect(logs(mac)).toEqual(['/Users/zoë/Library/Logs/Claude'])
    expect(logs(linux)).toEqual(['/home/z/.config/Claude/logs'])
    expect(logs(windows)[1]).toBe('C:\\Users\\Zoë B\\AppData\\Roaming\\Claude\\logs')
  })

  it('creates links that contain the whole entry', () => {
    const link = (id: ClientId) => clientById(id).deepLink?.('plumbline', clientById(id).entry(START)) ?? ''
    const cursor = new URL(link('cursor'))
    expect(`${cursor.protocol}//${cursor.host}${cursor.pathname}`).toBe(
      'cursor://anysphere.cursor-deeplink/mcp/install',
    )
    expect(JSON.parse(Buffer.from(cursor.searchParams.get('config') ?? '', 'base64').toString())).toEqual({
      type: 'stdio',
      ...START,
    })
    expect(link('vscode')).toMatch(/^vscode:mcp\/install\?/)
    expect(JSON.parse(decodeURIComponent(link('vscode').split('?')[1] ?? ''))).toMatchObject({
      name: 'plumbline',
      ...START,
    })
    expect(clientById('zed').deepLink).toBeUndefined()
  })

  it.each([
    ['claude-ai', 'claude-desktop'],
    ['claude-code', 'claude-code'],
    ['cursor-vscode', 'cursor'],
    ['Visual Studio Code', 'vscode'],
    ['Visual Studio Code - Insiders', 'vscode'],
    ['windsurf-client', 'windsurf'],
    ['Zed', 'zed'],
    ['codex-mcp-client', 'codex'],
    ['gemini-cli-mcp-client', 'gemini'],
    ['github-copilot-developer', 'copilot'],
    ['lmstudio-mcp-bridge', 'lm-studio'],
    ['plumbline-test', null],
    ['claude', null],
    ['', null],
    [null, null],
  ])('recognizes the client name %s', (name, client) => {
    expect(clientByName(name)).toBe(client)
  })
})
