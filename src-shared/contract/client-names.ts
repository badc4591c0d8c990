import type { ClientId } from './clients.ts'

interface ClientNames {
  /** What people call it. */
  readonly name: string
  /** What it calls itself in `clientInfo.name`; lower case. */
  readonly calls: readonly string[]
}

/** The clients that Plumbline can connect to, by name. */
export const CLIENT_NAMES: Readonly<Record<ClientId, ClientNames>> = {
  'claude-desktop': { name: 'Claude Desktop', calls: ['claude-ai', 'claude-desktop', 'claude desktop'] },
  'claude-code': { name: 'Claude Code', calls: ['claude-code', 'claude code'] },
  cursor: { name: 'Cursor', calls: ['cursor-vscode', 'cursor'] },
  vscode: { name: 'VS Code', calls: ['visual studio code', 'vscode'] },
  windsurf: { name: 'Windsurf', calls: ['windsurf-client', 'windsurf'] },
  zed: { name: 'Zed', calls: ['zed'] },
  codex: { name: 'Codex CLI', calls: ['codex-mcp-client', 'codex'] },
  gemini: { name: 'Gemini CLI', calls: ['gemini-cli-mcp-client', 'gemini-cli'] },
  copilot: { name: 'Copilot CLI', calls: ['github-copilot-developer', 'copilot-cli', 'github-copilot-cli'] },
  'lm-studio': { name: 'LM Studio', calls: ['lmstudio-mcp-bridge', 'lmstudio', 'lm-studio', 'lm studio'] },
}

/** The client that calls itself `name` in its handshake; `null`: none of these. */
export function clientByName(name: string | null): ClientId | null {
  const said = name?.trim().toLowerCase()
  if (!said) return null
  const fits = (own: string) => said === own || said.startsWith(`${own}-`) || said.startsWith(`${own} `)
  const ids = Object.keys(CLIENT_NAMES) as ClientId[]
  return ids.find((id) => CLIENT_NAMES[id].calls.some(fits)) ?? null
}
