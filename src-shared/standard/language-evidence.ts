import type { Evidence } from './evidence.ts'
import { beginsName, domainOf, facetSlug, languageOf } from './facet-lookup.ts'
import {
  AFTER_VERB_GO,
  BEFORE_LANGUAGE,
  CAPITAL_IN_TITLE,
  EVERY_LANGUAGE,
  LANGUAGE_CONTEXT,
  NEVER_A_WORD,
  NO_EVIDENCE_AS_CODE,
  NO_EVIDENCE_AS_TEXT,
  NO_LANGUAGE,
} from './facet-tables.ts'
import { languageOfGlobs } from './file-languages.ts'
import { isNamedByFolder, stemOf } from './file-name.ts'
import { beginsFramework, type Framework, frameworkOf, isAmbiguousFramework } from './frameworks.ts'
import { firstOf, wordsOfName, wordsOfTitle } from './name-words.ts'
import type { Facet } from './standard.ts'

/** Determines the language of a standard that does not state it. `'every'`: the path says that it is for every language. */
export function languageByEvidence(evidence: Evidence): Facet | 'every' | null {
  const folders = evidence.path.split('/').slice(0, -1)
  const stem = stemOf(evidence.path)
  const byPath = (value: string | null): Facet | null => (value === null ? null : { value, rule: 'path' })
  const own =
    byPath(firstOf(folders, ownLanguage)) ??
    // `general/python.md` is for Python, `general/python-and-sql.md` is not.
    byPath(ownLanguage(stem)) ??
    (folders.some((folder) => EVERY_LANGUAGE.has(facetSlug(folder))) ? 'every' : null) ??
    byPath(isNamedByFolder(stem) ? null : inName(stem)) ??
    inGlobs(evidence.globs) ??
    byPath(firstOf(folders, (folder) => (folder.startsWith('.') ? null : inName(folder)))) ??
    inTags(evidence.tags) ??
    inTitle(evidence.title)
  return (
    own ?? byFramework(evidence, folders, stem) ?? inDescription(evidence.description) ?? inCode(evidence)
  )
}

/** Returns the language that a whole name stands for. Frameworks are weaker, and come later. */
function ownLanguage(name: string): string | null {
  return frameworkOf(facetSlug(name)) === null ? languageOf(name) : null
}

/** Returns the language among the words of a file's or folder's name. */
function inName(name: string): string | null {
  const words = withoutDomains(wordsOfName(name))
  return firstOf(words, (word, at) => {
    if (isInFramework(words, at)) return null
    const pair = pairAt(words, at)
    return (
      (pair === null ? null : languageOf(pair)) ??
      (NEVER_A_WORD.has(word) ? byContext(words, at, word) : ownLanguage(word))
    )
  })
}

/** `go` and `r` are languages beside words of their kind: `go-testing`, `error-handling-in-r`. */
function byContext(words: readonly string[], at: number, word: string): string | null {
  if (word !== 'go' && word !== 'r') return null
  const next = words[at + 1]?.toLowerCase()
  const before = words[at - 1]?.toLowerCase()
  const isLanguage =
    next === undefined
      ? before !== undefined && BEFORE_LANGUAGE.has(before)
      : LANGUAGE_CONTEXT.has(next) || (next.length > 2 && domainOf(next) !== null)
  return isLanguage ? word : null
}

function inGlobs(globs: readonly string[] = []): Facet | null {
  const value = languageOfGlobs(globs)
  return value === null ? null : { value, rule: 'globs' }
}

function inTags(tags: readonly string[]): Facet | null {
  const value = firstOf(tags, ownLanguage)
  return value === null ? null : { value, rule: 'tags' }
}

function inTitle(title: string): Facet | null {
  const words = withoutDomains(wordsOfTitle(title))
  const value = firstOf(words, (_, at) => languageInText(words, at))
  return value === null ? null : { value, rule: 'title' }
}

/** Returns the language at a word of a sentence, in which case and neighbours tell languages from ordinary words. */
function languageInText(words: readonly string[], at: number): string | null {
  const word = words[at] ?? ''
  if (isInFramework(words, at)) return null
  const pair = pairAt(words, at)
  const byPair = pair === null ? null : languageOf(pair)
  if (byPair !== null) return byPair
  if (frameworkOf(word.toLowerCase()) !== null) return null
  if (word === 'Go') return isVerbGo(words, at) ? null : 'go'
  if (word === 'R') return words.length === 1 ? 'r' : byContext(words, at, 'r')
  const whole = isLanguageWord(word) ? ownLanguage(word) : null
  if (whole !== null || !/[-_.]/.test(word)) return whole
  const parts = word.split(/[-_.]+/).filter(isLanguageWord)
  return firstOf(parts, (part) => ownLanguage(part))
}

/** Returns true for a word of a framework's name of two words: in "Tailwind CSS", `css` is no language of its own. */
function isInFramework(words: readonly string[], at: number): boolean {
  return [pairAt(words, at), pairAt(words, at - 1)].some(
    (pair) => pair !== null && frameworkOf(pair) !== null,
  )
}

function isVerbGo(words: readonly string[], at: number): boolean {
  const next = words[at + 1]?.toLowerCase()
  if (next !== undefined) return AFTER_VERB_GO.has(next)
  const before = words[at - 1]?.toLowerCase()
  return before !== undefined && !BEFORE_LANGUAGE.has(before)
}

function isLanguageWord(word: string): boolean {
  const lower = word.toLowerCase()
  return !NEVER_A_WORD.has(lower) && (!CAPITAL_IN_TITLE.has(lower) || word !== lower)
}

/**
 * Returns the language of the framework that the file is about. Code in another language than the framework's outweighs its name:
 * `phoenix` is a framework of Elixir, and a product that is used from Python.
 */
function byFramework(evidence: Evidence, folders: readonly string[], stem: string): Facet | null {
  const code = codeLanguages(evidence.examples)
  const languageFor = ({ languages }: Framework, isSure: boolean): string | null => {
    const agreeing = languages.filter((language) => code.has(language))
    const isCertain = isSure || agreeing.length > 0
    if (!isCertain || (code.size > 0 && agreeing.length === 0)) return null
    return languages.length === 1 ? (languages[0] ?? null) : spokenOf(languages, agreeing, evidence)
  }
  const inWords = (words: readonly string[], isSure: (word: string, at: number) => boolean) =>
    firstOf(words, (word, at) => {
      const pair = pairAt(words, at)
      const byPair = pair === null ? null : frameworkOf(pair)
      if (byPair !== null) return languageFor(byPair, true)
      const name = frameworkName(word)
      const framework = frameworkOf(name)
      return framework === null ? null : languageFor(framework, isSure(name, at))
    })
  const inPath = (name: string) => {
    const words = wordsOfName(name)
    return inWords(words, (word) => words.length === 1 || !isAmbiguousFramework(word))
  }
  const title = wordsOfTitle(evidence.title)
  const isCapital = (at: number) => /^\p{Lu}/u.test(title[at] ?? '')
  const byPath = inPath(stem) ?? firstOf(folders.toReversed(), inPath)
  if (byPath !== null) return { value: byPath, rule: 'path' }
  const byTag = firstOf(evidence.tags, inPath)
  if (byTag !== null) return { value: byTag, rule: 'tags' }
  const byTitle = inWords(title, (word, at) => !isAmbiguousFramework(word) || (at > 0 && isCapital(at)))
  return byTitle === null ? null : { value: byTitle, rule: 'title' }
}

/** Returns a word as frameworks are named: `NextJS15` is `nextjs`. */
function frameworkName(word: string): string {
  const lower = word.toLowerCase()
  return frameworkOf(lower) === null ? lower.replace(/(?<=[a-z]{3})[\d.]+$/, '') : lower
}

/** Chooses among the languages that a framework is used from, by the code and the words of the standard. */
function spokenOf(
  languages: readonly string[],
  inCodeBlocks: readonly string[],
  { title, description = '', body = '', globs = [] }: Evidence,
): string | null {
  const text = `${title} ${description} ${globs.join(' ')} ${body.slice(0, 20_000)}`.toLowerCase()
  return (
    languages.find((language) => inCodeBlocks.includes(language)) ??
    languages.find((language) => text.includes(language)) ??
    languages[0] ??
    null
  )
}

/** Returns the one language that a description names. */
function inDescription(description = ''): Facet | null {
  const words = withoutDomains(wordsOfTitle(description))
  const named = new Set<string>()
  for (const at of words.keys()) {
    const language = languageInText(words, at)
    if (language !== null && !NO_EVIDENCE_AS_TEXT.has(language)) named.add(language)
  }
  const [value] = named
  return value === undefined || named.size > 1 ? null : { value, rule: 'description' }
}

/** Returns the language of the code, when all of it is in one. A single block among others is an illustration. */
function inCode({ examples = [] }: Evidence): Facet | null {
  const languages = codeLanguages(examples)
  const [value] = languages
  if (value === undefined || languages.size > 1) return null
  const blocks = examples.filter(({ language }) => languageOf(language) === value).length
  return blocks > 1 || examples.length === 1 ? { value, rule: 'code' } : null
}

/** The languages of fenced code, without commands and data. */
function codeLanguages(examples: Evidence['examples'] = []): ReadonlySet<string> {
  const languages = new Set<string>()
  for (const { language } of examples) {
    const name = language === '' ? null : languageOf(language)
    if (name !== null && !NO_EVIDENCE_AS_CODE.has(name)) languages.add(name)
  }
  return languages
}

/** Removes pairs of words that name a domain together, such as "SQL injection". */
function withoutDomains(words: readonly string[]): readonly string[] {
  const isPair = (at: number) => {
    const pair = pairAt(words, at)
    return pair !== null && NO_LANGUAGE.has(facetSlug(pair))
  }
  return words.some((_, at) => isPair(at)) ? words.filter((_, at) => !isPair(at) && !isPair(at - 1)) : words
}

function pairAt(words: readonly string[], at: number): string | null {
  const [word, next] = [words[at], words[at + 1]]
  if (word === undefined || next === undefined) return null
  const lower = word.toLowerCase()
  // Looking up every pair of a description would take a twentieth of the whole parsing.
  return beginsName(lower) || beginsFramework(lower) ? facetSlug(`${lower}-${next}`) : null
}
