import { Buffer, isAscii, isUtf8 } from 'node:buffer'
import { lineAt } from '../../../src-shared/standard/lines.ts'
import type { Problem } from '../../../src-shared/standard/standard.ts'

type Utf16 = 'utf-16le' | 'utf-16be'

const LF = 10
const CR = 13
const SAVE_AS_UTF8 = 'Save the file as UTF-8; most editors offer it beside "Save as" or in the status bar.'

/**
 * Decodes the bytes of a file in UTF-8 or UTF-16. Never throws: invalid bytes become U+FFFD and are reported. Keeps line
 * ends and removes a byte order mark.
 */
export function decode(bytes: Uint8Array): { text: string; problems: Omit<Problem, 'path'>[] } {
  const problems: Omit<Problem, 'path'>[] = []
  const utf16 = utf16Of(bytes)
  let text = utf16 === null ? decodeUtf8(bytes, problems) : decodeUtf16(bytes, utf16, problems)
  // Searching the bytes is faster than searching the text, and the byte 0 is not a part of any other UTF-8 character.
  if (utf16 !== null || bytes.includes(0)) text = replaceNuls(text, problems)
  if (!hasText(text)) {
    problems.push({
      line: null,
      severity: 'warning',
      code: 'empty-file',
      message: 'This file is empty.',
      remedy: 'Write the standard, or delete the file.',
    })
  }
  return { text, problems }
}

function decodeUtf8(bytes: Uint8Array, problems: Omit<Problem, 'path'>[]): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start)
  if (isAscii(buffer)) return buffer.toString('latin1')
  if (!isUtf8(buffer)) {
    const line = firstBadLine(buffer)
    problems.push({
      line,
      severity: 'warning',
      code: 'invalid-utf8',
      message: `Line ${line} has bytes that are not UTF-8; each is shown as \uFFFD.`,
      remedy: `Retype what is shown as \uFFFD. ${SAVE_AS_UTF8}`,
    })
  }
  return buffer.toString('utf8')
}

/**
 * Returns the line of the first invalid byte. The bytes of line ends are not a part of any other character, so each line is
 * valid or invalid on its own. Skips valid lines, first in large pieces, then one by one.
 */
function firstBadLine(bytes: Buffer): number {
  let at = 0
  for (const [lineEnd, step] of [
    [LF, 65_536],
    [LF, 0],
    [CR, 65_536],
    [CR, 0],
  ] as const) {
    for (;;) {
      const found = bytes.indexOf(lineEnd, at + step)
      const stop = found === -1 ? bytes.length : found + 1
      if (!isUtf8(bytes.subarray(at, stop))) break
      at = stop
    }
  }
  return lineAt(bytes.toString('latin1', 0, at), at)
}

/** Detects UTF-16 by its byte order mark, or by the zero bytes of its ASCII characters. */
export function utf16Of(bytes: Uint8Array): Utf16 | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] !== 0 && bytes[1] !== 0 && bytes[3] !== 0 && bytes[2] !== 0) return null
  const length = Math.min(bytes.length, 4096) & ~1
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
  }
  // A third of the characters suffices, because text in other scripts has ASCII for its spaces and punctuation only.
  const enough = length / 6
  if (odd > enough && even === 0) return 'utf-16le'
  if (even > enough && odd === 0) return 'utf-16be'
  return null
}

function decodeUtf16(bytes: Uint8Array, encoding: Utf16, problems: Omit<Problem, 'path'>[]): string {
  const text = new TextDecoder(encoding).decode(bytes)
  problems.push({
    line: null,
    severity: 'warning',
    code: 'utf-16',
    message: 'This file is UTF-16. Plumbline reads it, but many tools do not.',
    remedy: SAVE_AS_UTF8,
  })
  return text
}

function replaceNuls(text: string, problems: Omit<Problem, 'path'>[]): string {
  const at = text.indexOf('\0')
  if (at === -1) return text
  const line = lineAt(text, at)
  problems.push({
    line,
    severity: 'warning',
    code: 'nul-bytes',
    message: `Line ${line} has a NUL byte, which text never has; each is shown as \uFFFD.`,
    remedy: 'Delete the character in an editor, or check that this file is text at all.',
  })
  return text.replaceAll('\0', '\uFFFD')
}

function hasText(text: string): boolean {
  return /\S/.test(text)
}
