/** What clients call themselves on the wire, and what people call them. */
const NAMES: Readonly<Record<string, string>> = {
  'claude-ai': 'Claude Desktop',
  'claude-desktop': 'Claude Desktop',
  'claude-code': 'Claude Code',
  'cursor-vscode': 'Cursor',
  cursor: 'Cursor',
  'visual studio code': 'VS Code',
  'visual-studio-code': 'VS Code',
  vscode: 'VS Code',
  'windsurf-client': 'Windsurf',
  windsurf: 'Windsurf',
  zed: 'Zed',
  'codex-mcp-client': 'Codex',
  'gemini-cli-mcp-client': 'Gemini CLI',
  'inspector-client': 'MCP Inspector',
  'mcp-inspector': 'MCP Inspector',
}

/** The name of a client as people know it; its own where that is not known. `null` and `''`: it gave none. */
export function clientName(client: string | null): string {
  if (client === null || client === '') return 'No name'
  return NAMES[client.toLowerCase()] ?? client
}
