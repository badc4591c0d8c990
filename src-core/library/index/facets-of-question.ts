import { domainOf, languageOf } from '../../../src-shared/standard/facet-lookup.ts'
import type { Question } from './question.ts'

/** The language and the domain that the words of a question name. */
interface QuestionFacets {
  readonly language: string | null
  readonly domain: string | null
  /** True when the question asks for nothing but a domain, in a language or in none. */
  readonly isTopic: boolean
}

// Aliases that are other words more often than languages.
const NO_LANGUAGE: ReadonlySet<string> = new Set(
  'd ex fs cc less fish otp sol wat pl proto node assembly make swift dart crystal octave racket phoenix lisp'.split(
    ' ',
  ),
)

export function facetsOfQuestion({ telling }: Question): QuestionFacets {
  let language: string | null = null
  let domain: string | null = null
  let others = 0
  for (let at = 0; at < telling.length; at++) {
    const key = telling[at]?.key ?? ''
    const named = NO_LANGUAGE.has(key) ? null : languageOf(key)
    const pair = telling[at + 1] && domainOf(`${key}-${telling[at + 1]?.key}`)
    const about = pair ?? domainOf(key)
    if (named !== null) language ??= named
    else if (about !== null) domain ??= about
    else if (!EVERY.has(key)) others++
    if (named === null && pair) at++
  }
  return { language, domain, isTopic: domain !== null && others === 0 }
}

const EVERY: ReadonlySet<string> = new Set(['general', 'common'])
