import { endOfMatch, type TextValue, valueAt } from './read-value.ts'
import { authorizationAt } from './scheme-credentials.ts'
import { endsAsSecretName } from './secret-names.ts'
import { looksLikeCredential, looksRandom } from './secret-values.ts'
import type { TextRange } from './text-range.ts'

const MAX_NAME = 60
const MIN_VALUE = 6
// Markdown may set the name in bold: `**Password:** …`.
const OPERATOR = /(?::=|=>|={1,3}|:)(?:\*\*|__)?(?:[ \t]|\\{1,8}t){0,20}/y
const COOKIE = /(?:[ \t]|;|\\{1,8}t){0,4}[\w.-]{1,80}=([^\s;,"'`\\]{1,4000})/y
const XML_VALUE = /[^<>&"'\\\r\n]{6,500}$/

/**
 * Finds the values of secret names outside JSON: `NAME=value`, `name: value`, headers, parameters of URLs, elements of XML. A value
 * is a secret when it looks like one, because code and prose have the same names. The time is linear, because only a bounded
 * number of characters around each sign is read.
 */
export function findAssignedSecrets(text: string): TextRange[] {
  const found: TextRange[] = []
  const signs = /[:=]/g
  for (let sign = signs.exec(text); sign; sign = signs.exec(text)) {
    const at = endOfMatch(OPERATOR, text, sign.index) ?? sign.index + 1
    // The value begins after the operator, and may itself hold a sign: `Cookie: id=…`.
    signs.lastIndex = Math.max(sign.index + 1, at)
    if (!hasValue(text, sign.index, at)) continue
    const name = nameBefore(text, sign.index)
    if (name) signs.lastIndex = Math.max(signs.lastIndex, addValue(text, name, sign.index, at, found))
  }
  addElements(text, found)
  return found
}

/** A quick check that spares most signs the search for a name. */
function hasValue(text: string, sign: number, at: number): boolean {
  // The scheme of an Authorization header and the first value of a Cookie header may be short.
  const last = text.charCodeAt(sign - 1) | 32
  if (text[sign] === ':' && (last === 110 || last === 101 || last === 34 || last === 39)) return true
  if (at + MIN_VALUE > text.length) return false
  for (let i = at; i < at + MIN_VALUE; i++) if (text.charCodeAt(i) <= 32) return false
  return true
}

/** A name in a text. */
export interface Name extends TextRange {
  readonly text: string
}

/** The name before a sign, which may be quoted or followed by spaces; `null` when it is not that of a secret. */
export function nameBefore(text: string, sign: number): Name | null {
  let end = sign
  for (let i = 0; i < 3 && ' \t'.includes(text.charAt(end - 1) || 'x'); i++) end--
  if ('"\'`])'.includes(text.charAt(end - 1) || 'x')) {
    end--
    if (text[end - 1] === '"' || text[end - 1] === "'") end--
    for (let i = 0; i < 8 && text[end - 1] === '\\'; i++) end--
  }
  if (!LAST_LETTERS.has(text.charCodeAt(end - 1))) return null
  let start = end
  while (start > 0 && end - start < MAX_NAME && isNameCharacter(text.charCodeAt(start - 1))) start--
  // In JSON, the letter after a backslash is an escape.
  if (text[start - 1] === '\\' && 'bfnrt'.includes(text.charAt(start))) start++
  const name = text.slice(start, end)
  const isParameter = '?&;'.includes(text.charAt(start - 1) || 'x') && /^(?:key|sig|signature)$/i.test(name)
  return isParameter || endsAsSecretName(name) ? { start, end, text: name } : null
}

/** The last characters of the names of secrets. */
const LAST_LETTERS = new Set([...'deytnslhgpDEYTNSLHGP0123456789'].map((letter) => letter.charCodeAt(0)))

function isNameCharacter(code: number): boolean {
  const lower = code | 32
  return (
    (lower >= 97 && lower <= 122) || (code >= 48 && code <= 57) || code === 95 || code === 45 || code === 46
  )
}

/** A longer value is read once, also when it holds other signs, so that the time stays linear. */
const MAX_REREAD = 100

/** Returns the index from which to search on. */
function addValue(text: string, name: Name, sign: number, at: number, found: TextRange[]): number {
  if (/authorization$/i.test(name.text)) {
    const credential = authorizationAt(text, at)
    if (credential) found.push(credential)
    return credential?.end ?? at
  }
  if (/cookie$/i.test(name.text) && text[sign] === ':') return addCookies(text, at, found)
  const value = valueAt(text, at)
  if (!value) return at
  const isFound = isSecret(text, name, sign, at, value)
  if (isFound) found.push(value)
  return isFound || value.text.length > MAX_REREAD ? value.end : at
}

function isSecret(text: string, name: Name, sign: number, at: number, value: TextValue): boolean {
  if (value.text.length < MIN_VALUE || /\s/.test(value.text)) return false
  if (/^key$/i.test(name.text) && value.text.length < 20) return false
  const isAdjacent = text[sign] === '=' && name.end === sign && at === sign + 1
  // Only environment variables, options and connection strings are written like this.
  const isVariable = isAdjacent && /^[A-Z][A-Z0-9_]*$/.test(name.text)
  const isOption = isAdjacent && /^--?[a-z]/.test(name.text)
  const isPart = isAdjacent && (text[value.end] === ';' || text[name.start - 1] === ';')
  const isMember = value.quoted && name.end < sign && value.text.length >= 12
  return isVariable || isOption || isPart || isMember
    ? looksLikeCredential(value.text)
    : looksRandom(value.text)
}

function addCookies(text: string, from: number, found: TextRange[]): number {
  COOKIE.lastIndex = from
  let end = from
  for (let match = COOKIE.exec(text); match; match = COOKIE.exec(text)) {
    const value = match[1] ?? ''
    end = COOKIE.lastIndex
    if (looksRandom(value) || (value.length >= 16 && looksLikeCredential(value)))
      found.push({ start: end - value.length, end })
  }
  return end
}

/** `<password>value</password>` */
function addElements(text: string, found: TextRange[]): void {
  for (let end = text.indexOf('</'); end >= 0; end = text.indexOf('</', end + 2)) {
    const name = /^<\/([\w.:-]{1,60})/.exec(text.slice(end, end + 64))?.[1] ?? ''
    if (!endsAsSecretName(name)) continue
    const value = XML_VALUE.exec(text.slice(Math.max(0, end - 500), end))?.[0] ?? ''
    if (looksRandom(value.trim())) found.push({ start: end - value.length, end })
  }
}
