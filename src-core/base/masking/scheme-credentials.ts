import { endOfMatch, valueAt, withPadding } from './read-value.ts'
import { isBasicCredential, isPlaceholder, looksLikeCredential, looksRandom } from './secret-values.ts'
import type { TextRange } from './text-range.ts'

const GAP = '(?:[ \\t]|\\\\{1,8}t){1,4}'
const WORD = /bearer|basic/gi
const SPACE = new RegExp(GAP, 'y')
// In JSON, a letter after a backslash is an escape and not part of the word.
const PART_OF_WORD = /(?<!\\)[A-Za-z0-9_-]$/
const SCHEME = new RegExp(
  `(?:bearer|basic|token|api-?key|digest|negotiate|ntlm|sso-key|key|oauth|jwt)${GAP}`,
  'iy',
)
const QUOTE = /\\{0,8}["'`]/y

/** Finds credentials after the words Bearer and Basic alone, which prose contains too. */
export function findBearerCredentials(text: string): TextRange[] {
  const found: TextRange[] = []
  for (const match of text.matchAll(WORD)) {
    const start = endOfMatch(SPACE, text, match.index + match[0].length)
    if (start === null || PART_OF_WORD.test(text.slice(Math.max(0, match.index - 2), match.index))) continue
    const value = valueAt(text, start)
    if (!value || value.quoted || !/^[A-Za-z0-9_.~+/=-]+$/.test(value.text)) continue
    const isBasic = match[0].toLowerCase() === 'basic' && isBasicCredential(value.text)
    const isToken = value.text.length >= 12 && /[0-9]/.test(value.text) && !isPlaceholder(value.text)
    if (isBasic || isToken || looksRandom(value.text)) found.push(withPadding(text, value))
  }
  return found
}

/** The credential in the value of an Authorization header that begins at `at`; `null` when it has none. */
export function authorizationAt(text: string, at: number): TextRange | null {
  const start = endOfMatch(QUOTE, text, at) ?? at
  const afterScheme = endOfMatch(SCHEME, text, start)
  const value = valueAt(text, afterScheme ?? at)
  if (!value) return null
  const isSecret =
    afterScheme === null
      ? looksRandom(value.text)
      : isBasicCredential(value.text) || (value.text.length >= 8 && looksLikeCredential(value.text))
  return isSecret ? withPadding(text, value) : null
}
