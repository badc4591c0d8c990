import type { TextRange } from './text-range.ts'

// Up to its end, or to the end of the JSON string in which it is truncated.
const PEM =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^"\\-]|\\.|-(?!----END ))*(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/gs
// In JSON, a line break is a backslash and a letter.
const PUTTY =
  /(?<=Private-Lines: ?[0-9]{1,4}(?:\\{1,8}[rn]|[\r\n]){1,4})(?:[A-Za-z0-9+/=]|\\{1,8}[rn]|[\r\n])+/g

/** Finds private keys of PEM and PuTTY, also truncated ones. */
export function findPrivateKeys(text: string): TextRange[] {
  const found: TextRange[] = []
  const add = (pattern: RegExp) => {
    for (const match of text.matchAll(pattern))
      found.push({ start: match.index, end: match.index + match[0].length })
  }
  if (text.includes('PRIVATE KEY')) add(PEM)
  if (text.includes('Private-Lines:')) add(PUTTY)
  return found
}
