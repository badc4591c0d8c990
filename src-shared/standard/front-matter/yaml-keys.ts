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
import { asWritten } from './as-written.ts'

/** A scalar, a list, or `null` to remove the key. */
export type KeyValue = string | readonly string[] | null

/** How a host writes a value: a text in quotes, or a list of texts in quotes. */
export type ValueStyle = 'quoted' | 'list below' | 'list on one line'

/** A key of a YAML map and its new value. */
export interface KeyChange {
  readonly key: string
  readonly value: KeyValue
  /** Absent: with quotes only where YAML needs them, and lists on one line. A list or text that is there stays one. */
  readonly style?: ValueStyle
}

type MapNode = YAMLMap<unknown, unknown>
type PairNode = Pair<unknown, unknown>

const PARSE = { logLevel: 'silent', uniqueKeys: false, schema: 'core', keepSourceTokens: true } as const
const WRITE = { lineWidth: 0, flowCollectionPadding: false, schema: 'core' } as const
const ORDER = ['title', 'description', 'tags', 'language', 'domain', 'globs', 'applyTo']

/**
 * Changes keys of a YAML map. Only the text of the changed keys is replaced: comments, order, quotes and blanks elsewhere
 * stay as they are. When the result fails `fits`, the `yaml` package writes the whole map instead, which keeps comments
 * but not blanks.
 * @param source YAML without its fences, with LF line ends
 * @param fits returns true when the source has the wanted values
 * @returns `null` when neither result fits
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

function changeKey(source: string, { key, value, style }: KeyChange): string | null {
  const document = parseDocument(source, PARSE)
  const map = document.contents
  if (map === null || (isScalar(map) && map.value === null)) {
    return value === null ? source : withLineEnd(source) + line(key, value, '', style)
  }
  if (!isMap(map) || map.flow) return null
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key)
  if (pair) return value === null ? without(source, map, pair) : replaced(source, pair, value, style)
  return value === null ? source : added(source, map, key, value, style)
}

function replaced(
  source: string,
  pair: PairNode,
  value: string | readonly string[],
  style: ValueStyle | undefined,
): string | null {
  const node = pair.value
  const keyRange = rangeOf(pair.key)
  const range = rangeOf(node)
  if (!keyRange || (node !== null && !range)) return null
  if (isAlias(node) || (isSeq(node) && node.anchor) || (isScalar(node) && node.anchor)) return null
  if (isSeq(node) && typeof value !== 'string') {
    const write = itemWriter(node, style)
    return node.flow ? flowItems(source, node, value, write) : blockItems(source, node, value, write)
  }
  const scalar = isScalar(node) ? node : null
  const isEmpty = !node || (scalar?.value === null && range?.[0] === range?.[1])
  if (isEmpty) {
    // `key:` without a value, possibly with a comment.
    const colon = source.indexOf(':', keyRange[1])
    if (colon === -1) return null
    return `${source.slice(0, colon + 1)}${afterColon(value, style, '')}${source.slice(colon + 1)}`
  }
  if (!range) return null
  const commas = typeof value === 'string' || style === 'list on one line' ? null : asCommas(scalar, value)
  const text = commas ?? value
  const [start, stop] = range
  const old = source.slice(start, stop)
  if (node && !scalar && typeof value === 'string' && !isSeq(node)) return null
  const comment = blockComment(old)
  const end = old.endsWith('\n') ? `${comment}\n` : ''
  // A value on the lines below its key moves to the line of the key.
  const below = /\n[ \t]*$/.test(source.slice(keyRange[1], start))
  const from = below ? source.indexOf(':', keyRange[1]) + 1 : start
  return `${source.slice(0, from)}${below ? ' ' : ''}${inline(text, scalar, style)}${end}${source.slice(stop)}`
}

/**
 * Returns a list as comma-separated text when the value was text before, as tools without support for lists expect it.
 * Returns `null` when a word contains a comma.
 */
function asCommas(node: Scalar | null, words: readonly string[]): string | null {
  if (typeof node?.value !== 'string' || words.some((word) => word.includes(','))) return null
  return words.join(node.value.includes(', ') || !node.value.includes(',') ? ', ' : ',')
}

/** Returns the comment after the `|` or `>` of a block scalar. */
function blockComment(old: string): string {
  return /^[|>][^\n#]*?([ \t]+#[^\n]*)?\n/.exec(old)?.[1] ?? ''
}

type WriteItem = (word: string, plain: (word: string) => string) => string

/** Returns how new items of a list are written: in the quotes of the first one. */
function itemWriter(node: YAMLSeq<unknown>, style: ValueStyle | undefined): WriteItem {
  const [first] = node.items
  const type = isScalar(first) ? first.type : Scalar.QUOTE_DOUBLE
  if (style === undefined || (type !== Scalar.QUOTE_DOUBLE && type !== Scalar.QUOTE_SINGLE))
    return (word, plain) => plain(word)
  return (word) => inQuotes(word, type)
}

function flowItems(
  source: string,
  node: YAMLSeq<unknown>,
  words: readonly string[],
  write: WriteItem,
): string | null {
  const range = rangeOf(node)
  if (!range) return null
  const old = source.slice(range[0], range[1])
  if (/[\n#]/.test(old)) return null
  const known = sourcesOf(source, node)
  const padding = /^\[ +\S/.test(old) ? ' ' : ''
  const gap = /,(?=\S)/.test(old) && !/,\s/.test(old) ? ',' : ', '
  const items = words.map((word) => known.get(word) ?? write(word, flowScalar))
  return `${source.slice(0, range[0])}[${padding}${items.join(gap)}${padding}]${source.slice(range[1])}`
}

function blockItems(
  source: string,
  node: YAMLSeq<unknown>,
  words: readonly string[],
  write: WriteItem,
): string | null {
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
  const linesByWord = new Map<string, string>()
  node.items.forEach((item, at) => {
    const text = isScalar(item) ? wordOf(item) : null
    // Includes the lines below the item: its continuation lines and comments.
    const itemLines = source.slice(starts[at], starts[at + 1] ?? stop)
    if (text !== null && !linesByWord.has(text)) linesByWord.set(text, withLineEnd(itemLines))
  })
  const lines = words.map((word) => {
    const known = linesByWord.get(word)
    linesByWord.delete(word)
    return known ?? `${indent}${dash}${write(word, blockScalar)}\n`
  })
  // Comments on lines of their own stay when the item above them is removed.
  const orphans = [...linesByWord.values()].flatMap((removed) => removed.match(/^[ \t]*#[^\n]*\n/gm) ?? [])
  return source.slice(0, lineStart) + lines.join('') + orphans.join('') + source.slice(stop)
}

function sourcesOf(source: string, node: YAMLSeq<unknown>): Map<string, string> {
  const known = new Map<string, string>()
  for (const item of node.items) {
    const range = rangeOf(item)
    if (isScalar(item) && !item.anchor && range) {
      known.set(wordOf(item), source.slice(range[0], range[1]))
    }
  }
  return known
}

/** Returns the text of a list item as the reader of the front matter returns it. */
function wordOf({ value, source, type }: Scalar): string {
  return String(type === Scalar.PLAIN ? asWritten(value, source) : value).trim()
}

function added(
  source: string,
  map: MapNode,
  key: string,
  value: string | readonly string[],
  style: ValueStyle | undefined,
): string | null {
  const range = rangeOf(map)
  if (!range) return null
  const firstLine = lineStartOf(source, range[0])
  const indent = source.slice(firstLine, range[0])
  if (indent.trim() !== '') return null
  const text = line(key, value, indent, style)
  const before = ORDER.slice(0, ORDER.indexOf(key))
  const above = map.items.findLast((item) => isScalar(item.key) && before.includes(String(item.key.value)))
  if (!above && firstLine === 0 && (key === 'title' || hasFormKey(map))) return text + source
  const at = endOfPair(source, above ?? map.items.at(-1))
  return at === null ? null : withLineEnd(source.slice(0, at)) + text + source.slice(at)
}

function hasFormKey(map: MapNode): boolean {
  return map.items.some((item) => isScalar(item.key) && ORDER.includes(String(item.key.value)))
}

function without(source: string, map: MapNode, pair: PairNode): string | null {
  const keyRange = rangeOf(pair.key)
  let stop = endOfPair(source, pair)
  if (!keyRange || stop === null) return null
  const start = lineStartOf(source, keyRange[0])
  if (!/^[ \t]*(?:\?[ \t]*)?$/.test(source.slice(start, keyRange[0]))) return null
  // Blank lines below would become a part of a block scalar above that keeps its line ends (`|+`).
  const above = rangeOf(lastNode(map.items[map.items.indexOf(pair) - 1]?.value))
  if (above && /^[|>]\d?\+/.test(source.slice(above[0]))) {
    while (/^[ \t]*\n/.test(source.slice(stop))) stop = source.indexOf('\n', stop) + 1
  }
  return source.slice(0, start) + source.slice(stop)
}

/** Returns the offset of the line below a pair. */
function endOfPair(source: string, pair: PairNode | undefined): number | null {
  const range = rangeOf(lastNode(pair?.value)) ?? rangeOf(pair?.key)
  return range ? endOfLineBehind(source, range[1]) : null
}

/** Returns the last scalar or flow node inside a node. The ranges of block lists and maps include the comments below them. */
function lastNode(node: unknown): unknown {
  if (isSeq(node) && !node.flow && node.items.length > 0) return lastNode(node.items.at(-1))
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1)
    if (last) return last.value === null ? last.key : lastNode(last.value)
  }
  return node
}

// `lastIndexOf` with a position of -1 searches position 0.
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

/** Returns `key: value` with a line end. */
function line(
  key: string,
  value: string | readonly string[],
  indent: string,
  style: ValueStyle | undefined,
): string {
  return `${indent}${key}:${afterColon(value, style, indent)}\n`
}

/** Returns the value of a key that has none, with the blank or line end before it. */
function afterColon(
  value: string | readonly string[],
  style: ValueStyle | undefined,
  indent: string,
): string {
  if (style !== 'list below' || typeof value === 'string') return ` ${inline(value, null, style)}`
  return value.map((word) => `\n${indent}  - ${inQuotes(word, Scalar.QUOTE_DOUBLE)}`).join('')
}

/** Returns a value in the form for one line after its key. */
function inline(value: string | readonly string[], like: Scalar | null, style?: ValueStyle): string {
  if (typeof value !== 'string')
    return style === undefined
      ? flowList(value)
      : `[${value.map((word) => inQuotes(word, Scalar.QUOTE_DOUBLE)).join(', ')}]`
  const scalar = new Scalar(value)
  if (value.includes('\n')) scalar.type = 'QUOTE_DOUBLE'
  else if (like?.type === 'QUOTE_DOUBLE' || like?.type === 'QUOTE_SINGLE') scalar.type = like.type
  else if (style !== undefined && like === null) scalar.type = 'QUOTE_DOUBLE'
  return written(scalar)
}

/** Returns a text as a double-quoted YAML scalar. */
export function quoted(text: string): string {
  return inQuotes(text, Scalar.QUOTE_DOUBLE)
}

function inQuotes(text: string, type: 'QUOTE_DOUBLE' | 'QUOTE_SINGLE'): string {
  const scalar = new Scalar(text)
  scalar.type = type
  return written(scalar)
}

/** Returns words as a YAML list on one line. */
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

/** Writes a value as the value of a key, because some scalars, such as `---`, are written differently at the top level. */
function written(value: unknown, flow = false): string {
  const document = new Document({}, WRITE)
  document.set('k', document.createNode(value, { flow }))
  return document.toString(WRITE).replace(/^k: |\n$/g, '')
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** Changes keys by writing the whole map with the `yaml` package. Returns `null` when the map cannot be parsed. */
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
