import { CLIENT_NAMES, clientByName } from '../src-shared/contract/client-names.ts'

/** Programs that are no assistants. */
const OTHERS: Readonly<Record<string, string>> = {
  'inspector-client': 'MCP Inspector',
  'mcp-inspector': 'MCP Inspector',
}

/** The name of a client as people know it; its own where that is not known. `null` and `''`: it gave none. */
export function clientName(client: string | null): string {
  if (client === null || client === '') return 'No name'
  const known = clientByName(client)
  return known ? CLIENT_NAMES[known].name : (OTHERS[client.toLowerCase()] ?? client)
}
