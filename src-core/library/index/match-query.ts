import { fold, isCjk } from '../../base/fold.ts'

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

  const phrases = terms.map(quote)
  const beginning = beginningOf(last)
  // Single characters of an unspaced script would be found everywhere.
  const loose = terms.flatMap((parts) =>
    isCjk(quote(parts)) ? [quote(parts)] : parts.map((part) => quote([part])),
  )
  const any = [...new Set(withoutFiller(loose))].slice(-MAX_TERMS)
  const start = any.at(-1) === quote([tailOf(last)]) ? beginningOf([tailOf(last)]) : null
  return {
    words: terms.flat(),
    all: phrases.join(' AND '),
    allWithPrefix: beginning === null ? null : [...phrases.slice(0, -1), `(${beginning})`].join(' AND '),
    any:
      any.length === 1 && terms.length === 1
        ? null
        : [...any.slice(0, start ? -1 : undefined), ...(start ? [start] : [])].join(' OR '),
  }
}

function tailOf(term: readonly string[]): string {
  return term.at(-1) ?? ''
}

function quote(parts: readonly string[]): string {
  return `"${parts.join(' ')}"`
}

/**
 * The last term as a beginning, `null` when it is too short to be expanded cheaply. The index holds stems, and the stem
 * of half a word is not always half of the stem (`encry` becomes `encri`, `testin` stays and `testing` is `test`): so
 * the beginning without its last letters counts too.
 */
function beginningOf(term: readonly string[]): string | null {
  const tail = tailOf(term)
  if (tail.length < MIN_PREFIX_LENGTH) return null
  const shorter = tail.replace(/(?:in|[eiy])$/i, '')
  const whole = `${quote(term)} *`
  if (shorter === tail || shorter.length < MIN_PREFIX_LENGTH) return whole
  return `${whole} OR ${quote([...term.slice(0, -1), shorter])} *`
}

// Words that a question is made of, not about: each costs a look at half the index, and says nothing.
const FILLER = new Set(
  'a an and are as at be by can do does for from how i if in is it its my no not of on or our shall should that the this to use we what when where which who why will with you your'
    .split(' ')
    .map((word) => quote([word])),
)

/** Without the filler words, unless there is nothing else. */
function withoutFiller(phrases: readonly string[]): readonly string[] {
  const telling = phrases.filter((phrase) => !FILLER.has(phrase.toLowerCase()))
  return telling.length > 0 ? telling : phrases
}
