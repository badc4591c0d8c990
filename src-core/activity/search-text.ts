import type { RequestFilter } from '../../src-shared/contract/activity.ts'
import { camelCaseParts, fold } from '../base/fold.ts'
import type { RequestType } from './request-types.ts'
import { isCall } from './request-types.ts'

/**
 * The words of a request and of a question about requests: the same function for both, and for the rows that are not in
 * the index yet. The index gets words that are cut already, so SQLite's own cutting changes nothing.
 */

const WORD = /[\p{L}\p{N}]+/gu
const PLAIN = /^[\x20-\x7e]*$/

/** The words in the order of the text, without case and accents. */
export function indexedWords(text: string): string[] {
  const humps = camelCaseParts(text)
  const folded = fold(humps === '' ? text : `${text} ${humps}`)
  return bare(folded).match(WORD) ?? []
}

function bare(text: string): string {
  const lower = text.toLowerCase()
  if (PLAIN.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .replaceAll('ς', 'σ')
}

// The length of a column; a longer message is not read to its end.
const MAX_TEXT = 4_000

/** The text of a row in which a filter looks for its words. */
export function searchedText(row: {
  readonly asked: string
  readonly summary: string
  readonly message: string | null
  readonly tool: string | null
  readonly method: string
}): string {
  return [row.asked, row.summary, row.message ?? '', row.tool ?? '', row.method]
    .map((text) => text.slice(0, MAX_TEXT))
    .join('\n')
}

/** What a filter's text asks for: every phrase must occur, the last one as a beginning. */
export type TextQuery = readonly (readonly string[])[]

const MAX_PHRASES = 16

/** @returns `null` when there is no letter or digit in the text: everything fits */
export function readText(text: string | undefined): TextQuery | null {
  if (text === undefined) return null
  const phrases: string[][] = []
  for (const word of text.split(/\s+/u)) {
    const parts = bare(fold(word)).match(WORD)
    if (parts) phrases.push(parts)
    if (phrases.length === MAX_PHRASES) break
  }
  return phrases.length > 0 ? phrases : null
}

/** True when the words contain every phrase of the query. For rows that are not in the index yet. */
export function textFits(words: readonly string[], query: TextQuery): boolean {
  return query.every((phrase, index) => hasPhrase(words, phrase, index === query.length - 1))
}

function hasPhrase(words: readonly string[], phrase: readonly string[], beginning: boolean): boolean {
  const last = phrase.length - 1
  for (let start = 0; start + last < words.length; start++) {
    let at = 0
    while (at < last && words[start + at] === phrase[at]) at++
    if (at < last) continue
    const word = words[start + last] ?? ''
    const wanted = phrase[last] ?? ''
    if (beginning ? word.startsWith(wanted) : word === wanted) return true
  }
  return false
}

// Signs of private use, which SQLite takes for letters and no text is cut into: so nothing that was typed meets them.
const SIGN = {
  client: 0xf001,
  tool: 0xf002,
  status: 0xf003,
  cache: 0xf004,
  call: 0xf005,
  session: 0xf006,
  standard: 0xf007,
}
const DIGIT = 0xe000
const BASE = 4096

function sign(what: keyof typeof SIGN, value: number): string {
  let digits = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / BASE)) {
    digits = String.fromCharCode(DIGIT + (rest % BASE)) + digits
  }
  return String.fromCharCode(SIGN[what]) + digits
}

/** A small number for a name, the same in every process. Two names may share one: whoever asks looks at the row too. */
function numberOf(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % (BASE * BASE)
}

/** What the index keeps of a row, apart from its words. */
export interface Signs {
  readonly kind: RequestType
  readonly session: number
  readonly standards: Iterable<number>
}

/** A row as the index takes it, of its words. */
export function indexedText(words: readonly string[], { kind, session, standards }: Signs): string {
  const signs = [
    sign('client', numberOf(kind.client ?? '')),
    sign('tool', numberOf(kind.tool ?? '')),
    sign('status', numberOf(kind.status)),
    sign('cache', numberOf(kind.cache)),
    sign('session', session),
  ]
  if (isCall(kind.method)) signs.push(sign('call', 0))
  for (const standard of standards) signs.push(sign('standard', standard))
  return `${words.join(' ')} ${signs.join(' ')}`
}

// A longer list narrows little and costs a look each.
const MAX_LIST = 8

// So long are the beginnings that the index itself holds.
const INDEXED_BEGINNING = 3

function quote(phrase: readonly string[]): string {
  return `"${phrase.join(' ')}"`
}

/**
 * A beginning is looked up as the words that have it, which costs what those cost; FTS5 would first put the rows of all
 * of them together.
 */
function beginningOf(phrase: readonly string[], expand: Expand): string {
  const last = phrase.at(-1) ?? ''
  const words = last.length > INDEXED_BEGINNING ? expand(last) : null
  if (words === null) return `${quote(phrase)} *`
  // A word that never was: the expression stays whole, and finds nothing.
  if (words.length === 0) return quote(phrase)
  return `(${words.map((word) => quote([...phrase.slice(0, -1), word])).join(' OR ')})`
}

/** The words of the index that begin so; `null` when they are too many. */
export type Expand = (beginning: string) => readonly string[] | null

/** The filter as an FTS5 expression: all of its text and standard; of the rest as much as makes it quicker. */
export function expressionOf(
  filter: RequestFilter,
  text: TextQuery | null,
  session: number | null,
  standard: number | null,
  expand: Expand,
): string {
  const phrases = (text ?? []).map((phrase, index) =>
    index === (text?.length ?? 0) - 1 ? beginningOf(phrase, expand) : quote(phrase),
  )
  const oneOf = (what: 'client' | 'tool' | 'status' | 'cache', list: readonly string[] | undefined) =>
    !list || list.length === 0 || list.length > MAX_LIST
      ? []
      : [`(${list.map((name) => `"${sign(what, numberOf(name))}"`).join(' OR ')})`]
  return [
    ...(session === null ? [] : [`"${sign('session', session)}"`]),
    ...(standard === null ? [] : [`"${sign('standard', standard)}"`]),
    ...oneOf('status', filter.statuses),
    ...oneOf('tool', filter.tools),
    ...oneOf('client', filter.clients),
    ...oneOf('cache', filter.cache),
    ...(filter.callsOnly ? [`"${sign('call', 0)}"`] : []),
    ...phrases,
  ].join(' AND ')
}
