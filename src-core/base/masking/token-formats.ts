import { looksRandom } from './secret-values.ts'
import type { TextRange } from './text-range.ts'

/**
 * Tokens of known formats. The prefixes are those that the rule lists of gitleaks (github.com/gitleaks/gitleaks) and secretlint
 * (github.com/secretlint/secretlint) name; the patterns are our own.
 */

/** Prefixes that no ordinary word has. The rest has at least 16 letters, digits, `-` and `_`, with a digit or mixed case. */
const CLEAR_PREFIXES = [
  // Models and assistants
  'sk-(?=[A-Za-z_-]{0,200}[0-9])',
  'gsk_',
  'pplx-',
  'nvapi-',
  'tvly-',
  'lsv2_pt_',
  'lsv2_sk_',
  'pcsk_',
  'api_org_',
  // Code, packages and builds
  'gh[oprsu]_',
  'github_pat_',
  'gl(?:pat|rt|dt|cbt|ptt|imt|ft|ffct|agent|oas|soat)-',
  'GR1348941',
  'pypi-',
  'rubygems_',
  'dckr_(?:pat|oat)_',
  'CLOJARS_',
  'sq[apu]_',
  'CCIPAT_',
  'CCIPRJ_',
  'bkua_',
  'snyk_uat\\.',
  'cmVmdGtu',
  // Payments and shops
  '(?:sk|pk|rk)_(?:live|test|prod)_',
  'whsec_',
  'sq0(?:atp|csp|idp)-',
  'shp(?:at|ca|pa|ss)_',
  'FLWSECK',
  'FLWPUBK',
  'shippo_(?:live|test)_',
  'duffel_(?:live|test)_',
  'polar_oat_',
  'access-(?:sandbox|development|production)-',
  // Messages and mail
  'xox[a-z]-',
  'xoxe\\.xox[bp]-',
  'xapp-[0-9]-',
  'xkeysib-',
  'SG\\.',
  'mlsn\\.',
  // Clouds and their tools
  'AIza',
  'ya29\\.',
  'GOCSPX-',
  'do[opr]_v1_',
  'HRKU-',
  'fm[12][ar]?_',
  'sbp_',
  'sb_secret_',
  'pscale_(?:tkn|pw|oauth)_',
  'hv[bsr]\\.',
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.',
  'pnu_',
  'tskey-',
  'dnkey-',
  'sha256~',
  'AGE-SECRET-KEY-1',
  // Monitoring, documents and others
  'glsa_',
  'NR(?:AK|JS|II|RA)-',
  'sntry[su]_',
  'dt0[a-z][0-9]{2}\\.',
  'PMA[KT]-',
  'lin_(?:api|oauth)_',
  'ntn_',
  'fig[dou]_',
  'A[TC]{1,2}TT3x',
  'CFPAT-',
  'rdme_',
  'tfp_',
  'sm_(?:aat|pat|sat)_',
  'fio-u-',
  'AstraCS:',
]

/** Prefixes that ordinary words have too. The rest has at least 20 letters and digits without a separator, one digit among them. */
const SHORT_PREFIXES = [
  'npm_',
  'hf_',
  'sk_',
  'pk_',
  'rk_',
  'pk-',
  'rk-',
  're_',
  'r8_',
  'fw_',
  'e2b_',
  'jina_',
  'xai-',
  'csk-',
  'secret_',
  'ops_',
  'vercel_',
  'vc[pk]_',
  'nfp_',
  'rnd_',
  'napi_',
  'ico-',
  'pul-',
  'key-',
  'pubkey-',
  'tk-us-',
  'fo1_',
  'glc_',
  'p8e-',
  'sg[pd]_',
  'API-',
  'dapi',
  'AKCp',
  'ATBB',
  'EAA[A-Z]',
  'EZ[AT]K',
  'AQVN',
  'LTAI',
  'ABSK',
  '[ps]at\\.',
  't1\\.',
  'v1\\.0-',
  '1//0',
]

/** Formats that are more than a prefix. */
const SHAPES = [
  '(?:AKIA|ASIA|AGPA|AROA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  // A JWT (RFC 7519) or JWE (RFC 7516): a header as base64 of JSON, and one to four more parts.
  'eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{0,}(?:\\.[A-Za-z0-9_-]*){0,3}',
  // Twilio, Mailchimp
  'SK[0-9a-f]{32}(?![A-Za-z0-9])',
  '[0-9a-f]{32}-us[0-9]{1,2}(?![A-Za-z0-9])',
  // NuGet
  'oy2[a-z0-9]{43}(?![A-Za-z0-9])',
  // A Discord bot, Terraform, an application of Entra ID
  '[MNO][A-Za-z0-9_-]{22,28}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,}',
  '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{40,}',
  '[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,}',
]

const WORD_START = '(?<![A-Za-z0-9_-])'
const TOKENS = new RegExp(
  `${WORD_START}(?:${[
    `(?:${CLEAR_PREFIXES.join('|')})(?=[A-Za-z_.-]{0,200}(?:[0-9]|[a-z][A-Z]))[A-Za-z0-9_-]{16,}(?:\\.[A-Za-z0-9_-]{16,})*`,
    `(?:${SHORT_PREFIXES.join('|')})(?=[A-Za-z]{0,200}(?:[0-9]|[a-z][A-Z][a-z]?[A-Z]))[A-Za-z0-9]{20,}`,
    ...SHAPES,
  ].join('|')})`,
  'g',
)

const MIN_TOKEN = 16
const MIN_BARE_TOKEN = 40
// Digests and public keys look like tokens, and are none.
const PUBLIC_VALUE = /^(?:sha[0-9]+-|AAAA[A-Z]|MI[IGHJ]|iVBOR|R0lGOD|PHN2Zy|h1-)/

/** 1 for characters of tokens. Other characters end a run. */
const TOKEN_CHARACTERS = new Uint8Array(128)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+=')
  TOKEN_CHARACTERS[character.charCodeAt(0)] = 1

/** Finds tokens of known formats, and long words that only a random generator makes. The time is linear. */
export function findTokens(text: string): TextRange[] {
  const found: TextRange[] = []
  // A run of 16 characters includes every sixteenth position, so most text is skipped.
  let at = MIN_TOKEN - 1
  while (at < text.length) {
    let start = at
    const lowest = at - MIN_TOKEN + 1
    while (start >= lowest && isTokenCharacter(text, start)) start--
    if (start >= lowest) {
      at = start + MIN_TOKEN
      continue
    }
    start++
    let end = at + 1
    while (isTokenCharacter(text, end)) end++
    addTokens(text, start, end, found)
    at = end + MIN_TOKEN
  }
  return found
}

function isTokenCharacter(text: string, at: number): boolean {
  return TOKEN_CHARACTERS[text.charCodeAt(at)] === 1
}

function addTokens(text: string, runStart: number, end: number, found: TextRange[]): void {
  const start = runStart + escapeLength(text, runStart)
  const run = text.slice(start, end)
  if (run.length < MIN_TOKEN || !/[0-9]|[a-z][A-Z]|A[A-Z]{19}/.test(run)) return
  const before = found.length
  TOKENS.lastIndex = 0
  for (let match = TOKENS.exec(run); match; match = TOKENS.exec(run)) {
    const matchEnd = start + match.index + match[0].length
    found.push({ start: start + match.index, end: endOfBase64(text, matchEnd) })
  }
  if (found.length > before) return
  if (text[start - 1] === ':' && /^AA[A-Za-z0-9_-]{33}/.test(run)) {
    // A Telegram bot: its number, a colon and a key.
    const digits = /[0-9]{8,10}$/.exec(text.slice(Math.max(0, start - 11), start - 1))?.[0] ?? ''
    if (digits !== '') found.push({ start: start - 1 - digits.length, end })
  } else if (isBareToken(text, start, run)) found.push({ start, end })
}

/** In JSON, the letter after a backslash is part of an escape and not of the word. */
function escapeLength(text: string, start: number): number {
  if (text[start - 1] !== '\\' || text[start - 2] === '\\') {
    return text[start - 1] === '\\' && 'bfnrt'.includes(text[start] ?? ' ') ? 1 : 0
  }
  if (text[start] === 'u') return 5
  return 'bfnrt'.includes(text[start] ?? ' ') ? 1 : 0
}

/** The end of a token that continues with the characters `+`, `/` and `=` of base64. */
function endOfBase64(text: string, from: number): number {
  let end = from
  if (!'+/='.includes(text[end] ?? ' ')) return end
  while (isTokenCharacter(text, end) || text[end] === '/') end++
  return end
}

/** True for a word of 40 to 200 letters and digits that looks random. Such words in the path of a URL name documents. */
function isBareToken(text: string, start: number, run: string): boolean {
  if (run.length < MIN_BARE_TOKEN || run.length > 200 || '/,#'.includes(text[start - 1] ?? ' ')) return false
  if (text[start - 1] === ':' && /h1$/.test(text.slice(Math.max(0, start - 3), start - 1))) return false
  if (/[.~+]/.test(run) || PUBLIC_VALUE.test(run) || text[start + run.length] === '/') return false
  const word = run.replace(/^[A-Za-z_]{1,40}=|=+$/g, '')
  if (word.length < MIN_BARE_TOKEN || word.includes('=')) return false
  const count = (pattern: RegExp) => word.match(pattern)?.length ?? 0
  // Random base64 of 40 characters has six digits, and sixteen letters of each case.
  return count(/[0-9]+/g) >= 3 && count(/[A-Z]/g) >= 5 && count(/[a-z]/g) >= 5 && changesOften(word)
}

function changesOften(word: string): boolean {
  return (
    looksRandom(word) &&
    (word.match(/[a-z][A-Z0-9]|[A-Z][a-z0-9]|[0-9][A-Za-z]/g)?.length ?? 0) >= word.length / 6
  )
}
