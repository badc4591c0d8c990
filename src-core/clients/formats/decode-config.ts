/** A configuration file as text; `bom` goes in front of it again when it is written. */
export interface ConfigText {
  readonly text: string
  readonly bom: string
}

/** Where and why a file cannot be read. Line and column count from 1. */
export interface Broken {
  readonly kind: 'broken'
  readonly line: number
  readonly column: number
  readonly message: string
}

const BOM = '\uFEFF'

/** Reads UTF-8 strictly: what is replaced by a sign for "unknown" could not be written back. */
export function decodeConfig(bytes: Uint8Array): ConfigText | Broken {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { kind: 'broken', line: 1, column: 1, message: 'The file is UTF-16, not UTF-8.' }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return {
      kind: 'broken',
      ...positionOf(readableStart(bytes)),
      message: 'There are bytes here that are not UTF-8.',
    }
  }
  return text.startsWith(BOM) ? { text: text.slice(1), bom: BOM } : { text, bom: '' }
}

export function encodeConfig({ text, bom }: ConfigText): Uint8Array {
  return new TextEncoder().encode(bom + text)
}

/** Line and column of the end of `before`, from 1. */
export function positionOf(before: string): { readonly line: number; readonly column: number } {
  const lines = before.split(/\r\n|\r|\n/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** The line ending that the text uses first; `\n` when it has none. */
export function lineEndingOf(text: string): string {
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

/** As a stream: a sequence that is cut off at the end is not yet wrong. */
function decodeStart(bytes: Uint8Array, length: number): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
  } catch {
    return null
  }
}
