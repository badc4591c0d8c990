import { nameBefore } from './assigned-secrets.ts'
import { endOfMatch, type TextValue, valueAt } from './read-value.ts'
import { endsAsSecretName } from './secret-names.ts'
import { isPlaceholder, looksLikeCredential, looksRandom } from './secret-values.ts'
import type { TextRange } from './text-range.ts'

// Searches for literal beginnings, which are fast. What is around them is read only where one is found.
const OPTION_START = /-[-upa]/g
const SENTENCE = /[dnyt] is /g
const SENTENCE_LENGTH = 'd is '.length
const USER_OPTION =
  / (?:-u|--user|--proxy-user)(?:[ =]|\\{1,8}t)?\\{0,8}["']?[^\s:"'\\/]{1,100}:([^\s"'\\]{4,500})/y
const SECRET_OPTION = / --([a-z][a-z0-9-]{2,40})(?=\s)/y
const SPACE = /(?:\s|\\{1,8}[nrt]){1,4}/y
const NETRC = /login(?:\s|\\{1,8}[nrt]){1,4}[^\s\\]{1,80}(?:\s|\\{1,8}[nrt]){1,8}password(?=[\s\\])/y
const PASSWORD_OPTION = / -[pa] */y
const PASSWORD_COMMAND = /(?:sshpass|mysql(?:dump|admin)?|redis-cli)\b[^\n|;\\]{0,200}$/

/**
 * Finds passwords in commands, in `.netrc` and in sentences: `curl -u user:password`, `--token value`, `the password is …`. The
 * time is linear, because only a bounded number of characters around each option is read.
 */
export function findCommandSecrets(text: string): TextRange[] {
  const found: TextRange[] = []
  for (const { index } of text.matchAll(OPTION_START)) {
    if (text[index - 1] !== ' ') continue
    const option = text[index + 1]
    if (option === 'p' || option === 'a') add(found, shortOption(text, index - 1))
    else {
      add(found, userPassword(text, index - 1))
      if (option === '-') add(found, longOption(text, index - 1))
    }
  }
  for (const { index } of text.matchAll(SENTENCE))
    add(found, nameBefore(text, index + 1) && randomAt(text, index + SENTENCE_LENGTH))
  for (let at = text.indexOf('login'); at >= 0; at = text.indexOf('login', at + 5))
    add(found, netrcPassword(text, at))
  return found
}

function add(found: TextRange[], range: TextRange | null): void {
  if (range) found.push(range)
}

function randomAt(text: string, at: number): TextValue | null {
  const value = valueAt(text, at)
  return value && looksRandom(value.text) ? value : null
}

function userPassword(text: string, at: number): TextRange | null {
  USER_OPTION.lastIndex = at
  const password = USER_OPTION.exec(text)?.[1] ?? ''
  // `-u 1000:1000` of Docker is a user and a group.
  if (/^(?:[0-9]*$|\/\/)/.test(password) || isPlaceholder(password)) return null
  return { start: USER_OPTION.lastIndex - password.length, end: USER_OPTION.lastIndex }
}

function longOption(text: string, at: number): TextRange | null {
  const end = endOfMatch(SECRET_OPTION, text, at)
  if (end === null || !endsAsSecretName(text.slice(at + 3, end))) return null
  const value = valueAt(text, endOfMatch(SPACE, text, end) ?? end)
  return value && looksLikeCredential(value.text) && !/\s/.test(value.text) ? value : null
}

function shortOption(text: string, at: number): TextRange | null {
  if (!PASSWORD_COMMAND.test(text.slice(Math.max(0, at - 220), at))) return null
  return randomAt(text, endOfMatch(PASSWORD_OPTION, text, at) ?? at)
}

function netrcPassword(text: string, at: number): TextRange | null {
  const end = endOfMatch(NETRC, text, at)
  const value = end === null ? null : valueAt(text, endOfMatch(SPACE, text, end) ?? end)
  return value && value.text.length >= 6 && !isPlaceholder(value.text) ? value : null
}
