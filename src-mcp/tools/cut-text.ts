/** A piece of a text; `next` is the offset of the following piece, absent at the end. */
export interface TextPiece {
  readonly text: string
  readonly next?: number
}

/**
 * At most `maxChars` UTF-16 units from `offset` on. A piece ends after a line feed, unless that would leave less than half of
 * `maxChars`: before a very long line it would be a few words. A surrogate pair is never split (so with `maxChars` 1 a piece may
 * have two units). All pieces together are the whole text.
 */
export function cutText(text: string, offset: number, maxChars: number): TextPiece {
  const start = Math.min(splitsPair(text, offset) ? offset - 1 : offset, text.length)
  const limit = start + maxChars
  if (limit >= text.length) return { text: text.slice(start) }
  const line = text.lastIndexOf('\n', limit - 1) + 1
  const stop = line - start >= maxChars / 2 ? line : hardStop(text, start, limit)
  return { text: text.slice(start, stop), next: stop }
}

function hardStop(text: string, start: number, limit: number): number {
  if (!splitsPair(text, limit)) return limit
  return limit - 1 > start ? limit - 1 : limit + 1
}

function splitsPair(text: string, at: number): boolean {
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at))
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff
