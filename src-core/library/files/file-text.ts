import { Buffer, isUtf8 } from 'node:buffer'
import { alignLines } from '../../base/align-lines.ts'

/** A line of a file. */
interface FileLine {
  /** Without its line end, and with U+FFFD for bytes that are not text. */
  readonly text: string
  readonly ending: '' | '\n' | '\r\n' | '\r'
  /** The original bytes of each U+FFFD in `text`, in order; `null` without any. */
  readonly lost: readonly Uint8Array[] | null
}

/** The lines of a file, with everything needed to write the same bytes again. */
export interface FileText {
  readonly lines: readonly FileLine[]
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  /** The byte order mark; empty without one. */
  readonly mark: Uint8Array
}

/** Thrown for a changed line of which only some U+FFFD are left, so that their original bytes are unknown. */
export class TornLineError extends Error {
  /** Counting from 1. */
  readonly line: number

  constructor(line: number) {
    super(`Line ${line} has bytes that are not text`)
    this.line = line
  }
}

const REPLACEMENT = '\uFFFD'
const LINE = /([^\r\n]*)(\r\n|\n|\r|$)/y

/** Splits bytes into lines. Never fails. The lines have the same text as with the indexer's `decode`. */
export function readFileText(bytes: Uint8Array, isUtf16: 'utf-16le' | 'utf-16be' | null): FileText {
  const encoding = isUtf16 ?? 'utf-8'
  const marked = markLength(bytes, encoding)
  const content = Buffer.from(bytes.buffer, bytes.byteOffset + marked, bytes.byteLength - marked)
  const lines =
    encoding === 'utf-8' && !isUtf8(content)
      ? linesOfBytes(content)
      : linesOfText(
          encoding === 'utf-8' ? content.toString('utf8') : textOfUtf16(content, encoding),
          encoding,
        )
  if (encoding !== 'utf-8' && content.length % 2 === 1) addOddByte(lines, content)
  return { lines, encoding, mark: bytes.slice(0, marked) }
}

/** Returns the text with `\n` line ends. */
export function textOf(file: FileText): string {
  return file.lines.map(({ text }) => text).join('\n')
}

/** Returns the most frequent line end; `\n` for a file of one line. */
function mainEnding({ lines }: FileText): '\n' | '\r\n' | '\r' {
  const count = { '\n': 0, '\r\n': 0, '\r': 0 }
  for (const { ending } of lines) if (ending !== '') count[ending]++
  if (count['\r\n'] > count['\n'] && count['\r\n'] >= count['\r']) return '\r\n'
  return count['\r'] > count['\n'] ? '\r' : '\n'
}

/** Returns the label of the file's line ends. */
export function lineEndingLabel({ lines }: FileText): 'LF' | 'CRLF' | 'mixed' {
  const endings = new Set(lines.map(({ ending }) => ending).filter((ending) => ending !== ''))
  if (endings.size === 0) return 'LF'
  if (endings.size > 1 || endings.has('\r')) return 'mixed'
  return endings.has('\r\n') ? 'CRLF' : 'LF'
}

/** Returns the label of the file's encoding. */
export function encodingLabel({ encoding, mark, lines }: FileText): 'UTF-8' | 'UTF-8 with BOM' | 'not UTF-8' {
  if (encoding !== 'utf-8' || lines.some(({ lost }) => lost?.some((bytes) => !isUtf8(bytes))))
    return 'not UTF-8'
  return mark.length > 0 ? 'UTF-8 with BOM' : 'UTF-8'
}

/**
 * Returns the bytes of an edited text of `file`. Unchanged lines keep their bytes and line ends, changed lines keep the line
 * end of the line that they replace, and new lines get that of the line above. The last line ends as in `text`.
 * @throws TornLineError
 */
export function writeFileText(file: FileText, text: string): Uint8Array {
  const written = text.replace(/\r\n?/g, '\n').split('\n')
  const before = alignLines(
    file.lines.map((line) => line.text),
    written,
  )
  const lostByText = new Map(file.lines.flatMap(({ text, lost }) => (lost ? [[text, lost] as const] : [])))
  const main = mainEnding(file)
  const pieces: Uint8Array[] = [file.mark]
  let above: FileLine['ending'] = main
  let plain = ''
  const flush = () => {
    if (plain !== '') pieces.push(encode(plain, file.encoding))
    plain = ''
  }
  written.forEach((line, at) => {
    const from = before[at]
    const original = from === null || from === undefined ? null : (file.lines[from] ?? null)
    let ending = at === written.length - 1 ? '' : original?.ending || (original ? main : above)
    // After a lone CR, a LF would become a part of that line's end.
    if (ending === '\n' && line === '' && above === '\r' && at > 0) ending = '\r'
    const lost = line.includes(REPLACEMENT) ? lostIn(line, original, lostByText, at + 1) : null
    if (lost === null) plain += line
    else {
      line.split(REPLACEMENT).forEach((part, index) => {
        plain += part
        const bytes = lost[index]
        if (!bytes) return
        flush()
        pieces.push(bytes)
      })
    }
    plain += ending
    if (ending !== '') above = ending
  })
  flush()
  return Buffer.concat(pieces)
}

/** Returns the original bytes for each U+FFFD of an edited line, or `null` when they are real U+FFFD characters. */
function lostIn(
  line: string,
  original: FileLine | null,
  lostByText: ReadonlyMap<string, readonly Uint8Array[]>,
  number: number,
): readonly Uint8Array[] | null {
  if (lostByText.size === 0) return null
  // Also finds a line that was moved.
  const lost = original?.text === line ? original.lost : (lostByText.get(line) ?? original?.lost)
  if (lost?.length !== line.split(REPLACEMENT).length - 1) throw new TornLineError(number)
  return lost
}

function linesOfText(text: string, encoding: FileText['encoding']): FileLine[] {
  const lines: FileLine[] = []
  LINE.lastIndex = 0
  for (;;) {
    const match = LINE.exec(text)
    if (!match) break
    const raw = match[1] ?? ''
    const ending = match[2] as FileLine['ending']
    lines.push(lineOf(raw, ending, encoding))
    if (ending === '') break
  }
  return lines
}

// As in the indexer, NUL and lone surrogates are not text.
const NO_TEXT = /\0|\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

function lineOf(raw: string, ending: FileLine['ending'], encoding: FileText['encoding']): FileLine {
  const lost: Uint8Array[] = []
  const text = raw.replace(NO_TEXT, (character) => {
    lost.push(encode(character, encoding))
    return REPLACEMENT
  })
  return { text, ending, lost: lost.length > 0 ? lost : null }
}

/** Splits invalid UTF-8 at its line ends, whose bytes are not a part of any other character. */
function linesOfBytes(bytes: Buffer): FileLine[] {
  const lines: FileLine[] = []
  let start = 0
  for (let at = 0; at <= bytes.length; at++) {
    const c = bytes[at]
    if (c !== 10 && c !== 13 && at < bytes.length) continue
    const ending = at === bytes.length ? '' : c === 10 ? '\n' : bytes[at + 1] === 10 ? '\r\n' : '\r'
    const raw = bytes.subarray(start, at)
    lines.push(isUtf8(raw) ? lineOf(raw.toString('utf8'), ending, 'utf-8') : brokenLine(raw, ending))
    if (ending === '\r\n') at++
    start = at + 1
  }
  return lines
}

function brokenLine(raw: Buffer, ending: FileLine['ending']): FileLine {
  const lost: Uint8Array[] = []
  let text = ''
  for (let at = 0; at < raw.length; ) {
    const length = characterLength(raw, at)
    const piece = raw.subarray(at, at + length)
    const character = piece.toString('utf8')
    if (character === REPLACEMENT || character === '\0') lost.push(piece)
    text += character === '\0' ? REPLACEMENT : character
    at += length
  }
  return { text, ending, lost: lost.length > 0 ? lost : null }
}

/** Returns the number of bytes of the character at `at`, or of the invalid bytes that decoders replace by one U+FFFD. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
  for (let length = wanted; length > 1; length--) {
    const piece = bytes.subarray(at, at + length)
    // A complete character, or the longest valid beginning of one.
    if (
      piece.length === length &&
      piece.toString('utf8').length === (length === 4 && isUtf8(piece) ? 2 : 1)
    ) {
      return length
    }
  }
  return 1
}

function markLength(bytes: Uint8Array, encoding: FileText['encoding']): number {
  if (encoding === 'utf-8') return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const [first, second] = encoding === 'utf-16le' ? [0xff, 0xfe] : [0xfe, 0xff]
  return bytes[0] === first && bytes[1] === second ? 2 : 0
}

function textOfUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): string {
  const even = bytes.subarray(0, bytes.length & ~1)
  return (encoding === 'utf-16le' ? even : Buffer.from(even).swap16()).toString('utf16le')
}

/** Adds the last byte of UTF-16 with an odd number of bytes. */
function addOddByte(lines: FileLine[], content: Buffer): void {
  const last = lines.at(-1)
  if (!last) return
  const odd = content.subarray(content.length - 1)
  lines[lines.length - 1] = { ...last, text: last.text + REPLACEMENT, lost: [...(last.lost ?? []), odd] }
}

function encode(text: string, encoding: FileText['encoding']): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}
