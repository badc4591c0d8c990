/** Replaces `length` characters at `offset`. */
export interface TextEdit {
  readonly offset: number
  readonly length: number
  readonly content: string
}

/** Applies edits that do not overlap. The time is linear in the length of the text and the number of edits. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  // V8 joins the parts when the result is read, which is faster than a join of an array.
  let result = ''
  let copied = 0
  for (const { offset, length, content } of edits.toSorted((a, b) => a.offset - b.offset)) {
    result += text.slice(copied, offset) + content
    copied = offset + length
  }
  return result + text.slice(copied)
}

/** The indentation of the line that contains `offset`. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStart(text, offset)
  let end = start
  while (text[end] === ' ' || text[end] === '\t') end++
  return text.slice(start, end)
}

/** The offset of the start of the line that contains `offset`. */
export function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && !isLineEnd(text[at - 1])) at--
  return at
}

/** True when only white space precedes `offset` on its line. */
export function beginsItsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset))
}

/** Extends a removal to complete lines, including the line break, when nothing else is on them. */
export function wholeLines(text: string, from: number, to: number): TextEdit {
  if (beginsItsLine(text, from)) {
    const lineEnd = /^[ \t]*(\r\n|\r|\n)/.exec(text.slice(to))
    if (lineEnd) {
      const start = lineStart(text, from)
      return { offset: start, length: to + lineEnd[0].length - start, content: '' }
    }
  }
  return { offset: from, length: to - from, content: '' }
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r'
}
