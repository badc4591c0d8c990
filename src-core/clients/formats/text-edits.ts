/** Replaces `length` characters at `offset`. */
export interface TextEdit {
  readonly offset: number
  readonly length: number
  readonly content: string
}

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text
  for (const { offset, length, content } of edits.toSorted((a, b) => b.offset - a.offset))
    result = result.slice(0, offset) + content + result.slice(offset + length)
  return result
}

/** The indentation of the line that contains `offset`. */
export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? ''
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
