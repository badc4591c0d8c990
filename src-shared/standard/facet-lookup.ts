import { DOMAIN_ALIASES, LANGUAGE_ALIASES, NO_LANGUAGE } from './facet-tables.ts'

/** Returns the canonical name for a word, or `null` for unknown words. */
export type FacetLookup = (word: string) => string | null

/** The canonical name of each language, with its aliases. */
export const LANGUAGES = LANGUAGE_ALIASES

/** The canonical name of each domain, with its aliases. */
export const DOMAINS = DOMAIN_ALIASES

const languages = byAlias(LANGUAGES)
const domains = byAlias(DOMAINS)

/** Returns the canonical name of a language by name or alias, in any case, or `null` for unknown words. */
export const languageOf: FacetLookup = (word) => languages.get(facetSlug(word)) ?? null

/** Returns the canonical name of a domain by name or alias, in any case, or `null` for unknown words. */
export const domainOf: FacetLookup = (word) => domains.get(facetSlug(word)) ?? null

const firstWords: ReadonlySet<string> = new Set(
  [...languages.keys(), ...domains.keys(), ...NO_LANGUAGE].flatMap((name) => name.match(/^[^-]+(?=-)/) ?? []),
)

/** Returns true for a word, in lower case, with which a language or domain of several words begins. Most words do not. */
export function beginsName(word: string): boolean {
  return firstWords.has(word)
}

const IS_SLUG = /^[a-z0-9.+#-]*$/

/** Returns a word as the alias tables spell it: in lower case, with `-` for spaces and `_`. */
export function facetSlug(word: string): string {
  if (IS_SLUG.test(word)) return word
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
}

function byAlias(table: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [name, aliases] of Object.entries(table))
    for (const alias of [name, ...aliases]) names.set(alias, name)
  return names
}
