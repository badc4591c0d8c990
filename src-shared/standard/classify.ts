import {
  CAPITAL_IN_TITLE,
  DOMAIN_ALIASES,
  EVERY_DOMAIN,
  EVERY_LANGUAGE,
  LANGUAGE_ALIASES,
  NEVER_A_WORD,
  NO_DOMAIN_AS_FOLDER,
  NO_LANGUAGE,
} from './facet-tables.ts'
import { readFacetWord, shownWord } from './facet-word.ts'
import type { Facet, Problem } from './standard.ts'

/** A problem of a front matter key. */
export type KeyProblem = Omit<Problem, 'path'> & { readonly key: string }

type Lookup = (word: string) => string | null

/** The canonical name of each language, with its aliases. */
export const LANGUAGES = LANGUAGE_ALIASES

/** The canonical name of each domain, with its aliases. */
export const DOMAINS = DOMAIN_ALIASES

const languages = byAlias(LANGUAGES)
const domains = byAlias(DOMAINS)

/** Returns the canonical name of a language by name or alias, in any case, or `null` for unknown words. */
export const languageOf: Lookup = (word) => languages.get(slug(word)) ?? null

/** Returns the canonical name of a domain by name or alias, in any case, or `null` for unknown words. */
export const domainOf: Lookup = (word) => domains.get(slug(word)) ?? null

/** Returns a file's name without its folders and without `.md`, `.mdc`, `.markdown` or `.instructions.md`. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const stem = name.replace(/(?:\.instructions)?\.(?:md|markdown|mdc)$/i, '')
  return stem === '' ? name : stem
}

/**
 * Determines the language and domain of a standard from its front matter, else its path, else its tags, else its title.
 * A language of `null` means every language; a domain of `null` means none.
 */
export function classify(input: {
  data: Record<string, unknown>
  path: string
  tags: readonly string[]
  title: string
}): { language: Facet | null; domain: Facet | null; problems: KeyProblem[] } {
  const problems: KeyProblem[] = []
  const folders = input.path.split('/').slice(0, -1)
  const stem = stemOf(input.path)
  const language =
    inFrontMatter(input.data, 'language', languageOf, EVERY_LANGUAGE, problems) ??
    inPath(folders, languageOf, isWord) ??
    wholeName(stem) ??
    everyByFolder(folders) ??
    inPath([stem], languageOf, isWord) ??
    inTags(input.tags, languageOf) ??
    inTitle(input.title, languageOf, isLanguageInTitle)
  const named = folders.filter((folder) => !NO_DOMAIN_AS_FOLDER.has(folder.toLowerCase()))
  const domain =
    inFrontMatter(input.data, 'domain', domainOf, EVERY_DOMAIN, problems) ??
    inPath([...named.reverse(), stem], domainOf, () => true) ??
    inTags(input.tags, domainOf) ??
    inTitle(input.title, domainOf, () => true)
  return { language: nullIfEvery(language), domain: nullIfEvery(domain), problems }
}

/** Takes a language that is the whole file name: `general/python.md` is for Python, `general/python-and-sql.md` is not. */
function wholeName(stem: string): Facet | null {
  const value = languageOf(stem)
  return value === null ? null : { value, rule: 'path' }
}

const isWord = (word: string) => !NEVER_A_WORD.has(word)

/** Reads the front matter key. `'every'` means every language or domain, and no weaker rule applies. */
function inFrontMatter(
  data: Record<string, unknown>,
  key: string,
  lookup: Lookup,
  every: ReadonlySet<string>,
  problems: KeyProblem[],
): Facet | 'every' | null {
  const value: unknown = Object.hasOwn(data, key) ? data[key] : null
  if (value === null) return null
  const given = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value]
  const texts = given
    .map((word: unknown) => (typeof word === 'string' || typeof word === 'number' ? String(word) : null))
    .filter((text) => text?.trim() !== '')
  if (texts.includes(null)) {
    problems.push(notAWord(key))
    return null
  }
  const words: string[] = []
  for (const text of texts) {
    if (text === null) continue
    const word = every.has(slug(text)) ? slug(text) : wordOf(text, lookup)
    if (word === null) problems.push(notAllowed(key, text))
    else words.push(word)
  }
  const [word] = words
  if (word === undefined) return null
  if (words.some((word) => every.has(word))) return 'every'
  if (words.length > 1) problems.push(moreThanOne(key, word))
  return { value: lookup(word) ?? word, rule: 'front matter' }
}

/** The word that stands for a text in the front matter, or `null` for a text that is neither an alias nor a word. */
function wordOf(text: string, lookup: Lookup): string | null {
  if (lookup(text) !== null) return slug(text)
  const word = readFacetWord(text)
  return word === null ? null : slug(word)
}

/** A folder such as `general/` makes its standards apply to every language, whatever else they mention. */
function everyByFolder(folders: readonly string[]): 'every' | null {
  return folders.some((folder) => EVERY_LANGUAGE.has(slug(folder))) ? 'every' : null
}

function inPath(
  segments: readonly string[],
  lookup: Lookup,
  isEvidence: (word: string) => boolean,
): Facet | null {
  for (const segment of segments) {
    const whole = lookup(segment)
    if (whole !== null) return { value: whole, rule: 'path' }
    // `.github` and `.cursor` are names of tools.
    if (segment.startsWith('.')) continue
    const words = segment.split(/[-_. ]+/)
    const value = firstOf(
      lookup === languageOf ? withoutDomains(words) : words,
      (word) => (isEvidence(word.toLowerCase()) ? lookup(word) : null),
      lookup,
    )
    if (value !== null) return { value, rule: 'path' }
  }
  return null
}

function inTags(tags: readonly string[], lookup: Lookup): Facet | null {
  for (const tag of tags) {
    const value = lookup(tag)
    if (value !== null) return { value, rule: 'tags' }
  }
  return null
}

function inTitle(title: string, lookup: Lookup, isEvidence: (word: string) => boolean): Facet | null {
  // The separators leave `C#`, `C++`, `.NET` and `Node.js` whole.
  const words = title
    .slice(0, 300)
    .split(/[\s,:;!?()[\]{}"'`&|/–—]+/)
    .map((word) => word.replace(/\.+$/, ''))
    .filter((word) => word !== '' && word !== '-')
  const single: Lookup = (word) => {
    const whole = isEvidence(word) ? lookup(word) : null
    if (whole !== null || !/[-_.]/.test(word)) return whole
    const parts = word
      .split(/[-_.]+/)
      .filter((part) => !NEVER_A_WORD.has(part.toLowerCase()) && isEvidence(part))
    return firstOf(parts, lookup, lookup)
  }
  const value = firstOf(lookup === languageOf ? withoutDomains(words) : words, single, lookup)
  return value === null ? null : { value, rule: 'title' }
}

/** Removes pairs of words that name a domain together, such as "SQL injection". */
function withoutDomains(words: readonly string[]): readonly string[] {
  const isPair = (at: number) => {
    const [word, next] = [words[at], words[at + 1]]
    return word !== undefined && next !== undefined && NO_LANGUAGE.has(slug(`${word}-${next}`))
  }
  return words.filter((_, at) => !isPair(at) && !isPair(at - 1))
}

/** Returns the name for the first known word. A pair of words (`error handling`) takes precedence over a single one. */
function firstOf(words: readonly string[], single: Lookup, pair: Lookup): string | null {
  for (const [at, word] of words.entries()) {
    const next = words[at + 1]
    const value = (next === undefined ? null : pair(`${word}-${next}`)) ?? single(word)
    if (value !== null) return value
  }
  return null
}

function isLanguageInTitle(word: string): boolean {
  if (word === 'Go') return true
  const lower = word.toLowerCase()
  if (NEVER_A_WORD.has(lower)) return false
  return !CAPITAL_IN_TITLE.has(lower) || word !== lower
}

function byAlias(table: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [name, aliases] of Object.entries(table))
    for (const alias of [name, ...aliases]) names.set(alias, name)
  return names
}

const IS_SLUG = /^[a-z0-9.+#-]*$/

function slug(word: string): string {
  if (IS_SLUG.test(word)) return word
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
}

function nullIfEvery(facet: Facet | 'every' | null): Facet | null {
  return facet === 'every' ? null : facet
}

function notAWord(key: string): KeyProblem {
  return {
    key,
    line: null,
    severity: 'warning',
    code: `${key}-type`,
    message: `"${key}" is not a word, so it is worked out from the path, the tags and the title.`,
    remedy:
      key === 'language'
        ? 'Write one language, such as language: python, or all.'
        : 'Write one domain, such as domain: testing.',
  }
}

function notAllowed(key: string, text: string): KeyProblem {
  return {
    key,
    line: null,
    severity: 'warning',
    code: `${key}-word`,
    message: `"${key}" is "${shownWord(text)}", which is not a word, so it is left out.`,
    remedy: `Write it with letters, digits, + # . _ and -, in at most 40 characters, such as ${key}: ${key === 'language' ? 'python' : 'testing'}.`,
  }
}

function moreThanOne(key: string, taken: string): KeyProblem {
  return {
    key,
    line: null,
    severity: 'warning',
    code: `${key}-several`,
    message: `"${key}" names more than one; only "${taken}" counts.`,
    remedy: `Name one, or write ${key}: all.`,
  }
}
