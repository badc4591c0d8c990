import {
  CLIENT_INFO_META_KEY,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server'

/** Who speaks, as far as a message says. */
export interface ClientClaim {
  readonly name: string | null
  readonly version: string | null
}

/** The client that a message names: `initialize` in its params, the stateless era in `_meta`. */
export function readClient(message: JSONRPCMessage): ClientClaim | null {
  if (!('method' in message)) return null
  const params = message.params as Record<string, unknown> | undefined
  const info = message.method === 'initialize' ? params?.clientInfo : metaOf(message)?.[CLIENT_INFO_META_KEY]
  if (typeof info !== 'object' || info === null) return null
  const { name, version } = info as Record<string, unknown>
  return { name: shortText(name), version: shortText(version) }
}

/** The version that a message of the stateless era claims; `null`: none. */
export function readVersionClaim(message: JSONRPCMessage): string | null {
  return shortText(metaOf(message)?.[PROTOCOL_VERSION_META_KEY])
}

function metaOf(message: JSONRPCMessage): Record<string, unknown> | undefined {
  return 'method' in message ? (message.params?._meta as Record<string, unknown> | undefined) : undefined
}

// The names come from strangers and are kept and shown.
function shortText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : null
}
