/**
 * Encodes a facet as a word of the `facets` column, so that a filter adds a term to the query instead of a join. The digit
 * at the end marks the end of the value and prevents stemming. All characters except plain letters and digits become
 * their code points; so do `0` and `x`, which could otherwise give two pairs of values the same word.
 */
function token(prefix: string, value: string): string {
  const plain = value
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^a-wyz1-9]/gu, (character) => `x${character.codePointAt(0)?.toString(16)}x`)
  return `${prefix}${plain}0`
}

const EVERY_LANGUAGE = 'zlall0'

/** Returns the words of a standard's `facets` column. */
export function facetTokens(language: string | null, domain: string | null): string {
  const words = [language === null ? EVERY_LANGUAGE : token('zl', language)]
  if (domain !== null) {
    words.push(token('zd', domain), topicToken(language, domain))
  }
  return words.join(' ')
}

function topicToken(language: string | null, domain: string): string {
  return token(language === null ? 'zpall' : `zp${token('', language)}`, domain)
}

/**
 * Returns an FTS5 expression over the `facets` column, or `null` without a filter. A language includes the standards that
 * apply to every language. A language and domain together have a combined word: one posting list instead of two.
 */
export function facetExpression(filter: {
  readonly language?: string | undefined
  readonly domain?: string | undefined
}): string | null {
  const { language, domain } = filter
  if (language !== undefined && domain !== undefined) {
    return `facets : ("${topicToken(language, domain)}" OR "${topicToken(null, domain)}")`
  }
  if (language !== undefined) return `facets : ("${token('zl', language)}" OR "${EVERY_LANGUAGE}")`
  return domain === undefined ? null : `facets : "${token('zd', domain)}"`
}

/** Returns an FTS5 expression for the standards of exactly this language. */
export function exactLanguage(language: string): string {
  return `facets : "${token('zl', language)}"`
}
