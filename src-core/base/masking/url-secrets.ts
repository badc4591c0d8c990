import { isPlaceholder, looksLikeCredential } from './secret-values.ts'
import type { TextRange } from './text-range.ts'

// Addresses whose path is the permission to post there.
const WEBHOOK =
  /^(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|(?:\w{1,20}\.)?discord(?:app)?\.com\/api\/(?:v[0-9]+\/)?webhooks\/|hooks\.zapier\.com\/hooks\/|[\w-]{1,80}\.webhook\.office\.com\/webhookb2\/|outlook\.office\.com\/webhook\/|api\.telegram\.org\/bot)/
const MAX_AUTHORITY = 1_000

/** Finds passwords and tokens before the host of a URL, and the secret path of a webhook. The time is linear. */
export function findUrlSecrets(text: string): TextRange[] {
  const found: TextRange[] = []
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3
    const authority = authorityAt(text, start)
    const sign = authority.lastIndexOf('@')
    if (sign >= 0) {
      const login = authority.slice(0, sign)
      const colon = login.indexOf(':')
      const password = login.slice(colon + 1)
      const isSecret =
        colon < 0
          ? login.length >= 16 && looksLikeCredential(login)
          : isPassword(password, login.slice(0, colon))
      if (isSecret) found.push({ start: start + colon + 1, end: start + sign })
    }
    const webhook = WEBHOOK.exec(text.slice(start, start + 150))
    if (webhook) {
      const path =
        /^[A-Za-z0-9_/@:-]{16,400}/.exec(text.slice(start + webhook[0].length, start + 600))?.[0] ?? ''
      if (/[0-9]/.test(path)) {
        const from = start + webhook[0].length
        found.push({ start: from, end: from + path.length })
      }
    }
  }
  return found
}

/** The part of a URL up to its path. A password may contain `@`. */
function authorityAt(text: string, start: number): string {
  let end = start
  const most = Math.min(text.length, start + MAX_AUTHORITY)
  while (end < most && !' \n\r\t/?#"\'`\\<>|'.includes(text.charAt(end))) end++
  return text.slice(start, end)
}

function isPassword(password: string, user: string): boolean {
  return password !== '' && password !== user && !isPlaceholder(password)
}
