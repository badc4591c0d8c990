import { Buffer, isUtf8 } from 'node:buffer'
import { alignLines } from './align-lines.ts'

/** One line of a file as it lies on the disk. */
interface FileLine {
  /** Without its ending; bytes that are no text stand as U+FFFD. */
  readonly text: string
  readonly ending: '' | '\n' | '\r\n' | '\r'
  /** The bytes behind each U+FFFD in `text`, in order; `null` without one. */
  readonly lost: readonly Uint8Array[] | null
}

/** A file as lines, with all that is needed to write it again byte for byte. */
export interface FileText {
  readonly lines: readonly FileLine[]
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  /** The byte order mark; empty without one. */
  readonly mark: Uint8Array
}

/** A line that was changed in part while some of its bytes are no text: what was meant cannot be told. */
export class TornLine extends Error {
  /** From 1. */
  readonly line: number

  constructor(line: number) {
    super(`Line ${line} has bytes that are no text`)
    this.line = line
  }
}

const REPLACEMENT = '\uFFFD'
const LINE = /([^\r\n]*)(\r\n|\n|\r|$)/y

/** Takes bytes apart; never fails. Agrees with the indexer's `decode` on what each line says. */
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

/** The text with `\n` at the end of every line. */
export function textOf(file: FileText): string {
  return file.lines.map(({ text }) => text).join('\n')
}

/** The ending that most lines have; `\n` for a file of one line. */
function mainEnding({ lines }: FileText): '\n' | '\r\n' | '\r' {
  const count = { '\n': 0, '\r\n': 0, '\r': 0 }
  for (const { ending } of lines) if (ending !== '') count[ending]++
  if (count['\r\n'] > count['\n'] && count['\r\n'] >= count['\r']) return '\r\n'
  return count['\r'] > count['\n'] ? '\r' : '\n'
}

/** How its lines end, for a person. */
export function lineEndingOf({ lines }: FileText): 'LF' | 'CRLF' | 'mixed' {
  const endings = new Set(lines.map(({ ending }) => ending).filter((ending) => ending !== ''))
  if (endings.size === 0) return 'LF'
  if (endings.size > 1 || endings.has('\r')) return 'mixed'
  return endings.has('\r\n') ? 'CRLF' : 'LF'
}

/** How its bytes stand for text, for a person. */
export function encodingOf({ encoding, mark, lines }: FileText): 'UTF-8' | 'UTF-8 with BOM' | 'not UTF-8' {
  if (encoding !== 'utf-8' || lines.some(({ lost }) => lost?.some((bytes) => !isUtf8(bytes))))
    return 'not UTF-8'
  return mark.length > 0 ? 'UTF-8 with BOM' : 'UTF-8'
}

/**
 * The bytes of a text that was made out of `file`: lines that stayed keep their bytes and endings, a line that replaces
 * another takes its ending, a new one that of its neighbour above. The last line has none, as it was written.
 * @throws TornLine
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
    // Behind a lone CR it would be the other half of that line's ending.
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

/** The bytes for each U+FFFD of a written line; `null` where they are what they seem. */
function lostIn(
  line: string,
  original: FileLine | null,
  lostByText: ReadonlyMap<string, readonly Uint8Array[]>,
  number: number,
): readonly Uint8Array[] | null {
  if (lostByText.size === 0) return null
  // A line that was moved has its bytes too.
  const lost = original?.text === line ? original.lost : (lostByText.get(line) ?? original?.lost)
  if (lost?.length !== line.split(REPLACEMENT).length - 1) throw new TornLine(number)
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

// NUL is no text to the indexer either, nor is half of a character in UTF-16.
const NO_TEXT = /\0|\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

function lineOf(raw: string, ending: FileLine['ending'], encoding: FileText['encoding']): FileLine {
  const lost: Uint8Array[] = []
  const text = raw.replace(NO_TEXT, (character) => {
    lost.push(encode(character, encoding))
    return REPLACEMENT
  })
  return { text, ending, lost: lost.length > 0 ? lost : null }
}

/** No character of UTF-8 holds the byte of a line end, so lines can be cut out of bytes that are not valid. */
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

/** Bytes of the character at `at`; where there is none, of what decoders show as one U+FFFD. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
  for (let length = wanted; length > 1; length--) {
    const piece = bytes.subarray(at, at + length)
    // A character that is whole, or the longest beginning of one.
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

/** A last byte without its other half. */
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
