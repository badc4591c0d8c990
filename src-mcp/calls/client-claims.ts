import {
  CLIENT_INFO_META_KEY,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server'

/** `modern`: stateless, from version 2026-07-28 on. `legacy`: the versions before it, which `initialize` opens. */
export type ProtocolGeneration = 'legacy' | 'modern'

/** The name and version that a client gives itself; `null` where it gives none. */
export interface ClientClaim {
  readonly name: string | null
  readonly version: string | null
}

/** The client that a message names: `initialize` in its params, a message of the modern generation in `_meta`. */
export function readClient(message: JSONRPCMessage): ClientClaim | null {
  if (!('method' in message)) return null
  const params = message.params as Record<string, unknown> | undefined
  const info = message.method === 'initialize' ? params?.clientInfo : metaOf(message)?.[CLIENT_INFO_META_KEY]
  if (typeof info !== 'object' || info === null) return null
  const { name, version } = info as Record<string, unknown>
  return { name: shortText(name), version: shortText(version) }
}

/** The protocol version that a message claims in `_meta`, whatever its type; `undefined`: none. */
export function versionClaimOf(message: JSONRPCMessage): unknown {
  return metaOf(message)?.[PROTOCOL_VERSION_META_KEY]
}

/** The protocol version that a message claims in `_meta`; `null`: none, or no text. */
export function readVersionClaim(message: JSONRPCMessage): string | null {
  return shortText(versionClaimOf(message))
}

function metaOf(message: JSONRPCMessage): Record<string, unknown> | undefined {
  return 'method' in message ? (message.params?._meta as Record<string, unknown> | undefined) : undefined
}

// Clients choose these texts, and the activity log stores and shows them.
function shortText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : null
}
