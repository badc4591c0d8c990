import { isCjk } from '../../base/fold.ts'
import { englishFor, englishForCjk, englishForInflected } from './glossary.ts'
import { prefixesOf, type Question, quote, stringsOf, type Term, termOf, withoutEnding } from './question.ts'
import { acronymsFor, americanSpelling } from './related-words.ts'
import { synonymsOf } from './synonyms.ts'
import type { WordIndex } from './word-index.ts'

/** FTS5 expressions that add a share of their rank to the sections they match. */
interface Extra {
  readonly expression: string
  readonly weight: number
  /** True for the sections with every word. */
  readonly isAll: boolean
}

/** A telling word of a question. */
export interface AskedWord {
  /** An FTS5 expression: the word, and its parts or beginning. */
  readonly expression: string
  /** Number of sections with the word; for an identifier or a phrase, of its rarest part. */
  readonly sections: number
}

/** A question as FTS5 expressions. */
export interface SearchPlan {
  readonly words: readonly AskedWord[]
  /** A section has to match this: any of the words, or of those that are related to them. */
  readonly any: string
  readonly extras: readonly Extra[]
  /** The words to highlight in snippets. */
  readonly highlighted: readonly string[]
  /** The question with its misspelled and foreign words replaced; `null` when none was. */
  readonly searchedFor: string | null
}

/** The longest phrase in the tables of related words, in words. */
const MAX_PHRASE = 5
/** A last word in fewer sections than this may be incomplete. */
const RARE = 10
/** A word in fewer sections than this is nearly unknown. */
const KNOWN = 4
/** A word in so many times fewer sections than the one it stands for adds noise, and hardly a section. */
const MUCH_RARER = 2
const RELATED_WEIGHT = 0.4
const TOGETHER_WEIGHT = 0.3

/** Chooses what to search for, by what the index has. */
export function planSearch({ terms, telling }: Question, index: WordIndex): SearchPlan {
  const last = terms.at(-1)
  const prefixes = last && telling.includes(last) && isIncomplete(last, index) ? prefixesOf(last) : []
  const replaced = new Map<Term, string>()
  const corrected = new Map<Term, string>()
  for (const term of telling) {
    const american = americanSpelling(term.key)
    const correction = term === last && prefixes.length > 0 ? null : correctionOf(term, index)
    if (correction !== null) corrected.set(term, correction)
    else if (american !== term.key && index.sectionsWith(american) > index.sectionsWith(term.key))
      replaced.set(term, american)
  }
  const asked = telling.flatMap((term): readonly Term[] => {
    const words = corrected.get(term) ?? replaced.get(term)
    return words === undefined ? [term] : words.split(' ').map(termOf)
  })
  // A number is in headings such as "Rule 12", and says little beside a word.
  const words = asked.some((term) => !isNumber(term)) ? asked.filter((term) => !isNumber(term)) : asked
  const keys = words.map(({ key }) => key)
  const related = [
    ...relatedTo(keys, acronymsFor, index),
    ...relatedTo(keys, synonymsOf, index),
    ...relatedTo(
      terms.map(({ key }) => key),
      englishFor,
      null,
    ),
    ...[...replaced.keys()].map(({ key }) => key),
  ]
  const strings = words.map((term) => (term === last ? [...stringsOf(term), ...prefixes] : stringsOf(term)))
  const relatedStrings = [...new Set(related)].map(phrase)
  return {
    words: words.map((term, at) => ({
      expression: (strings[at] ?? []).join(' OR '),
      sections: sectionsOf(term, index),
    })),
    any: [...strings.flat(), ...relatedStrings].join(' OR '),
    extras: [
      extra(relatedStrings, ' OR ', RELATED_WEIGHT),
      ...(words.length > 1
        ? [
            extra(
              strings.map((some) => `(${some.join(' OR ')})`),
              ' AND ',
              TOGETHER_WEIGHT,
            ),
            extra(neighbours(words), ' OR ', TOGETHER_WEIGHT),
          ]
        : []),
    ].filter(({ expression }) => expression !== ''),
    highlighted: [...related.flatMap((some) => some.split(' ')), ...words.flatMap(({ parts }) => parts)],
    searchedFor:
      corrected.size === 0 ? null : terms.map((term) => corrected.get(term) ?? term.text).join(' '),
  }
}

function isIncomplete({ key, parts }: Term, index: WordIndex): boolean {
  if (parts.length > 1) return !index.has(quote(parts))
  return index.sectionsWith(key) < RARE && (index.begins(key) || index.begins(withoutEnding(key)))
}

function correctionOf(term: Term, index: WordIndex): string | null {
  const { key, parts, text } = term
  if (isCjk(text)) {
    const english = index.has(quote(parts)) ? [] : englishForCjk(text)
    return english.length === 0 ? null : english.join(' ')
  }
  if (parts.length > 1 || index.sectionsWith(key) >= KNOWN || americanSpelling(key) !== key) return null
  return englishFor(key)[0] ?? englishForInflected(key)[0] ?? index.correct(key)
}

function sectionsOf({ parts }: Term, index: WordIndex): number {
  return Math.min(...parts.map((part) => index.sectionsWith(part)))
}

function isNumber({ key }: Term): boolean {
  return /^\d+$/.test(key)
}

function extra(expressions: readonly string[], joint: ' AND ' | ' OR ', weight: number): Extra {
  return { expression: expressions.join(joint), weight, isAll: joint === ' AND ' }
}

/** Returns a phrase for each two words that follow each other. */
function neighbours(words: readonly Term[]): string[] {
  return words.slice(1).map((term, at) => quote([...(words[at]?.parts ?? []), ...term.parts]))
}

function phrase(words: string): string {
  return quote(words.split(/[^\p{L}\p{N}]+/u))
}

/**
 * Returns what a table has for the words of a question and for runs of them.
 * @param index leaves out words that are much rarer than what was asked
 */
function relatedTo(
  keys: readonly string[],
  table: (phrase: string) => readonly string[],
  index: WordIndex | null,
): string[] {
  return keys.flatMap((key, at) => {
    const found = [...table(key)].filter((other) => index === null || !isNoise(other, key, index))
    for (let stop = at + 2; stop <= Math.min(at + MAX_PHRASE, keys.length); stop++)
      found.push(...table(keys.slice(at, stop).join(' ')))
    return found.filter((other) => !keys.includes(other))
  })
}

function isNoise(other: string, asked: string, index: WordIndex): boolean {
  return !other.includes(' ') && index.sectionsWith(other) * MUCH_RARER < index.sectionsWith(asked)
}
