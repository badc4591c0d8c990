import { isDeepStrictEqual } from 'node:util'
import { getNodeValue, type Node } from 'jsonc-parser'
import { type ClientProfile, ENTRY_NAME, type Entry } from '../table/client-profile.ts'
import { type Broken, decodeConfig, encodeConfig, positionOf } from './decode-config.ts'
import { nodeAt, parseJson, removeJson, setJson } from './json-edit.ts'
import { insertToml, parseToml, positionInToml, removeToml, updateToml } from './toml-edit.ts'

/** One client's file, read: what it says of us, and how that is changed. `null`: the edit cannot be made here. */
export interface ConfigDocument {
  readonly text: string
  /** The entry with our name; `undefined`: none. */
  readonly entry: unknown
  /** Everything else that the file says. */
  readonly rest: unknown
  /** Puts a new entry there, in the place of whatever has our name. */
  put(entry: Entry): string | null
  /** Changes keys of the entry that is there. */
  change(values: Readonly<Record<string, unknown>>): string | null
  /** Takes the entry out. @param mayGo decides of each entry with our name; there may be several */
  remove(mayGo: (entry: unknown) => boolean): string | null
}

/** @param bytes `null`: there is no file */
export function readConfig(bytes: Uint8Array | null, client: ClientProfile): ConfigDocument | Broken {
  const decoded = decodeConfig(bytes ?? new Uint8Array())
  if ('kind' in decoded) return decoded
  return client.format === 'toml' ? readToml(decoded.text, client) : readJson(decoded.text, client)
}

/** The bytes of `text` with the byte order mark that `before` had. */
export function bytesLike(before: Uint8Array | null, text: string): Uint8Array {
  const decoded = before && decodeConfig(before)
  return encodeConfig({ text, bom: decoded && 'bom' in decoded ? decoded.bom : '' })
}

function readJson(text: string, client: ClientProfile): ConfigDocument | Broken {
  const strict = client.format === 'json'
  const document = parseJson(text, strict)
  if ('kind' in document) return document
  const { root } = document
  const wrong = firstNonObject(text, root, client.servers)
  if (wrong) return wrong
  const path = [...client.servers, ENTRY_NAME]
  const node = nodeAt(root, path)
  return {
    text,
    entry: node ? getNodeValue(node) : undefined,
    rest: withoutEntry(root ? getNodeValue(root) : null, path),
    put: (entry) => setJson(text, path, entry, strict),
    change: (values) =>
      Object.entries(values).reduce((now, [key, value]) => setJson(now, [...path, key], value, strict), text),
    remove: (mayGo) => removeJson(text, path, strict, (value) => mayGo(getNodeValue(value))),
  }
}

/** Everything on the way to the servers has to be an object, `null` or absent. */
function firstNonObject(text: string, root: Node | null, path: readonly string[]): Broken | null {
  for (let depth = 0; depth <= path.length; depth++) {
    const node = nodeAt(root, path.slice(0, depth))
    if (!node || node.type === 'object' || node.type === 'null') continue
    const what = depth === 0 ? 'The file' : `"${path[depth - 1]}"`
    const message = `${what} holds ${withArticle(node.type)} where an object { } is expected.`
    return { kind: 'broken', ...positionOf(text.slice(0, node.offset)), message }
  }
  return null
}

function withArticle(type: string): string {
  if (type === 'array') return 'a list'
  return type === 'string' ? 'a text' : `a ${type}`
}

function readToml(text: string, client: ClientProfile): ConfigDocument | Broken {
  const document = parseToml(text)
  if ('kind' in document) return document
  const { root } = document
  const path = [...client.servers, ENTRY_NAME]
  let at: unknown = root
  for (const [depth, key] of client.servers.entries()) {
    at = isTable(at) ? at[key] : undefined
    if (at === undefined || isTable(at)) continue
    const place = positionInToml(text, client.servers.slice(0, depth + 1))
    return { kind: 'broken', ...place, message: `"${key}" is not a table.` }
  }
  const entry = isTable(at) ? at[ENTRY_NAME] : undefined
  return {
    text,
    entry,
    rest: withoutEntry(root, path),
    put(values) {
      const cleared = entry === undefined ? text : removeToml(text, path)
      return cleared === null ? null : insertToml(cleared, path, values)
    },
    change: (values) => updateToml(text, path, values),
    remove: (mayGo) => (mayGo(entry) ? removeToml(text, path) : text),
  }
}

/** What is said besides our entry. A servers object that holds nothing else counts as absent. */
function withoutEntry(value: unknown, path: readonly string[]): unknown {
  const [key, ...deeper] = path
  if (value === null || key === undefined) return undefined
  if (!isTable(value)) return value
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    if (name !== key) return [[name, inner] as const]
    const rest = withoutEntry(inner, deeper)
    return rest === undefined ? [] : [[name, rest] as const]
  })
  return kept.length === 0 ? undefined : kept
}

/** True when both say the same besides our entry. */
export function saysTheSame(a: ConfigDocument, b: ConfigDocument): boolean {
  return isDeepStrictEqual(a.rest, b.rest)
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
