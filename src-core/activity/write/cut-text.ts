// Shared by all calls, which never overlap.
let buffer: Uint8Array | null = null
const encoder = new TextEncoder()

/** The part of a request or an answer that is recorded, in bytes of UTF-8. */
export const MAX_BODY_BYTES = 64 * 1024

/**
 * Cuts a text between characters, so that it takes at most `bytes` in UTF-8.
 * @param bytes at most {@link MAX_BODY_BYTES}
 */
export function cutBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text
  buffer ??= new Uint8Array(MAX_BODY_BYTES)
  const { read } = encoder.encodeInto(text, buffer.subarray(0, bytes))
  return read >= text.length ? text : text.slice(0, read)
}

/** Cuts a text between characters, so that it has at most `length` UTF-16 code units. */
export function cutLength(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}
