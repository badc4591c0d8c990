import { CLIENT_NAMES } from '../../../src-shared/contract/client-names.ts'
import type { StartCommand } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { ClientProfile, ConfigLocation, Entry } from './client-profile.ts'
import { joinPath, localAppData, type Machine, roamingAppData, xdgConfig } from './machine.ts'

const plainEntry = ({ command, args }: StartCommand): Entry => ({ command, args })
const typedEntry = ({ command, args }: StartCommand): Entry => ({ type: 'stdio', command, args })

/** A file in the client's own folder, whose existence shows that the client is installed. */
function inFolder(machine: Machine, folder: string, file: string): ConfigLocation {
  return { file: joinPath(machine, folder, file), signs: [folder] }
}

const inHome = (machine: Machine, ...parts: readonly string[]) => joinPath(machine, machine.home, ...parts)

// The Store build has a private copy of AppData (anthropics/claude-code#26073). Both builds can be installed together.
function claudeDesktopLocations(machine: Machine): readonly ConfigLocation[] {
  const location = (folder: string, logs: string, signs: readonly string[]): ConfigLocation => ({
    file: joinPath(machine, folder, 'claude_desktop_config.json'),
    signs,
    logs,
  })
  if (machine.platform === 'darwin') {
    const folder = inHome(machine, 'Library', 'Application Support', 'Claude')
    const apps = ['/Applications/Claude.app', inHome(machine, 'Applications', 'Claude.app')]
    return [location(folder, inHome(machine, 'Library', 'Logs', 'Claude'), [folder, ...apps])]
  }
  if (machine.platform === 'linux') {
    const folder = joinPath(machine, xdgConfig(machine), 'Claude')
    return [location(folder, joinPath(machine, folder, 'logs'), [folder])]
  }
  const classic = joinPath(machine, roamingAppData(machine), 'Claude')
  const program = joinPath(machine, localAppData(machine), 'AnthropicClaude')
  const packages = joinPath(machine, localAppData(machine), 'Packages')
  const store = machine.storePackages
    .filter((name) => /^Claude_[^\\/]+$/i.test(name))
    .map((name) => {
      const root = joinPath(machine, packages, name)
      const folder = joinPath(machine, root, 'LocalCache', 'Roaming', 'Claude')
      return { ...location(folder, joinPath(machine, folder, 'logs'), [root]), storePackage: name }
    })
  return [...store, location(classic, joinPath(machine, classic, 'logs'), [classic, program])]
}

function vscodeLocations(machine: Machine): readonly ConfigLocation[] {
  const code =
    machine.platform === 'darwin'
      ? inHome(machine, 'Library', 'Application Support', 'Code')
      : machine.platform === 'win32'
        ? joinPath(machine, roamingAppData(machine), 'Code')
        : joinPath(machine, xdgConfig(machine), 'Code')
  return [{ file: joinPath(machine, code, 'User', 'mcp.json'), signs: [code] }]
}

/**
 * The clients, in the order in which the window shows them. Paths and keys follow the clients' documentation, including the
 * environment variables that move the folder.
 */
export const CLIENTS: readonly ClientProfile[] = [
  {
    id: 'claude-desktop',
    name: CLIENT_NAMES['claude-desktop'].name,
    monogram: 'CD',
    format: 'json',
    servers: ['mcpServers'],
    locations: claudeDesktopLocations,
    entry: plainEntry,
    reload: 'restart',
    reads: 'Claude Desktop reads it when it starts.',
  },
  {
    // code.claude.com/docs/en/mcp: the user scope is `mcpServers` at the root of `.claude.json`.
    id: 'claude-code',
    name: CLIENT_NAMES['claude-code'].name,
    monogram: 'CC',
    format: 'json',
    servers: ['mcpServers'],
    locations(machine) {
      const folder = machine.env.CLAUDE_CONFIG_DIR
      const file = joinPath(machine, folder || machine.home, '.claude.json')
      return [{ file, signs: [file, folder || inHome(machine, '.claude')] }]
    },
    entry: typedEntry,
    reload: 'session',
    reads: 'Claude Code reads it at the start of a session.',
  },
  {
    // cursor.com/docs/mcp
    id: 'cursor',
    name: CLIENT_NAMES.cursor.name,
    monogram: 'Cu',
    format: 'jsonc',
    servers: ['mcpServers'],
    locations: (machine) => [inFolder(machine, inHome(machine, '.cursor'), 'mcp.json')],
    entry: typedEntry,
    reload: 'itself',
    reads: 'Cursor notices it by itself; the switch is in its settings under MCP.',
    deepLink: (name, entry) =>
      `cursor://anysphere.cursor-deeplink/mcp/install?name=${encodeURIComponent(name)}&config=${toBase64(entry)}`,
  },
  {
    // code.visualstudio.com/docs/copilot/reference/mcp-configuration
    id: 'vscode',
    name: CLIENT_NAMES.vscode.name,
    monogram: 'VS',
    format: 'jsonc',
    servers: ['servers'],
    locations: vscodeLocations,
    entry: typedEntry,
    reload: 'itself',
    reads: 'VS Code notices it by itself and asks once whether you trust it.',
    deepLink: (name, entry) => `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, ...entry }))}`,
  },
  {
    // docs.windsurf.com/windsurf/cascade/mcp
    id: 'windsurf',
    name: CLIENT_NAMES.windsurf.name,
    monogram: 'Wi',
    format: 'jsonc',
    servers: ['mcpServers'],
    locations: (machine) => [inFolder(machine, inHome(machine, '.codeium', 'windsurf'), 'mcp_config.json')],
    entry: plainEntry,
    reload: 'restart',
    reads: 'Windsurf reads it when it starts, or at Refresh in its MCP settings.',
  },
  {
    // zed.dev/docs/ai/mcp and zed.dev/docs/configuring-zed: XDG_CONFIG_HOME applies on Linux only.
    id: 'zed',
    name: CLIENT_NAMES.zed.name,
    monogram: 'Ze',
    format: 'jsonc',
    servers: ['context_servers'],
    locations(machine) {
      if (machine.platform === 'win32')
        return [inFolder(machine, joinPath(machine, roamingAppData(machine), 'Zed'), 'settings.json')]
      if (machine.platform === 'linux')
        return [inFolder(machine, joinPath(machine, xdgConfig(machine), 'zed'), 'settings.json')]
      const { file, signs } = inFolder(machine, inHome(machine, '.config', 'zed'), 'settings.json')
      return [{ file, signs: [...signs, '/Applications/Zed.app'] }]
    },
    entry: ({ command, args }) => ({ command, args, env: {} }),
    reload: 'itself',
    reads: 'Zed notices it by itself.',
  },
  {
    // developers.openai.com/codex/mcp
    id: 'codex',
    name: CLIENT_NAMES.codex.name,
    monogram: 'Co',
    format: 'toml',
    servers: ['mcp_servers'],
    locations: (machine) => [
      inFolder(machine, machine.env.CODEX_HOME || inHome(machine, '.codex'), 'config.toml'),
    ],
    entry: plainEntry,
    reload: 'session',
    reads: 'Codex reads it at the start of a session.',
  },
  {
    // geminicli.com/docs/tools/mcp-server; GEMINI_CLI_HOME replaces the user's home folder.
    id: 'gemini',
    name: CLIENT_NAMES.gemini.name,
    monogram: 'Ge',
    format: 'jsonc',
    servers: ['mcpServers'],
    locations: (machine) => [
      inFolder(
        machine,
        joinPath(machine, machine.env.GEMINI_CLI_HOME || machine.home, '.gemini'),
        'settings.json',
      ),
    ],
    entry: plainEntry,
    reload: 'session',
    reads: 'Gemini CLI reads it at the start of a session.',
  },
  {
    // docs.github.com/copilot, Copilot CLI: `type` is `local`, and `tools` lists the tools that the client may use.
    id: 'copilot',
    name: CLIENT_NAMES.copilot.name,
    monogram: 'GC',
    format: 'jsonc',
    servers: ['mcpServers'],
    locations: (machine) => [
      inFolder(machine, machine.env.COPILOT_HOME || inHome(machine, '.copilot'), 'mcp-config.json'),
    ],
    entry: ({ command, args }) => ({ type: 'local', command, args, tools: ['*'] }),
    reload: 'session',
    reads: 'Copilot CLI reads it at the start of a session.',
  },
  {
    // lmstudio.ai/docs/app/mcp; some builds use the cache folder (lmstudio-ai/lmstudio-bug-tracker#1371).
    id: 'lm-studio',
    name: CLIENT_NAMES['lm-studio'].name,
    monogram: 'LM',
    format: 'jsonc',
    servers: ['mcpServers'],
    locations: (machine) => [
      inFolder(machine, inHome(machine, '.lmstudio'), 'mcp.json'),
      inFolder(machine, inHome(machine, '.cache', 'lm-studio'), 'mcp.json'),
    ],
    entry: plainEntry,
    reload: 'restart',
    reads: 'LM Studio reads it when it starts.',
    deepLink: (name, entry) =>
      `lmstudio://add_mcp?name=${encodeURIComponent(name)}&config=${toBase64(entry)}`,
  },
]

function toBase64(entry: Entry): string {
  return encodeURIComponent(Buffer.from(JSON.stringify(entry)).toString('base64'))
}

/** @throws PlumblineError `usage` when there is no client with this id */
export function clientById(id: string): ClientProfile {
  const found = CLIENTS.find((client) => client.id === id)
  if (found) return found
  throw new PlumblineError(
    'usage',
    `There is no client "${id}".`,
    `Plumbline connects to ${CLIENTS.map((client) => client.id).join(', ')}.`,
  )
}
