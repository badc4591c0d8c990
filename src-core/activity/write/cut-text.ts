// One buffer for all: cutting happens one text after the other.
let buffer: Uint8Array | null = null
const encoder = new TextEncoder()

/** The most of a request or an answer that is kept, in bytes of UTF-8. */
export const MAX_BODY_BYTES = 64 * 1024

/** The beginning of a text that takes at most `bytes` (up to {@link MAX_BODY_BYTES}) in UTF-8, cut between characters. */
export function cutBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text
  buffer ??= new Uint8Array(MAX_BODY_BYTES)
  const { read } = encoder.encodeInto(text, buffer.subarray(0, bytes))
  return read >= text.length ? text : text.slice(0, read)
}

/** The beginning of a text of at most `length` UTF-16 code units, cut between characters. */
export function cutLength(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}
