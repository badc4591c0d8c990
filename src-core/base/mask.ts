import { endOfString, endOfValue, skipSpace } from './json-scan.ts'

/**
 * Masks secrets before a text is written. The time is linear in the length of any text, because no pattern reads the
 * same characters more than a bounded number of times.
 */

/** Replaces a secret. */
export const MASK = '••••'

// A token begins at the start of a word, so that `task-…` does not match `sk-…`. Words joined by hyphens are excluded by
// requiring a digit. In JSON a line break is a backslash and a letter, which is not part of a word.
const WORD_START = '(?<!(?<!\\\\)[A-Za-z0-9_-])'
// Nor is such a letter the first one of a token.
const UNESCAPED = '(?<!\\\\)'
const TOKENS = new RegExp(
  [
    `${WORD_START}(?:sk|pk|${UNESCAPED}rk)[-_](?=[A-Za-z_-]{0,200}[0-9])[A-Za-z0-9_-]{16,}`,
    `${WORD_START}gh[pousr]_[A-Za-z0-9]{20,}`,
    `${WORD_START}github_pat_[A-Za-z0-9_]{20,}`,
    `${WORD_START}gl(?:pat|rt|dt)-[A-Za-z0-9_-]{16,}`,
    `${WORD_START}xox[a-z]-[A-Za-z0-9-]{10,}`,
    `${WORD_START}xapp-[0-9]-[A-Za-z0-9-]{10,}`,
    `${WORD_START}(?:AKIA|ASIA|AGPA|AROA)[A-Z0-9]{16}(?![A-Za-z0-9])`,
    `${WORD_START}AIza[A-Za-z0-9_-]{30,}`,
    `${WORD_START}ya29\\.[A-Za-z0-9_-]{20,}`,
    `${WORD_START}(?:${UNESCAPED}npm|hf|dop_v1|shpat|shpss)_[A-Za-z0-9]{30,}`,
    `${WORD_START}pypi-[A-Za-z0-9_-]{40,}`,
    `${WORD_START}SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}`,
    // A JWT (RFC 7519): a header and claims as base64 of JSON, and a signature.
    `${WORD_START}eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?`,
  ].join('|'),
  'g',
)
// The condition on the characters before comes last: a search for a literal beginning is ten times as fast as one for a
// lookbehind.
const BEARER =
  /(bearer|basic)(?<!(?<!\\)[A-Za-z0-9_-](?:bearer|basic))((?:[ \t]|\\t){1,4})(?=[A-Za-z_.~+/-]{0,400}[0-9])[A-Za-z0-9_.~+/-]{12,}={0,2}/gi
const URL_LOGIN = /(:\/\/[^\s/:@"'\\<>]{0,256}):([^\s/@"'\\<>]{1,256})@/g
// Up to its end, or to the end of the JSON string in which it is truncated.
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^"\\-]|\\.|-(?!----END ))*(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/gs

/** Masks tokens of known formats, passwords in URLs and private keys. JSON stays valid JSON. */
export function maskText(text: string): string {
  let masked = text
  if (masked.includes('PRIVATE KEY')) masked = masked.replace(PRIVATE_KEY, MASK)
  return masked.replace(URL_LOGIN, `$1:${MASK}@`).replace(BEARER, `$1$2${MASK}`).replace(TOKENS, MASK)
}

const SECRET_NAME =
  /password|passwd|passphrase|apikey|secretkey|privatekey|accesskey|signingkey|encryptionkey|clientsecret|authorization|credential|setcookie|connectionstring|(?:secret|secrets|token|pwd|cookie|cookies|bearer)$|^(?:auth|pass|pin|otp)$/

/** True for names of secrets, such as `password`, `apiKey`, `x-access-token`; false for `max_tokens`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''))
}

// Levels of JSON in a JSON string. The text block of a tool's answer is one.
const MAX_DEPTH = 3
const MAX_NAME = 100

/** As {@link maskText}, and masks the values of keys with secret names. @param json may be truncated */
export function maskJson(json: string): string {
  return maskText(maskNamed(json, 0))
}

function maskNamed(json: string, depth: number): string {
  let masked = ''
  let copied = 0
  let at = 0
  while (at < json.length) {
    const start = json.indexOf('"', at)
    if (start < 0) break
    const stop = endOfString(json, start)
    at = stop
    const colon = skipSpace(json, stop)
    if (json[colon] !== ':') {
      const nested = maskNested(json.slice(start, stop), depth)
      if (nested === null) continue
      masked += json.slice(copied, start) + nested
      copied = stop
      continue
    }
    if (stop - start - 2 > MAX_NAME || !isSecretName(json.slice(start + 1, stop - 1))) continue
    const value = skipSpace(json, colon + 1)
    const end = endOfValue(json, value)
    // The value is missing or empty.
    if (
      end === value ||
      /^(?:null|true|false|""|\{\}|\[\])$/.test(json.slice(value, Math.min(end, value + 6)))
    ) {
      at = Math.max(end, stop)
      continue
    }
    masked += `${json.slice(copied, value)}"${MASK}"`
    copied = end
    at = end
  }
  return masked + json.slice(copied)
}

/** Masks a JSON string that contains JSON. Returns `null` when there is nothing to mask. */
function maskNested(literal: string, depth: number): string | null {
  if (depth >= MAX_DEPTH || literal.length < 8) return null
  const opening = literal[1] === '\\' ? '' : literal[1]
  if (opening !== '{' && opening !== '[') return null
  let text: unknown
  try {
    text = JSON.parse(literal)
  } catch {
    // The string may be truncated: without an incomplete escape at its end it can be closed and parsed.
    try {
      text = JSON.parse(`${literal.replace(/(?<!\\)((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/, '$1')}"`)
    } catch {
      return null
    }
    if (typeof text !== 'string') return null
    const masked = maskNamed(text, depth + 1)
    return masked === text ? null : JSON.stringify(masked).slice(0, -1)
  }
  if (typeof text !== 'string') return null
  const masked = maskNamed(text, depth + 1)
  return masked === text ? null : JSON.stringify(masked)
}
