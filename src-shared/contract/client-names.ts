import type { ClientId } from './clients.ts'

interface ClientNames {
  /** The product name. */
  readonly name: string
  /** The beginnings of its `clientInfo.name` in the MCP handshake, in lower case. */
  readonly handshakeNames: readonly string[]
}

/** The names of the clients that Plumbline can connect. */
export const CLIENT_NAMES: Readonly<Record<ClientId, ClientNames>> = {
  'claude-desktop': {
    name: 'Claude Desktop',
    handshakeNames: ['claude-ai', 'claude-desktop', 'claude desktop'],
  },
  'claude-code': { name: 'Claude Code', handshakeNames: ['claude-code', 'claude code'] },
  cursor: { name: 'Cursor', handshakeNames: ['cursor-vscode', 'cursor'] },
  vscode: { name: 'VS Code', handshakeNames: ['visual studio code', 'vscode'] },
  windsurf: { name: 'Windsurf', handshakeNames: ['windsurf-client', 'windsurf'] },
  zed: { name: 'Zed', handshakeNames: ['zed'] },
  codex: { name: 'Codex CLI', handshakeNames: ['codex-mcp-client', 'codex'] },
  gemini: { name: 'Gemini CLI', handshakeNames: ['gemini-cli-mcp-client', 'gemini-cli'] },
  copilot: {
    name: 'Copilot CLI',
    handshakeNames: ['github-copilot-developer', 'copilot-cli', 'github-copilot-cli'],
  },
  'lm-studio': {
    name: 'LM Studio',
    handshakeNames: ['lmstudio-mcp-bridge', 'lmstudio', 'lm-studio', 'lm studio'],
  },
}

/** The client with this `clientInfo.name`; `null` for an unknown client. */
export function clientByName(name: string | null): ClientId | null {
  const sent = name?.trim().toLowerCase()
  if (!sent) return null
  const matches = (known: string) =>
    sent === known || sent.startsWith(`${known}-`) || sent.startsWith(`${known} `)
  const ids = Object.keys(CLIENT_NAMES) as ClientId[]
  return ids.find((id) => CLIENT_NAMES[id].handshakeNames.some(matches)) ?? null
}
