import { Buffer, isAscii, isUtf8 } from 'node:buffer'

/** A decoded configuration file. `bom` is its byte order mark or empty, and is written back. */
export interface ConfigText {
  readonly text: string
  readonly bom: string
}

/** Why a file cannot be read, and where. Line and column start at 1. */
export interface Broken {
  readonly kind: 'broken'
  readonly line: number
  readonly column: number
  readonly message: string
}

export const BOM = '\uFEFF'

/** Decodes strict UTF-8: bytes that became replacement characters could not be written back. */
export function decodeConfig(bytes: Uint8Array): ConfigText | Broken {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { kind: 'broken', line: 1, column: 1, message: 'The file is UTF-16, not UTF-8.' }
  // Twenty times as fast as a TextDecoder that is fatal.
  if (!isUtf8(bytes)) {
    return {
      kind: 'broken',
      ...positionOf(readableStart(bytes)),
      message: 'There are bytes here that are not UTF-8.',
    }
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    isAscii(bytes) ? 'latin1' : 'utf8',
  )
  return text.startsWith(BOM) ? { text: text.slice(1), bom: BOM } : { text, bom: '' }
}

/** True for a file with a byte order mark, which `decodeConfig` takes off. */
export function hasBom(bytes: Uint8Array | null): boolean {
  return bytes?.[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

export function encodeConfig({ text, bom }: ConfigText): Uint8Array {
  return Buffer.from(bom + text, 'utf8')
}

/** Line and column of the end of `before`, starting at 1. */
export function positionOf(before: string): { readonly line: number; readonly column: number } {
  const lines = before.split(/\r\n|\r|\n/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** The first line ending in the text; `\n` when it has none. */
export function firstLineEnding(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
}

/** The text before the first byte that is not UTF-8. */
function readableStart(bytes: Uint8Array): string {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (decodeStart(bytes, middle) === null) high = middle - 1
    else low = middle
  }
  return decodeStart(bytes, low) ?? ''
}

/** Decodes as a stream, so that an incomplete sequence at the end is no error. */
function decodeStart(bytes: Uint8Array, length: number): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
  } catch {
    return null
  }
}
