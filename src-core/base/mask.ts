import { endOfString, endOfValue, skipSpace } from './json-scan.ts'

/**
 * Hides what looks like a secret before it is written. Pure, and linear in the length of the text whatever is in it: no
 * pattern can run over the same characters again and again.
 */

/** What stands in a secret's place. */
export const MASK = '••••'

// Each begins at an edge of a word, so "task-…" is not "sk-…", and has a digit, so words joined by hyphens are words.
// In JSON a line end is a letter behind a backslash, and that letter is no part of a word.
const EDGE = '(?<!(?<!\\\\)[A-Za-z0-9_-])'
// Nor does a token begin with it.
const UNESCAPED = '(?<!\\\\)'
const SHAPES = new RegExp(
  [
    `${EDGE}(?:sk|pk|${UNESCAPED}rk)[-_](?=[A-Za-z_-]{0,200}[0-9])[A-Za-z0-9_-]{16,}`,
    `${EDGE}gh[pousr]_[A-Za-z0-9]{20,}`,
    `${EDGE}github_pat_[A-Za-z0-9_]{20,}`,
    `${EDGE}gl(?:pat|rt|dt)-[A-Za-z0-9_-]{16,}`,
    `${EDGE}xox[a-z]-[A-Za-z0-9-]{10,}`,
    `${EDGE}xapp-[0-9]-[A-Za-z0-9-]{10,}`,
    `${EDGE}(?:AKIA|ASIA|AGPA|AROA)[A-Z0-9]{16}(?![A-Za-z0-9])`,
    `${EDGE}AIza[A-Za-z0-9_-]{30,}`,
    `${EDGE}ya29\\.[A-Za-z0-9_-]{20,}`,
    `${EDGE}(?:${UNESCAPED}npm|hf|dop_v1|shpat|shpss)_[A-Za-z0-9]{30,}`,
    `${EDGE}pypi-[A-Za-z0-9_-]{40,}`,
    `${EDGE}SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}`,
    // A JWT: two parts of JSON in base64, and a signature.
    `${EDGE}eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?`,
  ].join('|'),
  'g',
)
// What a pattern begins with to the letter is found ten times faster than what may stand before it, so that is looked at last.
const BEARER =
  /(bearer|basic)(?<!(?<!\\)[A-Za-z0-9_-](?:bearer|basic))((?:[ \t]|\\t){1,4})(?=[A-Za-z_.~+/-]{0,400}[0-9])[A-Za-z0-9_.~+/-]{12,}={0,2}/gi
const URL_LOGIN = /(:\/\/[^\s/:@"'\\<>]{0,256}):([^\s/@"'\\<>]{1,256})@/g
// Up to its end, or to the end of the JSON string that it is cut off in.
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^"\\-]|\\.|-(?!----END ))*(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/gs

/** Hides secrets of known shapes in any text. In JSON it keeps the JSON whole. */
export function maskText(text: string): string {
  let masked = text
  if (masked.includes('PRIVATE KEY')) masked = masked.replace(PRIVATE_KEY, MASK)
  return masked.replace(URL_LOGIN, `$1:${MASK}@`).replace(BEARER, `$1$2${MASK}`).replace(SHAPES, MASK)
}

const SECRET_NAME =
  /password|passwd|passphrase|apikey|secretkey|privatekey|accesskey|signingkey|encryptionkey|clientsecret|authorization|credential|setcookie|connectionstring|(?:secret|secrets|token|pwd|cookie|cookies|bearer)$|^(?:auth|pass|pin|otp)$/

/** True for keys whose values nobody should read: `password`, `apiKey`, `x-access-token`; not for `max_tokens`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''))
}

// JSON in a string in JSON: the text copy of a tool's answer is one level.
const MAX_DEPTH = 3
const MAX_NAME = 100

/** Hides secrets by the names of their keys and by their shapes. What was JSON stays JSON; it may be cut off. */
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
      const inner = maskInner(json.slice(start, stop), depth)
      if (inner === null) continue
      masked += json.slice(copied, start) + inner
      copied = stop
      continue
    }
    if (stop - start - 2 > MAX_NAME || !isSecretName(json.slice(start + 1, stop - 1))) continue
    const value = skipSpace(json, colon + 1)
    const end = endOfValue(json, value)
    // Nothing there to hide.
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

/** A JSON string that holds JSON itself, masked; `null` when there is nothing to hide in it. */
function maskInner(literal: string, depth: number): string | null {
  if (depth >= MAX_DEPTH || literal.length < 8) return null
  const opening = literal[1] === '\\' ? '' : literal[1]
  if (opening !== '{' && opening !== '[') return null
  let text: unknown
  try {
    text = JSON.parse(literal)
  } catch {
    // Cut off in the middle: what is there is read as far as it goes.
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
