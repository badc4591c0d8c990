/**
 * The parts that a tokenizer of today (o200k) splits text into before it looks words up: words at changes of case, digits in threes,
 * punctuation, line ends and runs of spaces. A single space belongs to the word after it.
 */
const PARTS =
  /(?<upper>\p{Lu}+(?!\p{Ll}))|(?<word>\p{Lu}?\p{Ll}+)|(?<other>[\p{L}\p{M}]+)|(?<digits>\p{N}{1,3})|(?<glued>[^\s\p{L}\p{M}\p{N}](?=\p{L}))|(?<mark>[^\s\p{L}\p{M}\p{N}]+?(?=[^\s\p{L}\p{M}\p{N}]\p{L})|[^\s\p{L}\p{M}\p{N}]+[\r\n]*)|(?<lines>\s*[\r\n]+)|(?<spaces>[^\S\r\n]{2,})/gu

/** Tokens of an ASCII word by its length: most words up to eight letters are one. Measured against o200k. */
const WORD_COSTS = [0, 1, 1, 1.01, 1.03, 1.06, 1.08, 1.12, 1.15, 1.2, 1.25, 1.35, 1.45, 1.6]

/** Tokens that a mark before a word adds when it follows a letter, a digit or a mark: it is a part of their or the word's token. */
const GLUED_MARK = 0.2

/** The number of tokens of a text, as an estimate that is within 5 % for English, German and code of some kilobytes. */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const match of text.matchAll(PARTS))
    tokens += costOf(match[0], match.groups ?? {}, text[match.index - 1] ?? '\n')
  return Math.ceil(tokens)
}

/** @param before the character before the part */
function costOf(part: string, groups: Readonly<Record<string, string | undefined>>, before: string): number {
  const { length } = part
  if (groups.word !== undefined)
    return isAscii(part) ? (WORD_COSTS[length] ?? length / 8) : Math.max(1, length / 3.2)
  if (groups.upper !== undefined) return isAscii(part) ? Math.max(1, length / 3) : Math.max(1, length / 2)
  if (groups.other !== undefined) return length * 0.75
  if (groups.glued !== undefined) return /\s/.test(before) ? 1 : GLUED_MARK
  if (groups.mark !== undefined) return /^(.)\1*\s*$/.test(part) ? 1 : Math.max(1, length * 0.45)
  return 1
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}
