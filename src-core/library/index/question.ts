import { stemmer } from 'stemmer'
import { fold, isCjk } from '../../base/fold.ts'
import { isForeignFiller } from './glossary.ts'
import { isFiller } from './question-words.ts'

/** A word of a question, or an identifier such as `snake_case` or `foo.bar()`, which is several words in a row. */
export interface Term {
  /** As the index spells them. */
  readonly parts: readonly string[]
  /** In lower case, separated by spaces. */
  readonly key: string
  /** As it was asked. */
  readonly text: string
}

/** A question of a person or a model. */
export interface Question {
  /** Every word, each once, in the order of the question. */
  readonly terms: readonly Term[]
  /** The terms that say what the question is about; all of them when none does. */
  readonly telling: readonly Term[]
}

// Further words are ignored.
const MAX_TERMS = 32
const MAX_QUESTION_LENGTH = 2000

/** @returns `null` when the question has no letter or digit */
export function readQuestion(question: string): Question | null {
  const terms: Term[] = []
  const seen = new Set<string>()
  for (const word of question.slice(0, MAX_QUESTION_LENGTH).normalize('NFC').split(/\s+/u)) {
    for (const parts of scriptRuns(fold(word).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])) {
      const key = parts.join(' ').toLowerCase()
      // `log` and `logs` are one word of the index.
      const stem = parts.length === 1 ? stemmer(key) : key
      if (seen.has(stem) || terms.length === MAX_TERMS) continue
      seen.add(stem)
      terms.push({ parts, key, text: parts.join(isCjk(key) ? '' : ' ') })
    }
  }
  if (terms.length === 0) return null
  const words = terms.filter(({ key }) => !isFiller(key) && !isContraction(key))
  // `die` and `no` are fillers only among words that are no English question.
  const isForeign =
    terms.filter(({ key }) => isForeignFiller(key)).length > terms.filter(({ key }) => isFiller(key)).length
  const telling = isForeign ? words.filter(({ key }) => !isForeignFiller(key)) : words
  return { terms, telling: telling.length > 0 ? telling : terms }
}

/** Separates CJK runs from other words: `SQL注入` is two words. */
function scriptRuns(parts: readonly string[]): string[][] {
  const runs: string[][] = []
  let wasCjk: boolean | null = null
  for (const part of parts) {
    const isOfCjk = isCjk(part)
    if (isOfCjk === wasCjk) runs.at(-1)?.push(part)
    else runs.push([part])
    wasCjk = isOfCjk
  }
  return runs
}

/** `don't` and `we're` are read as two words. */
function isContraction(key: string): boolean {
  return /^[a-z]+ (?:t|s|re|ve|ll|d|m)$/.test(key) && isFiller(key.replace(/ [a-z]+$/, ''))
}

/** Returns a term for a word of the index. */
export function termOf(word: string): Term {
  return { parts: [word], key: word, text: word }
}

/** Quotes words for FTS5, so that `"`, `*`, `NEAR` and `-` in a question have no meaning. */
export function quote(parts: readonly string[]): string {
  return `"${parts.join(' ')}"`
}

/** Returns FTS5 strings for a term: the whole, and the parts of an identifier that are telling. CJK runs stay whole. */
export function stringsOf({ parts }: Term): string[] {
  const whole = quote(parts)
  if (parts.length === 1) return [whole]
  if (isCjk(whole))
    return parts.length < 3
      ? [whole]
      : [whole, ...parts.slice(1).map((part, at) => quote([parts[at] ?? '', part]))]
  return [
    whole,
    ...parts.filter((part) => part.length > 1 && !isFiller(part.toLowerCase())).map((part) => quote([part])),
  ]
}

// A prefix of one or two letters matches thousands of words, which takes 130-900 ms in 100,000 documents.
const MIN_PREFIX_LENGTH = 3

/**
 * Returns FTS5 strings for a term as a prefix; none when it is too short. The index holds stems, and the stem of an incomplete
 * word may not be a prefix of the stem of the word: the stem of `encry` is `encri`, that of `testin` is `testin`, and that of
 * `testing` is `test`. So the prefix without its last letters matches too.
 */
export function prefixesOf({ parts }: Term): string[] {
  const tail = parts.at(-1) ?? ''
  if (tail.length < MIN_PREFIX_LENGTH || isCjk(tail)) return []
  const shorter = withoutEnding(tail)
  const whole = `${quote(parts)} *`
  if (shorter === tail || shorter.length < MIN_PREFIX_LENGTH) return [whole]
  return [whole, `${quote([...parts.slice(0, -1), shorter])} *`]
}

/** A word without last letters that its stem may not have. */
export function withoutEnding(word: string): string {
  return word.replace(/(?:in|[eiy])$/i, '')
}
