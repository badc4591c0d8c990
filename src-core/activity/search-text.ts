import type { RequestFilter } from '../../src-shared/contract/activity.ts'
import { camelCaseParts, fold } from '../base/fold.ts'
import { isCall, type RequestType } from './request-type.ts'

/**
 * Splits requests and queries into words. The same functions run over requests in the text index, over requests that are
 * not in it yet, and over queries. The index receives separated words, so that SQLite's tokenizer splits nothing further.
 */

const WORD = /[\p{L}\p{N}]+/gu
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/

/** The words of a text in their order, lower-case and without accents. */
export function indexedWords(text: string): string[] {
  const parts = camelCaseParts(text)
  const folded = fold(parts === '' ? text : `${text} ${parts}`)
  return normalize(folded).match(WORD) ?? []
}

function normalize(text: string): string {
  const lower = text.toLowerCase()
  if (PRINTABLE_ASCII.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .replaceAll('ς', 'σ')
}

// No recorded column is longer; the rest of a longer text is not indexed.
const MAX_TEXT = 4_000

/** The text of a request that a filter's words are looked up in. */
export function searchedText(row: {
  readonly question: string
  readonly summary: string
  readonly message: string | null
  readonly tool: string | null
  readonly method: string
}): string {
  return [row.question, row.summary, row.message ?? '', row.tool ?? '', row.method]
    .map((text) => text.slice(0, MAX_TEXT))
    .join('\n')
}

/** Phrases that must all occur; the last word of the last phrase is a prefix. */
export type TextQuery = readonly (readonly string[])[]

const MAX_PHRASES = 16

/** Parses a filter's text. Returns `null` when it has no letter or digit, so that it matches every request. */
export function parseTextQuery(text: string | undefined): TextQuery | null {
  if (text === undefined) return null
  const phrases: string[][] = []
  for (const word of text.split(/\s+/u)) {
    const phrase = normalize(fold(word)).match(WORD)
    if (phrase) phrases.push(phrase)
    if (phrases.length === MAX_PHRASES) break
  }
  return phrases.length > 0 ? phrases : null
}

/** True when the words contain every phrase of the query. For requests that are not in the text index. */
export function matchesTextQuery(words: readonly string[], query: TextQuery): boolean {
  return query.every((phrase, index) => hasPhrase(words, phrase, index === query.length - 1))
}

function hasPhrase(words: readonly string[], phrase: readonly string[], isPrefix: boolean): boolean {
  const last = phrase.length - 1
  for (let start = 0; start + last < words.length; start++) {
    let at = 0
    while (at < last && words[start + at] === phrase[at]) at++
    if (at < last) continue
    const word = words[start + last] ?? ''
    const lastOfPhrase = phrase[last] ?? ''
    if (isPrefix ? word.startsWith(lastOfPhrase) : word === lastOfPhrase) return true
  }
  return false
}

// The first character of a facet token. Private-use characters are letters to SQLite and never part of a word, so a token
// cannot be equal to a word.
const FACETS = {
  client: 0xf001,
  tool: 0xf002,
  status: 0xf003,
  cache: 0xf004,
  call: 0xf005,
  session: 0xf006,
  standard: 0xf007,
}
const FIRST_DIGIT = 0xe000
const BASE = 4096

/** The word of the text index that stands for a value of a facet. */
function facetToken(facet: keyof typeof FACETS, value: number): string {
  let digits = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / BASE)) {
    digits = String.fromCharCode(FIRST_DIGIT + (rest % BASE)) + digits
  }
  return String.fromCharCode(FACETS[facet]) + digits
}

/** FNV-1a, reduced to 24 bits. Names may collide, so a query checks the request types of its results too. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % (BASE * BASE)
}

/** The values of a request that the text index holds as facet tokens. */
export interface RequestFacets {
  readonly type: RequestType
  readonly session: number
  readonly standards: Iterable<number>
}

/** The text that the index stores for a request with these words. */
export function indexedText(words: readonly string[], { type, session, standards }: RequestFacets): string {
  const tokens = [
    facetToken('client', hashOf(type.client ?? '')),
    facetToken('tool', hashOf(type.tool ?? '')),
    facetToken('status', hashOf(type.status)),
    facetToken('cache', hashOf(type.cache)),
    facetToken('session', session),
  ]
  if (isCall(type.method)) tokens.push(facetToken('call', 0))
  for (const standard of standards) tokens.push(facetToken('standard', standard))
  return `${words.join(' ')} ${tokens.join(' ')}`
}

// A longer list excludes few requests, and each name costs a lookup.
const MAX_LIST = 8

// The text index stores prefixes up to this length.
const INDEXED_PREFIX = 3

function quote(phrase: readonly string[]): string {
  return `"${phrase.join(' ')}"`
}

/** Returns the indexed words with a prefix; `null` when there are too many. */
export type ExpandPrefix = (prefix: string) => readonly string[] | null

/**
 * The expression for a phrase that ends with a prefix. A long prefix is replaced by the words that have it: FTS5 would merge
 * the rows of all of them first.
 */
function prefixExpression(phrase: readonly string[], expandPrefix: ExpandPrefix): string {
  const prefix = phrase.at(-1) ?? ''
  const words = prefix.length > INDEXED_PREFIX ? expandPrefix(prefix) : null
  if (words === null) return `${quote(phrase)} *`
  // No word has the prefix. As a whole word it is not in the index either, so the expression finds nothing.
  if (words.length === 0) return quote(phrase)
  return `(${words.map((word) => quote([...phrase.slice(0, -1), word])).join(' OR ')})`
}

/** A query of the text index. */
export interface IndexQuery {
  /** Its lists may be a part of the caller's filter, as the caller checks request types itself. */
  readonly filter: RequestFilter
  readonly text: TextQuery | null
  /** Row ids; `null`: any. */
  readonly session: number | null
  readonly standard: number | null
}

/** The FTS5 expression of a query. */
export function indexExpression(
  { filter, text, session, standard }: IndexQuery,
  expandPrefix: ExpandPrefix,
): string {
  const phrases = (text ?? []).map((phrase, index) =>
    index === (text?.length ?? 0) - 1 ? prefixExpression(phrase, expandPrefix) : quote(phrase),
  )
  const anyOf = (facet: 'client' | 'tool' | 'status' | 'cache', list: readonly string[] | undefined) =>
    !list || list.length === 0 || list.length > MAX_LIST
      ? []
      : [`(${list.map((name) => `"${facetToken(facet, hashOf(name))}"`).join(' OR ')})`]
  return [
    ...(session === null ? [] : [`"${facetToken('session', session)}"`]),
    ...(standard === null ? [] : [`"${facetToken('standard', standard)}"`]),
    ...anyOf('status', filter.statuses),
    ...anyOf('tool', filter.tools),
    ...anyOf('client', filter.clients),
    ...anyOf('cache', filter.cache),
    ...(filter.callsOnly ? [`"${facetToken('call', 0)}"`] : []),
    ...phrases,
  ].join(' AND ')
}
