import type { TextRange } from './text-range.ts'

/** A value in a text, without the quotes around it. */
export interface TextValue extends TextRange {
  readonly text: string
  readonly quoted: boolean
}

// Quotes are escaped in JSON, once for each level.
const QUOTE = /(\\{0,8})(["'`])/y
const QUOTED_VALUE = /[^"'`\\\r\n]{1,2000}/y
const PLAIN_VALUE = /[^\s"'`\\,;&|]{1,2000}/y

/** The value that begins at `at`; `null` when there is none. */
export function valueAt(text: string, at: number): TextValue | null {
  const start = endOfMatch(QUOTE, text, at) ?? at
  const quoted = start > at
  const end = endOfMatch(quoted ? QUOTED_VALUE : PLAIN_VALUE, text, start)
  if (end === null) return null
  const value = text.slice(start, end)
  // Punctuation of the sentence around it.
  const trimmed = quoted ? value : value.replace(/[.,:;?!)\]}]{1,3}$/, '')
  return { start, end: start + trimmed.length, text: trimmed, quoted }
}

/** The index after a match of a sticky pattern at `at`; `null` without one. */
export function endOfMatch(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}

/** Extends a range over the padding of base64. */
export function withPadding(text: string, { start, end }: TextRange): TextRange {
  let padded = end
  while (text[padded] === '=') padded++
  return { start, end: padded }
}
