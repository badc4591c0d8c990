import { expect, it } from 'vitest'
import { clientName } from './client-name.ts'

it.each([
  ['claude-ai', 'Claude Desktop'],
  ['Visual Studio Code', 'VS Code'],
  ['codex-mcp-client', 'Codex CLI'],
  ['Inspector-Client', 'MCP Inspector'],
  ['our-own-script', 'our-own-script'],
  ['', 'No name'],
  [null, 'No name'],
])('%j is called %s', (client, name) => expect(clientName(client)).toBe(name))
