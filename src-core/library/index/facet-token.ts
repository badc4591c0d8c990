/**
 * Facets are words in a column of their own, so that a filter costs one more term and no join. A digit at the end
 * keeps the stemmer's hands off and ends the value; all but plain letters and digits become their code points, and so
 * do `0` and `x`, or two pairs of values could share a word.
 */
function token(prefix: string, value: string): string {
  const plain = value
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^a-wyz1-9]/gu, (sign) => `x${sign.codePointAt(0)?.toString(16)}x`)
  return `${prefix}${plain}0`
}

const EVERY_LANGUAGE = 'zlall0'

/** The words of a standard's `facets` column. */
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
 * An FTS5 expression over the `facets` column, or `null` when nothing is filtered. A language includes the standards
 * that apply to every language. Language and domain share a combined word: one posting list instead of two.
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
