/** Judges whether a value is a secret, or a placeholder, an expression or ordinary text. */

// What documentation writes where a secret belongs: `your-api-key`, `changeme`, `secret123`.
const PLACEHOLDER_WORDS =
  /your|change|replace|example|sample|placeholder|redacted|masked|hidden|insert|secret|password|passwd|passphrase|pass|pwd|token|apikey|key|api|auth|bearer|basic|cookie|credentials?|access|refresh|client|session|value|string|user(?:name)?|admin|root|guest|postgres|mysql|redis|rabbitmq|mongo|demo|dummy|fake|test(?:ing)?|none|null|true|false|undefined|invalid|valid|wrong|correct|super|here|todo|this|that|with|real|some|new|old|the|my|me|it|in|db|id|foo|bar|baz|qux|abc|xyz|0?123(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?/gi
const MAX_PLACEHOLDER = 80
/** Enough to judge a value, so that the time does not depend on its length. */
const MAX_JUDGED = 200
// The parts that an expression or a template has and a secret hardly ever has.
const EXPRESSION =
  /[(){}<>[\]…•]|\.\.\.|\*{2}|^\$[A-Za-z_]|^%[A-Za-z_]+%|^[*#&@%](?=[*#&@%]|[A-Za-z_.-]*$)|^(?:\.{0,2}|~)\/[\w./-]*$|\$[A-Z_]{2}|(.)\1{4}/
const IDENTIFIER_PATH = /^[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)+$/
const CAMEL_CASE = /^[a-z]*(?:[A-Z][a-z]+){1,4}$/

// Parts of the names of algorithms and formats: `AES-256-GCM`, `argon2id`, `base64url`.
const ALGORITHM_PART =
  /^(?:aes|argon|base|bcrypt|cbc|chacha|ecdsa|ed|es|gcm|hmac|hs|md|pbkdf|poly|ps|rs|rsa|scrypt|sha|tls|utf|x)?[0-9]{0,5}(?:id|url|i|d|v[0-9])?$/i
const MAX_ALGORITHM = 40

function isAlgorithm(value: string): boolean {
  return value.length <= MAX_ALGORITHM && value.split(/[-_]/).every((part) => ALGORITHM_PART.test(part))
}

/** True for `<token>`, `${TOKEN}`, `your-api-key`, `xxxxxxxx` and for names and calls of code. */
export function isPlaceholder(value: string): boolean {
  if (EXPRESSION.test(value.slice(0, MAX_JUDGED)) || isAlgorithm(value)) return true
  if (value.length > MAX_PLACEHOLDER) return false
  return value.replace(PLACEHOLDER_WORDS, '').replace(/[^A-Za-z0-9]/g, '').length <= 2
}

/** True for `process.env.TOKEN`; false for `s.` and a random part. */
function isPath(value: string): boolean {
  return (
    value.length < MAX_JUDGED && IDENTIFIER_PATH.test(value) && !value.split(/[.:?>-]+/).some(looksRandom)
  )
}

interface Characters {
  readonly digits: number
  readonly letters: number
  readonly specials: number
  /** How often a lower-case letter is followed by an upper-case one. */
  readonly capitals: number
  /** How often the class of characters changes within a word. */
  readonly changes: number
}

function charactersOf(value: string): Characters {
  const counted = { digits: 0, letters: 0, specials: 0, capitals: 0, changes: 0 }
  let last = ''
  for (const character of value.slice(0, MAX_JUDGED)) {
    const kind = kindOf(character)
    if (kind === 'digit') counted.digits++
    else if (kind === 'special') counted.specials++
    else if (kind !== '') counted.letters++
    if (kind !== '' && last !== '' && kind !== last) counted.changes++
    if (last === 'lower' && kind === 'upper') counted.capitals++
    last = kind
  }
  return counted
}

function kindOf(character: string): '' | 'digit' | 'lower' | 'upper' | 'special' {
  if (character >= '0' && character <= '9') return 'digit'
  if (character >= 'a' && character <= 'z') return 'lower'
  if (character >= 'A' && character <= 'Z') return 'upper'
  // Separators join ordinary words: `aes-256-gcm`, `2026-01-31`, `a/b.c`.
  return '!@#$%^&*+?~='.includes(character) ? 'special' : ''
}

/**
 * True for a value whose characters look random: classes of characters change more often than in words, names and names of
 * algorithms (`argon2id`, `PBKDF2-HMAC-SHA256`).
 */
export function looksRandom(value: string): boolean {
  if (value.length < 8 || isPlaceholder(value) || isPath(value)) return false
  const { digits, letters, capitals, changes } = charactersOf(value)
  const judged = Math.min(value.length, MAX_JUDGED)
  if (letters === 0) return false
  const least = judged >= 16 ? Math.max(4, judged * 0.18) : Math.max(3, judged * 0.25)
  if (digits > 0 && changes >= least) return true
  return judged >= 12 && capitals >= 3 && capitals / judged >= (judged >= 24 ? 0.14 : 0.2)
}

/**
 * True for a value in a place that only holds a credential, such as `DB_PASSWORD=…` or `Authorization: Bearer …`. Less
 * evidence is needed there than in {@link looksRandom}.
 */
export function looksLikeCredential(value: string): boolean {
  if (value.length < 6 || isPlaceholder(value) || isPath(value)) return false
  const { digits, letters, specials, capitals } = charactersOf(value)
  if (digits > 0 && letters > 0 && value.length >= 8) return true
  if (specials > 0 && letters > 0) return true
  if (capitals >= 1 && !CAMEL_CASE.test(value)) return true
  return value.length >= 16 && /^[A-Za-z]+$/.test(value) && !CAMEL_CASE.test(value)
}

/** True for the base64 of `user:password`. */
export function isBasicCredential(value: string): boolean {
  if (value.length < 8 || value.length > 2_000 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return false
  return /^[\x21-\x39\x3b-\x7e]{1,}:[\x20-\x7e]+$/.test(Buffer.from(value, 'base64').toString('latin1'))
}
