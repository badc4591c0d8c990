import { endOfString, endOfValue, skipSpace } from './json-scan.ts'
import { findAssignedSecrets } from './masking/assigned-secrets.ts'
import { findCommandSecrets } from './masking/command-secrets.ts'
import { findOwnTokens } from './masking/own-tokens.ts'
import { findPrivateKeys } from './masking/private-keys.ts'
import { findBearerCredentials } from './masking/scheme-credentials.ts'
import { isSecretName } from './masking/secret-names.ts'
import { replaceRanges } from './masking/text-range.ts'
import { findTokens } from './masking/token-formats.ts'
import { findUrlSecrets } from './masking/url-secrets.ts'

/**
 * Masks secrets before a text is written. The time is linear in the length of any text, because no pattern reads the
 * same characters more than a bounded number of times.
 */

/** Replaces a secret. */
export const MASK = '••••'

const FINDERS = [
  findOwnTokens,
  findPrivateKeys,
  findTokens,
  findUrlSecrets,
  findBearerCredentials,
  findAssignedSecrets,
  findCommandSecrets,
]

/**
 * Masks tokens of known formats, credentials in URLs, headers, commands and assignments, and private keys. JSON stays valid JSON.
 */
export function maskText(text: string): string {
  const found = FINDERS.flatMap((find) => find(text))
  return replaceRanges(text, found, MASK)
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
