import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

/** A scalar, a list, or `null` for a key that goes. */
export type KeyValue = string | readonly string[] | null

/** A key of a YAML map and what it becomes. */
export interface KeyChange {
  readonly key: string
  readonly value: KeyValue
}

type MapNode = YAMLMap<unknown, unknown>
type PairNode = Pair<unknown, unknown>

const PARSE = { logLevel: 'silent', uniqueKeys: false, schema: 'core', keepSourceTokens: true } as const
const WRITE = { lineWidth: 0, flowCollectionPadding: false, schema: 'core' } as const
const ORDER = ['title', 'description', 'tags', 'language', 'domain', 'globs', 'applyTo']

/**
 * Changes keys of the map that `source` holds (YAML without its fences, LF). The places are found by parsing, and only
 * they are written anew: comments, order, quotes and blanks elsewhere stay as they are.
 * @param fits judges a result; what fails is written by the YAML library as a whole, which keeps comments but not blanks
 * @returns `null` where neither way gives what is wanted
 */
export function changeKeys(
  source: string,
  changes: readonly KeyChange[],
  fits: (source: string) => boolean,
): string | null {
  const spliced = changes.reduce<string | null>(
    (text, change) => (text === null ? null : changeKey(text, change)),
    source,
  )
  if (spliced !== null && fits(spliced)) return spliced
  const whole = rewrite(source, changes)
  return whole !== null && fits(whole) ? whole : null
}

function changeKey(source: string, { key, value }: KeyChange): string | null {
  const document = parseDocument(source, PARSE)
  const map = document.contents
  if (map === null || (isScalar(map) && map.value === null)) {
    return value === null ? source : withLineEnd(source) + line(key, value, '')
  }
  if (!isMap(map) || map.flow) return null
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key)
  if (pair) return value === null ? without(source, map, pair) : replaced(source, pair, value)
  return value === null ? source : added(source, map, key, value)
}

function replaced(source: string, pair: PairNode, value: string | readonly string[]): string | null {
  const node = pair.value
  const keyRange = rangeOf(pair.key)
  const range = rangeOf(node)
  if (!keyRange || (node !== null && !range)) return null
  if (isAlias(node) || (isSeq(node) && node.anchor) || (isScalar(node) && node.anchor)) return null
  if (isSeq(node) && typeof value !== 'string') {
    return node.flow ? flowItems(source, node, value) : blockItems(source, node, value)
  }
  const scalar = isScalar(node) ? node : null
  const isEmpty = !node || (scalar?.value === null && range?.[0] === range?.[1])
  if (isEmpty) {
    // `key:` with nothing behind it, perhaps a comment.
    const colon = source.indexOf(':', keyRange[1])
    if (colon === -1) return null
    return `${source.slice(0, colon + 1)} ${inline(value, null)}${source.slice(colon + 1)}`
  }
  if (!range) return null
  const text = typeof value === 'string' || asCommas(scalar, value) === null ? value : asCommas(scalar, value)
  const [start, stop] = range
  const old = source.slice(start, stop)
  if (text === null || (node && !scalar && typeof value === 'string' && !isSeq(node))) return null
  const comment = blockComment(old)
  const end = old.endsWith('\n') ? `${comment}\n` : ''
  // A list or group of keys below its key: it is written behind the key instead.
  const below = /\n[ \t]*$/.test(source.slice(keyRange[1], start))
  const from = below ? source.indexOf(':', keyRange[1]) + 1 : start
  return `${source.slice(0, from)}${below ? ' ' : ''}${inline(text, scalar)}${end}${source.slice(stop)}`
}

/** A text with commas stays one, as tools that know no lists expect it, unless a comma would split a word. */
function asCommas(node: Scalar | null, words: readonly string[]): string | null {
  if (typeof node?.value !== 'string' || words.some((word) => word.includes(','))) return null
  return words.join(node.value.includes(', ') || !node.value.includes(',') ? ', ' : ',')
}

/** The comment behind the `|` or `>` of a block of text. */
function blockComment(old: string): string {
  return /^[|>][^\n#]*?([ \t]+#[^\n]*)?\n/.exec(old)?.[1] ?? ''
}

function flowItems(source: string, node: YAMLSeq<unknown>, words: readonly string[]): string | null {
  const range = rangeOf(node)
  if (!range) return null
  const old = source.slice(range[0], range[1])
  if (/[\n#]/.test(old)) return null
  const known = sourcesOf(source, node)
  const padding = /^\[ +\S/.test(old) ? ' ' : ''
  const gap = /,(?=\S)/.test(old) && !/,\s/.test(old) ? ',' : ', '
  const items = words.map((word) => known.get(word) ?? flowScalar(word))
  return `${source.slice(0, range[0])}[${padding}${items.join(gap)}${padding}]${source.slice(range[1])}`
}

function blockItems(source: string, node: YAMLSeq<unknown>, words: readonly string[]): string | null {
  const range = rangeOf(node)
  const first = rangeOf(node.items[0])
  if (!range || !first || node.items.some((item) => !rangeOf(item))) return null
  const lineStart = lineStartOf(source, range[0])
  const indent = source.slice(lineStart, range[0])
  if (indent.trim() !== '') return null
  const starts = node.items.map((item) => lineStartOf(source, rangeOf(item)?.[0] ?? 0))
  const last = rangeOf(node.items.at(-1))
  const stop = last ? endOfLineBehind(source, last[1]) : range[1]
  const dash = /^- +/.exec(source.slice(range[0]))?.[0] ?? '- '
  const chunks = new Map<string, string>()
  node.items.forEach((item, at) => {
    const text = isScalar(item) ? String(item.value).trim() : null
    // With the lines below it, which are its own or comments.
    const chunk = source.slice(starts[at], starts[at + 1] ?? stop)
    if (text !== null && !chunks.has(text)) chunks.set(text, withLineEnd(chunk))
  })
  const left = new Map(chunks)
  const lines = words.map((word) => {
    const chunk = left.get(word)
    left.delete(word)
    return chunk ?? `${indent}${dash}${blockScalar(word)}\n`
  })
  // Comments on lines of their own outlive the item above them.
  const orphans = [...left.values()].flatMap((chunk) => chunk.match(/^[ \t]*#[^\n]*\n/gm) ?? [])
  return source.slice(0, lineStart) + lines.join('') + orphans.join('') + source.slice(stop)
}

function sourcesOf(source: string, node: YAMLSeq<unknown>): Map<string, string> {
  const known = new Map<string, string>()
  for (const item of node.items) {
    const range = rangeOf(item)
    if (isScalar(item) && !item.anchor && range) {
      known.set(String(item.value).trim(), source.slice(range[0], range[1]))
    }
  }
  return known
}

function added(source: string, map: MapNode, key: string, value: string | readonly string[]): string | null {
  const range = rangeOf(map)
  if (!range) return null
  const firstLine = lineStartOf(source, range[0])
  const indent = source.slice(firstLine, range[0])
  if (indent.trim() !== '') return null
  const text = line(key, value, indent)
  const before = ORDER.slice(0, ORDER.indexOf(key))
  const above = map.items.findLast((item) => isScalar(item.key) && before.includes(String(item.key.value)))
  if (!above && firstLine === 0 && (key === 'title' || hasOurs(map))) return text + source
  const at = endOfPair(source, above ?? map.items.at(-1))
  return at === null ? null : withLineEnd(source.slice(0, at)) + text + source.slice(at)
}

function hasOurs(map: MapNode): boolean {
  return map.items.some((item) => isScalar(item.key) && ORDER.includes(String(item.key.value)))
}

function without(source: string, map: MapNode, pair: PairNode): string | null {
  const keyRange = rangeOf(pair.key)
  let stop = endOfPair(source, pair)
  if (!keyRange || stop === null) return null
  const start = lineStartOf(source, keyRange[0])
  if (!/^[ \t]*(?:\?[ \t]*)?$/.test(source.slice(start, keyRange[0]))) return null
  // Comments between the items of a list are on lines of their own, but about it.
  // A block of text that keeps its line ends (`|+`) would take the blank lines below for its own.
  const above = rangeOf(lastNode(map.items[map.items.indexOf(pair) - 1]?.value))
  if (above && /^[|>]\d?\+/.test(source.slice(above[0]))) {
    while (/^[ \t]*\n/.test(source.slice(stop))) stop = source.indexOf('\n', stop) + 1
  }
  return source.slice(0, start) + source.slice(stop)
}

/** Offset of the line below a pair. */
function endOfPair(source: string, pair: PairNode | undefined): number | null {
  const range = rangeOf(lastNode(pair?.value)) ?? rangeOf(pair?.key)
  return range ? endOfLineBehind(source, range[1]) : null
}

/** The node that stands last in another one: the ranges of lists and maps go on over the comments below them. */
function lastNode(node: unknown): unknown {
  if (isSeq(node) && !node.flow && node.items.length > 0) return lastNode(node.items.at(-1))
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1)
    if (last) return last.value === null ? last.key : lastNode(last.value)
  }
  return node
}

// Not `lastIndexOf` alone: from -1 it looks at the first character.
function lineStartOf(source: string, at: number): number {
  return at === 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1
}

function endOfLineBehind(source: string, at: number): number {
  if (at > 0 && source[at - 1] === '\n') return at
  const end = source.indexOf('\n', at)
  return end === -1 ? source.length : end + 1
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  if (typeof node !== 'object' || node === null || !('range' in node)) return null
  return (node.range as readonly [number, number, number] | null | undefined) ?? null
}

/** `key: value` and a line end. */
function line(key: string, value: string | readonly string[], indent: string): string {
  return `${indent}${key}: ${inline(value, null)}\n`
}

/** A value that stands behind its key on one line. */
function inline(value: string | readonly string[], like: Scalar | null): string {
  if (typeof value !== 'string') return flowList(value)
  const scalar = new Scalar(value)
  if (value.includes('\n')) scalar.type = 'QUOTE_DOUBLE'
  else if (like?.type === 'QUOTE_DOUBLE' || like?.type === 'QUOTE_SINGLE') scalar.type = like.type
  return written(scalar)
}

/** A text as YAML, in double quotes where they can hold it. */
export function quoted(text: string): string {
  const scalar = new Scalar(text)
  scalar.type = 'QUOTE_DOUBLE'
  return written(scalar)
}

/** Words as a list on one line. */
export function flowList(words: readonly string[]): string {
  return `[${words.map(flowScalar).join(', ')}]`
}

function flowScalar(word: string): string {
  return written([word], true).slice(1, -1)
}

function blockScalar(word: string): string {
  const scalar = new Scalar(word)
  if (word.includes('\n')) scalar.type = 'QUOTE_DOUBLE'
  return written(scalar)
}

/** As it stands behind a key; at the top of a document `---` and the like would be written in other ways. */
function written(value: unknown, flow = false): string {
  const document = new Document({}, WRITE)
  document.set('k', document.createNode(value, { flow }))
  return document.toString(WRITE).replace(/^k: |\n$/g, '')
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** The same by the library alone, for what is written in unusual ways. */
function rewrite(source: string, changes: readonly KeyChange[]): string | null {
  try {
    const document = parseDocument(source, { ...PARSE, keepSourceTokens: false })
    if (document.errors.length > 0) return null
    for (const { key, value } of changes) {
      if (value === null) document.delete(key)
      else document.set(key, document.createNode(value))
    }
    const text = document.toString(WRITE)
    return isMap(document.contents) && document.contents.items.length === 0 ? '' : text
  } catch {
    return null
  }
}
