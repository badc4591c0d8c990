import { fold, isUnspaced } from './fold.ts'

/** What a question asks for, as FTS5 expressions over the text columns, strictest first. */
export interface MatchQuery {
  /** The words to mark in snippets, as the index spells them. */
  readonly words: readonly string[]
  /** Every word. */
  readonly all: string
  /** Every word, the last one as a beginning; `null` when it is too short to be expanded cheaply. */
  readonly allWithPrefix: string | null
  /** Any word, also the parts of identifiers, the last one as a beginning; `null` when there is one word only. */
  readonly any: string | null
}

// More words than anyone asks for; the rest would only cost time.
const MAX_TERMS = 32
const MAX_QUERY_LENGTH = 2000
// One or two letters expand to thousands of words: 130-900 ms over 100,000 documents.
const MIN_PREFIX_LENGTH = 3

/**
 * Reads what a person or a model typed. Nothing of it reaches FTS5's syntax: each word becomes a quoted string, so
 * quotes, `*`, `NEAR` and `-` are words or nothing. An identifier such as `snake_case` or `foo.bar()` becomes a phrase.
 * @returns `null` when there is no letter or digit in it
 */
export function readQuery(query: string): MatchQuery | null {
  const terms: string[][] = []
  const seen = new Set<string>()
  for (const word of query.slice(0, MAX_QUERY_LENGTH).normalize('NFC').split(/\s+/u)) {
    const parts = fold(word).match(/[\p{L}\p{N}\p{M}]+/gu)
    if (!parts) continue
    const key = parts.join(' ').toLowerCase()
    if (seen.has(key)) continue
    seen.add(key)
    terms.push(parts)
    if (terms.length === MAX_TERMS) break
  }
  const last = terms.at(-1)
  if (!last) return null

  const phrases = terms.map((parts) => `"${parts.join(' ')}"`)
  const tail = last.at(-1) ?? ''
  const prefixed =
    tail.length >= MIN_PREFIX_LENGTH ? [...phrases.slice(0, -1), `${phrases.at(-1)} *`] : phrases
  // Single characters of an unspaced script would be found everywhere.
  const loose = terms.flatMap((parts) => {
    const phrase = `"${parts.join(' ')}"`
    return isUnspaced(phrase) ? [phrase] : parts.map((part) => `"${part}"`)
  })
  const any = [...new Set(loose)].slice(-MAX_TERMS)
  return {
    words: terms.flat(),
    all: phrases.join(' AND '),
    allWithPrefix: prefixed === phrases ? null : prefixed.join(' AND '),
    any: any.length === 1 ? null : any.join(' OR ') + (prefixed === phrases ? '' : ' *'),
  }
}
