import type { Library } from '../../src-core/library/library.ts'
import { ToolFailure } from './tool-failure.ts'

/** A language and a domain as a model writes them; both may be aliases (`py`). */
export interface ResolvedFilter {
  readonly language?: string | undefined
  readonly domain?: string | undefined
}

/**
 * Replaces aliases by the library's own words.
 * @throws ToolFailure with the known words, when neither the alias tables nor the library know one
 */
export function resolveFilter<W extends ResolvedFilter>(library: Library, words: W): W {
  const language = words.language === undefined ? undefined : library.resolveLanguage(words.language)
  const domain = words.domain === undefined ? undefined : library.resolveDomain(words.domain)
  if (language !== null && domain !== null) {
    return { ...words, ...(language && { language }), ...(domain && { domain }) }
  }
  const { languages, domains } = library.facets()
  const unknown = [
    ...(language === null ? [unknownWord('language', words.language, languages)] : []),
    ...(domain === null ? [unknownWord('domain', words.domain, domains)] : []),
  ]
  throw new ToolFailure(
    `${unknown.join(' ')} Use one of these, or search_standards with plain words.`,
    'arguments',
    { brief: describeUnknown(language, domain), isGap: true },
  )
}

function describeUnknown(language: string | null | undefined, domain: string | null | undefined): string {
  if (language !== null) return 'unknown domain'
  return domain === null ? 'unknown language and domain' : 'unknown language'
}

const MAX_LISTED = 60

function unknownWord(
  label: 'language' | 'domain',
  word: string | undefined,
  known: readonly string[],
): string {
  if (known.length === 0)
    return `"${word}" is not a ${label} that the library knows; it has no ${label}s yet.`
  const more = known.length > MAX_LISTED ? ` and ${known.length - MAX_LISTED} more` : ''
  return `"${word}" is not a ${label} that the library knows. It has: ${known.slice(0, MAX_LISTED).join(', ')}${more}.`
}
