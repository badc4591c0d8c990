import { CLIENT_NAMES } from '../../../src-shared/contract/client-names.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { ClientProfile, ConfigLocation, Entry, StartCommand } from './client-profile.ts'
import { joinPath, localAppData, type Machine, roamingAppData, xdgConfig } from './machine.ts'

const plain = ({ command, args }: StartCommand): Entry => ({ command, args })
const typed = ({ command, args }: StartCommand): Entry => ({ type: 'stdio', command, args })

/** A file in a folder of its own below the user's folder, the folder being the sign of the client. */
function inFolder(machine: Machine, folder: string, file: string): ConfigLocation {
  return { file: joinPath(machine, folder, file), signs: [folder] }
}

const below = (machine: Machine, ...parts: readonly string[]) => joinPath(machine, machine.home, ...parts)

// The Store build keeps a private copy of AppData (anthropics/claude-code#26073), and both builds may be installed.
function claudeDesktopPlaces(machine: Machine): readonly ConfigLocation[] {
  const place = (folder: string, logs: string, signs: readonly string[]): ConfigLocation => ({
    file: joinPath(machine, folder, 'claude_desktop_config.json'),
    signs,
    logs,
  })
  if (machine.platform === 'darwin') {
    const folder = below(machine, 'Library', 'Application Support', 'Claude')
    const apps = ['/Applications/Claude.app', below(machine, 'Applications', 'Claude.app')]
    return [place(folder, below(machine, 'Library', 'Logs', 'Claude'), [folder, ...apps])]
  }
  if (machine.platform === 'linux') {
    const folder = joinPath(machine, xdgConfig(machine), 'Claude')
    return [place(folder, joinPath(machine, folder, 'logs'), [folder])]
  }
  const classic = joinPath(machine, roamingAppData(machine), 'Claude')
  const program = joinPath(machine, localAppData(machine), 'AnthropicClaude')
  const packages = joinPath(machine, localAppData(machine), 'Packages')
  const store = machine.storePackages
    .filter((name) => /^Claude_[^\\/]+$/i.test(name))
    .map((name) => {
      const root = joinPath(machine, packages, name)
      const folder = joinPath(machine, root, 'LocalCache', 'Roaming', 'Claude')
      return { ...place(folder, joinPath(machine, folder, 'logs'), [root]), storePackage: name }
    })
  return [...store, place(classic, joinPath(machine, classic, 'logs'), [classic, program])]
}

function vscodePlaces(machine: Machine): readonly ConfigLocation[] {
  const code =
    machine.platform === 'darwin'
      ? below(machine, 'Library', 'Application Support', 'Code')
      : machine.platform === 'win32'
        ? joinPath(machine, roamingAppData(machine), 'Code')
        : joinPath(machine, xdgConfig(machine), 'Code')
  return [{ file: joinPath(machine, code, 'User', 'mcp.json'), signs: [code] }]
}

/**
 * The clients, in the order of the cards. Paths and keys are those of the clients' own documentation; where it names a
 * variable that moves the folder, that counts.
 */
export const CLIENTS: readonly ClientProfile[] = [
  {
    id: 'claude-desktop',
    name: CLIENT_NAMES['claude-desktop'].name,
    monogram: 'CD',
    format: 'json',
    servers: ['mcpServers'],
    places: claudeDesktopPlaces,
    entry: plain,
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
    places(machine) {
      const folder = machine.env.CLAUDE_CONFIG_DIR
      const file = joinPath(machine, folder || machine.home, '.claude.json')
      return [{ file, signs: [file, folder || below(machine, '.claude')] }]
    },
    entry: typed,
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
    places: (machine) => [inFolder(machine, below(machine, '.cursor'), 'mcp.json')],
    entry: typed,
    reload: 'itself',
    reads: 'Cursor notices it by itself; the switch is in its settings under MCP.',
    deepLink: (name, entry) =>
      `cursor://anysphere.cursor-deeplink/mcp/install?name=${encodeURIComponent(name)}&config=${encoded(entry)}`,
  },
  {
    // code.visualstudio.com/docs/copilot/reference/mcp-configuration
    id: 'vscode',
    name: CLIENT_NAMES.vscode.name,
    monogram: 'VS',
    format: 'jsonc',
    servers: ['servers'],
    places: vscodePlaces,
    entry: typed,
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
    places: (machine) => [inFolder(machine, below(machine, '.codeium', 'windsurf'), 'mcp_config.json')],
    entry: plain,
    reload: 'restart',
    reads: 'Windsurf reads it when it starts, or at Refresh in its MCP settings.',
  },
  {
    // zed.dev/docs/ai/mcp and zed.dev/docs/configuring-zed: XDG_CONFIG_HOME counts on Linux only.
    id: 'zed',
    name: CLIENT_NAMES.zed.name,
    monogram: 'Ze',
    format: 'jsonc',
    servers: ['context_servers'],
    places(machine) {
      if (machine.platform === 'win32')
        return [inFolder(machine, joinPath(machine, roamingAppData(machine), 'Zed'), 'settings.json')]
      if (machine.platform === 'linux')
        return [inFolder(machine, joinPath(machine, xdgConfig(machine), 'zed'), 'settings.json')]
      const { file, signs } = inFolder(machine, below(machine, '.config', 'zed'), 'settings.json')
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
    places: (machine) => [
      inFolder(machine, machine.env.CODEX_HOME || below(machine, '.codex'), 'config.toml'),
    ],
    entry: plain,
    reload: 'session',
    reads: 'Codex reads it at the start of a session.',
  },
  {
    // geminicli.com/docs/tools/mcp-server; GEMINI_CLI_HOME stands for the user's folder.
    id: 'gemini',
    name: CLIENT_NAMES.gemini.name,
    monogram: 'Ge',
    format: 'jsonc',
    servers: ['mcpServers'],
    places: (machine) => [
      inFolder(
        machine,
        joinPath(machine, machine.env.GEMINI_CLI_HOME || machine.home, '.gemini'),
        'settings.json',
      ),
    ],
    entry: plain,
    reload: 'session',
    reads: 'Gemini CLI reads it at the start of a session.',
  },
  {
    // docs.github.com/copilot, Copilot CLI: `type` is `local`, and `tools` must name what may be used.
    id: 'copilot',
    name: CLIENT_NAMES.copilot.name,
    monogram: 'GC',
    format: 'jsonc',
    servers: ['mcpServers'],
    places: (machine) => [
      inFolder(machine, machine.env.COPILOT_HOME || below(machine, '.copilot'), 'mcp-config.json'),
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
    places: (machine) => [
      inFolder(machine, below(machine, '.lmstudio'), 'mcp.json'),
      inFolder(machine, below(machine, '.cache', 'lm-studio'), 'mcp.json'),
    ],
    entry: plain,
    reload: 'restart',
    reads: 'LM Studio reads it when it starts.',
    deepLink: (name, entry) => `lmstudio://add_mcp?name=${encodeURIComponent(name)}&config=${encoded(entry)}`,
  },
]

function encoded(entry: Entry): string {
  return encodeURIComponent(Buffer.from(JSON.stringify(entry)).toString('base64'))
}

/** @throws PlumblineError `usage` when there is no such client */
export function clientById(id: string): ClientProfile {
  const found = CLIENTS.find((client) => client.id === id)
  if (found) return found
  throw new PlumblineError(
    'usage',
    `There is no client "${id}".`,
    `Plumbline connects to ${CLIENTS.map((client) => client.id).join(', ')}.`,
  )
}
