import { isDeepStrictEqual } from 'node:util'
import { getNodeValue, type Node } from 'jsonc-parser'
import { isObject } from '../../../src-shared/is-object.ts'
import { type ClientProfile, ENTRY_NAME, type Entry } from '../table/client-profile.ts'
import { BOM, type Broken, decodeConfig, encodeConfig, hasBom, positionOf } from './decode-config.ts'
import { nodeAt, parseJsonDocument, removeJson, setJson } from './json-edit.ts'
import { insertToml, parseToml, positionInToml, removeToml, updateToml } from './toml-edit.ts'

/** A property of the entry with its position in the text. */
export interface EntryPart {
  readonly key: string
  readonly start: number
  readonly end: number
}

/** A parsed configuration file of a client, and the edits of Plumbline's entry. An edit returns `null` where it is impossible. */
export interface ConfigDocument {
  readonly text: string
  /** The entry with Plumbline's name; `undefined` when there is none. */
  readonly entry: unknown
  /** All other content of the file. */
  readonly rest: unknown
  /** Where the properties of the entry are in a JSON text; empty for TOML. */
  readonly entryParts: readonly EntryPart[]
  /** Adds the entry, replacing any entry of the same name. */
  put(entry: Entry): string | null
  /** Sets keys of the existing entry. */
  change(values: Readonly<Record<string, unknown>>): string | null
  /** Removes the entry. @param isRemovable called for each entry with Plumbline's name; JSON may have duplicates */
  remove(isRemovable: (entry: unknown) => boolean): string | null
}

/** Parses a client's configuration file. @param bytes `null` when the file does not exist */
export function readConfig(bytes: Uint8Array | null, client: ClientProfile): ConfigDocument | Broken {
  const decoded = decodeConfig(bytes ?? new Uint8Array())
  if ('kind' in decoded) return decoded
  return client.format === 'toml' ? readToml(decoded.text, client) : readJson(decoded.text, client)
}

/** Encodes `text`, with a byte order mark if `before` had one. */
export function encodeLike(before: Uint8Array | null, text: string): Uint8Array {
  return encodeConfig({ text, bom: hasBom(before) ? BOM : '' })
}

function readJson(text: string, client: ClientProfile): ConfigDocument | Broken {
  const strict = client.format === 'json'
  const path = [...client.servers, ENTRY_NAME]
  const document = parseJsonDocument(text, path, strict)
  if ('kind' in document) return document
  const { root } = document
  const broken = firstNonObject(text, root, client.servers)
  if (broken) return broken
  const node = nodeAt(root, path)
  return {
    text,
    entry: node ? getNodeValue(node) : undefined,
    rest: jsonWithoutEntry(text, root, path),
    entryParts: partsOf(node),
    put: (entry) => setJson(text, path, entry, strict, document),
    change: (values) =>
      Object.entries(values).reduce(
        (edited, [key, value]) => setJson(edited, [...path, key], value, strict),
        text,
      ),
    remove: (isRemovable) => removeJson(text, path, strict, (value) => isRemovable(getNodeValue(value))),
  }
}

/** Each value on the path to the servers must be an object, `null` or absent; returns the first that is not. */
function firstNonObject(text: string, root: Node | null, path: readonly string[]): Broken | null {
  for (let depth = 0; depth <= path.length; depth++) {
    const node = nodeAt(root, path.slice(0, depth))
    if (!node || node.type === 'object' || node.type === 'null') continue
    const name = depth === 0 ? 'The file' : `"${path[depth - 1]}"`
    const message = `${name} holds ${withArticle(node.type)} where an object { } is expected.`
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
  let table: unknown = root
  for (const [depth, key] of client.servers.entries()) {
    table = isTable(table) ? table[key] : undefined
    if (table === undefined || isTable(table)) continue
    const position = positionInToml(text, client.servers.slice(0, depth + 1))
    return { kind: 'broken', ...position, message: `"${key}" is not a table.` }
  }
  const entry = isTable(table) ? table[ENTRY_NAME] : undefined
  return {
    text,
    entry,
    rest: withoutEntry(root, path),
    entryParts: [],
    put(values) {
      const cleared = entry === undefined ? text : removeToml(text, path)
      return cleared === null ? null : insertToml(cleared, path, values)
    },
    change: (values) => updateToml(text, path, values),
    remove: (isRemovable) => (isRemovable(entry) ? removeToml(text, path) : text),
  }
}

function partsOf(entry: Node | null): EntryPart[] {
  if (entry?.type !== 'object') return []
  return (entry.children ?? []).map(({ offset, length, children }) => ({
    key: String(children?.[0]?.value),
    start: offset,
    end: offset + length,
  }))
}

/** As {@link withoutEntry}, with the text of the other values, which an edit must not change. */
function jsonWithoutEntry(text: string, node: Node | null, path: readonly string[]): unknown {
  const [key, ...deeper] = path
  if (!node || node.type === 'null' || key === undefined) return undefined
  if (node.type !== 'object') return text.slice(node.offset, node.offset + node.length)
  const remaining = (node.children ?? []).flatMap(({ children }) => {
    const [name, value] = children ?? []
    if (!value) return []
    if (name?.value !== key)
      return [[name?.value, text.slice(value.offset, value.offset + value.length)] as const]
    const rest = jsonWithoutEntry(text, value, deeper)
    return rest === undefined ? [] : [[name.value, rest] as const]
  })
  return remaining.length === 0 ? undefined : remaining
}

/** The content without the entry at `path`. A servers object that holds no other entry counts as absent. */
function withoutEntry(value: unknown, path: readonly string[]): unknown {
  const [key, ...deeper] = path
  if (value === null || key === undefined) return undefined
  if (!isTable(value)) return value
  const remaining = Object.entries(value).flatMap(([name, inner]) => {
    if (name !== key) return [[name, inner] as const]
    const rest = withoutEntry(inner, deeper)
    return rest === undefined ? [] : [[name, rest] as const]
  })
  return remaining.length === 0 ? undefined : remaining
}

/** True when both have the same content apart from Plumbline's entry. */
export function sameRest(a: ConfigDocument, b: ConfigDocument): boolean {
  return isDeepStrictEqual(a.rest, b.rest)
}

function isTable(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !(value instanceof Date)
}
