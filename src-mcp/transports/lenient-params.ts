import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  isInitializeRequest,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server'
import { isObject } from '../../src-shared/is-object.ts'
import { readObject, readTexts } from '../tools/lenient-arguments.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** Far longer than any version; a longer one is not repeated in an answer. */
const MAX_VERSION = 100
/** Deeper than capabilities go. A deeper value stays as it is, because the message may be nested without end. */
const MAX_DEPTH = 5

/**
 * The params of a message as its sender meant them, before the SDK validates them: clients write `null` for what they leave out, and
 * an `initialize` without what the SDK requires. `tools/lenient-arguments.ts` reads the arguments of tools.
 * @param params not an object: as it is
 */
export function readParams(method: string, params: unknown): unknown {
  if (method === 'initialize') return completeHandshake(params ?? {})
  if (!isObject(params)) return params ?? undefined
  const { cursor, _meta, arguments: given, ...others } = params
  const meta = isObject(_meta) ? readMeta(_meta) : _meta
  const args = readCallArguments(method, given)
  const isUnchanged =
    cursor !== null &&
    cursor !== '' &&
    _meta !== null &&
    meta === _meta &&
    given !== null &&
    args === given &&
    !hasNull(others)
  if (isUnchanged) return params
  return {
    ...withoutNulls(others, 1),
    ...(args !== undefined && args !== null && { arguments: args }),
    ...(cursor !== undefined && cursor !== null && cursor !== '' && { cursor }),
    ...(meta !== undefined && meta !== null && { _meta: meta }),
  }
}

/** The SDK rejects arguments that are no object, and for a prompt those that are no text. */
function readCallArguments(method: string, given: unknown): unknown {
  if (method === 'tools/call') return typeof given === 'string' ? readObject(given) : given
  return method === 'prompts/get' && given !== undefined ? readTexts(given) : given
}

function readMeta(meta: JsonObject): JsonObject {
  const version = meta[PROTOCOL_VERSION_META_KEY]
  const client = meta[CLIENT_INFO_META_KEY]
  const capabilities = meta[CLIENT_CAPABILITIES_META_KEY]
  const isLong = typeof version === 'string' && version.length > MAX_VERSION
  const isOdd =
    (isObject(client) || isObject(capabilities)) && !isHandshake(handshakeOf(client, capabilities))
  if (!isLong && !isOdd && !hasNull(meta)) return meta
  return {
    ...withoutNulls(meta, 1),
    ...(isLong && { [PROTOCOL_VERSION_META_KEY]: `${version.slice(0, MAX_VERSION)}…` }),
    ...(isOdd && isObject(client) && { [CLIENT_INFO_META_KEY]: readClientInfo(client) }),
    ...(isOdd &&
      isObject(capabilities) && { [CLIENT_CAPABILITIES_META_KEY]: readCapabilities(capabilities) }),
  }
}

/** The params of an `initialize` with everything that the SDK requires. What it could not read is left out. */
function completeHandshake(params: unknown): unknown {
  if (!isObject(params) || isHandshake(params)) return params
  const { protocolVersion, capabilities, clientInfo, _meta } = params
  const version = protocolVersion ?? ''
  return {
    protocolVersion: typeof version === 'number' ? String(version) : version,
    capabilities: readCapabilities(capabilities),
    clientInfo: readClientInfo(clientInfo),
    ...(isObject(_meta) && { _meta: withoutNulls(_meta, 1) }),
  }
}

const UNKNOWN_CLIENT = { name: '', version: '' } as const

function handshakeOf(clientInfo: unknown, capabilities: unknown): JsonObject {
  return { protocolVersion: '', capabilities: capabilities ?? {}, clientInfo: clientInfo ?? UNKNOWN_CLIENT }
}

function readCapabilities(given: unknown): JsonObject {
  if (!isObject(given)) return {}
  const declared = Object.entries(given).map(([name, value]) => [name, value === true ? {} : value] as const)
  const clean = withoutNulls(Object.fromEntries(declared), MAX_DEPTH)
  return validEntries(clean, (capability) => isHandshake(handshakeOf(undefined, capability)))
}

/** Without a name and a version, the activity log shows an unknown client. */
function readClientInfo(given: unknown): JsonObject {
  if (!isObject(given)) return UNKNOWN_CLIENT
  const { name, version, ...others } = given
  const known = { name: textOf(name), version: textOf(version) }
  return {
    ...known,
    ...validEntries(others, (other) => isHandshake(handshakeOf({ ...known, ...other }, undefined))),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The entries that are valid on their own. */
function validEntries(object: JsonObject, isValid: (entry: JsonObject) => boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([name, value]) => value !== null && isValid({ [name]: value })),
  )
}

function isHandshake(params: JsonObject): boolean {
  try {
    return isInitializeRequest({ jsonrpc: '2.0', id: 0, method: 'initialize', params })
  } catch {
    // The SDK's validator fails on a value that is nested too deeply.
    return false
  }
}

function hasNull(object: JsonObject): boolean {
  for (const key in object) if (object[key] === null) return true
  return false
}

/** @param depth how many levels are read */
function withoutNulls(object: JsonObject, depth: number): JsonObject {
  const entries = Object.entries(object).filter(([, value]) => value !== null)
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      depth > 1 && isObject(value) ? withoutNulls(value, depth - 1) : value,
    ]),
  )
}
