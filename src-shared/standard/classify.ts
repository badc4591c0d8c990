import { domainByEvidence } from './domain-evidence.ts'
import type { Evidence } from './evidence.ts'
import { domainOf, type FacetLookup, facetSlug, languageOf } from './facet-lookup.ts'
import { EVERY_DOMAIN, EVERY_LANGUAGE } from './facet-tables.ts'
import { readFacetWord, shownWord } from './facet-word.ts'
import { type FolderDefaults, NO_DEFAULTS } from './folder-defaults.ts'
import { languageByEvidence } from './language-evidence.ts'
import type { Facet, Problem } from './standard.ts'

/** A problem of a front matter key. */
export type KeyProblem = Omit<Problem, 'path'> & { readonly key: string }

/**
 * Determines the language and domain of a standard: from its front matter, else the defaults of its folder, its path, its globs
 * (language only), its tags, its title, the frameworks that these name, its description and its code (language only).
 * A language of `null` means every language; a domain of `null` means none.
 */
export function classify(
  input: Evidence & { readonly data: Record<string, unknown>; readonly defaults?: FolderDefaults },
): { language: Facet | null; domain: Facet | null; problems: KeyProblem[] } {
  const problems: KeyProblem[] = []
  const { data, defaults = NO_DEFAULTS } = input
  const language =
    inFrontMatter(data, 'language', languageOf, EVERY_LANGUAGE, problems) ??
    inDefaults(defaults.language, languageOf, EVERY_LANGUAGE) ??
    languageByEvidence(input)
  const domain =
    inFrontMatter(data, 'domain', domainOf, EVERY_DOMAIN, problems) ??
    inDefaults(defaults.domain, domainOf, EVERY_DOMAIN) ??
    domainByEvidence(input)
  return { language: nullIfEvery(language), domain: nullIfEvery(domain), problems }
}

/** Reads the front matter key. `'every'` means every language or domain, and no weaker rule applies. */
function inFrontMatter(
  data: Record<string, unknown>,
  key: string,
  lookup: FacetLookup,
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
    const word = every.has(facetSlug(text)) ? facetSlug(text) : wordOf(text, lookup)
    if (word === null) problems.push(notAllowed(key, text))
    else words.push(word)
  }
  const [word] = words
  if (word === undefined) return null
  if (words.some((word) => every.has(word))) return 'every'
  if (words.length > 1) problems.push(moreThanOne(key, word))
  return { value: lookup(word) ?? word, rule: 'front matter' }
}

function inDefaults(
  text: string | null,
  lookup: FacetLookup,
  every: ReadonlySet<string>,
): Facet | 'every' | null {
  if (text === null) return null
  const word = facetSlug(text)
  return every.has(word) ? 'every' : { value: lookup(word) ?? word, rule: '_standards.yml' }
}

/** The word that stands for a text in the front matter, or `null` for a text that is neither an alias nor a word. */
function wordOf(text: string, lookup: FacetLookup): string | null {
  if (lookup(text) !== null) return facetSlug(text)
  const word = readFacetWord(text)
  return word === null ? null : facetSlug(word)
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
