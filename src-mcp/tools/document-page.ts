import type { Standard } from '../../src-shared/contract/library.ts'
import { cutText, type TextPiece } from './cut-text.ts'
import { bodyRange, outlineLines, type SectionRange } from './outline.ts'

/** Offsets of the sections of a text, relative to the text. */
type Starts = readonly { readonly start: number }[]

interface PageSize {
  /** Bytes of UTF-8. */
  readonly bytes: number
  /** UTF-16 units. Absent: limited by `bytes` only. */
  readonly chars?: number | undefined
}

/**
 * The page of a document from `offset` on. It ends before a heading where one is in its second half, else as `cutText` does. All
 * pages together are the whole text.
 * @param sections the sections of the document, with offsets in `text`
 */
function cutPage(text: string, sections: Starts, offset: number, size: PageSize): TextPiece {
  const chars = size.chars ?? charsWithin(text, offset, size.bytes)
  const piece = cutText(text, offset, chars)
  if (piece.next === undefined) return piece
  const start = piece.next - piece.text.length
  const heading = sections.findLast((section) => section.start <= start + chars)?.start ?? 0
  if (heading - start < chars / 2 || heading >= text.length) return piece
  return { text: text.slice(start, heading), next: heading }
}

/** The number of UTF-16 units from `offset` on that `bytes` of UTF-8 hold; at least 1. */
function charsWithin(text: string, offset: number, bytes: number): number {
  // A UTF-16 unit takes one to three bytes.
  let low = Math.max(1, Math.floor(bytes / 3))
  let high = Math.max(1, bytes)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (Buffer.byteLength(text.slice(offset, offset + middle)) <= bytes) low = middle
    else high = middle - 1
  }
  return low
}

/** A page of a standard or of one of its sections. */
export interface StandardPage extends TextPiece {
  /** The headings with their level marks, when the model may have to choose what to read next; else empty. */
  readonly outline: string[]
  /** The length of the whole text that the page is from. UTF-16 units. */
  readonly length: number
}

export interface PageRequest extends PageSize {
  /** Absent: the whole text without its front matter. */
  readonly range?: SectionRange
  readonly offset?: number
}

/** Room in a page for its facts and for how to read on. Bytes. */
const FRAME = 500

/**
 * Reads a page. The text is cut so that it fits into `bytes` together with the outline.
 * @param bytes of the whole answer
 */
export function readPage(standard: Standard, request: PageRequest): StandardPage {
  const { range = bodyRange(standard), offset = 0, bytes, chars } = request
  const text = standard.text.slice(range.start, range.stop)
  const sections = standard.sections.map(({ start }) => ({ start: start - range.start }))
  const isPart = request.range !== undefined || offset > 0
  const whole = isPart ? null : cutPage(text, sections, 0, { bytes: bytes - FRAME, chars })
  if (whole?.next === undefined && whole) return { ...whole, outline: [], length: text.length }
  const outline = outlineLines(standard.sections, Math.floor(bytes / 6))
  const room = bytes - FRAME - Buffer.byteLength(outline.join('\n'))
  return { ...cutPage(text, sections, offset, { bytes: room, chars }), outline, length: text.length }
}
