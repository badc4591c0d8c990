import { fold, isCjk } from '../../base/fold.ts'

/** A query as FTS5 expressions, strictest first. */
export interface MatchQuery {
  /** The words to highlight in snippets, as the index spells them. */
  readonly words: readonly string[]
  /** Every word. */
  readonly all: string
  /** Every word, the last one as a prefix; `null` when it is too short. */
  readonly allWithPrefix: string | null
  /** Any word or part of an identifier, the last one as a prefix; `null` for a query of one word. */
  readonly any: string | null
}

// Further words are ignored.
const MAX_TERMS = 32
const MAX_QUERY_LENGTH = 2000
// A prefix of one or two letters matches thousands of words, which takes 130-900 ms in 100,000 documents.
const MIN_PREFIX_LENGTH = 3

/**
 * Reads a query of a person or a model. Each word becomes a quoted string, so that `"`, `*`, `NEAR` and `-` have no
 * meaning for FTS5. An identifier such as `snake_case` or `foo.bar()` becomes a phrase.
 * @returns `null` when the query has no letter or digit
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

  const phrases = terms.map(quote)
  const prefix = prefixOf(last)
  // CJK runs stay phrases, because single characters match nearly everywhere.
  const loose = terms.flatMap((parts) =>
    isCjk(quote(parts)) ? [quote(parts)] : parts.map((part) => quote([part])),
  )
  const any = [...new Set(withoutFiller(loose))].slice(-MAX_TERMS)
  const anyPrefix = any.at(-1) === quote([tailOf(last)]) ? prefixOf([tailOf(last)]) : null
  return {
    words: terms.flat(),
    all: phrases.join(' AND '),
    allWithPrefix: prefix === null ? null : [...phrases.slice(0, -1), `(${prefix})`].join(' AND '),
    any:
      any.length === 1 && terms.length === 1
        ? null
        : [...any.slice(0, anyPrefix ? -1 : undefined), ...(anyPrefix ? [anyPrefix] : [])].join(' OR '),
  }
}

function tailOf(term: readonly string[]): string {
  return term.at(-1) ?? ''
}

function quote(parts: readonly string[]): string {
  return `"${parts.join(' ')}"`
}

/**
 * Returns an expression for a term as a prefix, or `null` when it is too short. The index holds stems, and the stem of an
 * incomplete word may not be a prefix of the stem of the word: the stem of `encry` is `encri`, that of `testin` is
 * `testin`, and that of `testing` is `test`. So the prefix without its last letters matches too.
 */
function prefixOf(term: readonly string[]): string | null {
  const tail = tailOf(term)
  if (tail.length < MIN_PREFIX_LENGTH) return null
  const shorter = tail.replace(/(?:in|[eiy])$/i, '')
  const whole = `${quote(term)} *`
  if (shorter === tail || shorter.length < MIN_PREFIX_LENGTH) return whole
  return `${whole} OR ${quote([...term.slice(0, -1), shorter])} *`
}

// Words of questions that say nothing about their subject. Each occurs in about half of the index.
const FILLER = new Set(
  'a an and are as at be by can do does for from how i if in is it its my no not of on or our shall should that the this to use we what when where which who why will with you your'
    .split(' ')
    .map((word) => quote([word])),
)

/** Removes filler words, unless there are no others. */
function withoutFiller(phrases: readonly string[]): readonly string[] {
  const subjects = phrases.filter((phrase) => !FILLER.has(phrase.toLowerCase()))
  return subjects.length > 0 ? subjects : phrases
}
