/**
 * A position within a line of markdown. Containers (block quotes, list items) consume their indentation by columns, and a
 * tab extends to the next multiple of four columns, so a container may consume a part of a tab.
 */
export interface LineCursor {
  at: number
  /** Column of `at`, starting with 0. */
  column: number
  /** Remaining columns of a partly consumed tab. */
  tabLeft: number
  /** Offset of the next non-blank character, or of the line end. */
  next: number
  /** Columns from the cursor to `next`. */
  indent: number
}

/** Moves the cursor to the start of a line that ends at `end`. */
export function startLine(cursor: LineCursor, text: string, start: number, end: number): void {
  cursor.at = start
  cursor.column = 0
  cursor.tabLeft = 0
  lookAhead(cursor, text, end)
}

/** Moves the cursor to the character at `to`, which is `columns` further right. */
export function skipTo(cursor: LineCursor, text: string, end: number, to: number, columns: number): void {
  cursor.at = to
  cursor.column += columns
  cursor.tabLeft = 0
  lookAhead(cursor, text, end)
}

/** Moves the cursor over `count` columns of blanks. */
export function skipColumns(cursor: LineCursor, text: string, end: number, count: number): void {
  let left = count
  const ofTab = Math.min(left, cursor.tabLeft)
  cursor.tabLeft -= ofTab
  cursor.column += ofTab
  left -= ofTab
  while (left > 0) {
    const width = text.charCodeAt(cursor.at) === 9 ? 4 - (cursor.column & 3) : 1
    const taken = Math.min(width, left)
    cursor.at++
    cursor.column += taken
    cursor.tabLeft = width - taken
    left -= taken
  }
  lookAhead(cursor, text, end)
}

function lookAhead(cursor: LineCursor, text: string, end: number): void {
  let next = cursor.at
  let indent = cursor.tabLeft
  let c = text.charCodeAt(next)
  while (next < end && (c === 32 || c === 9)) {
    indent += c === 9 ? 4 - ((cursor.column + indent) & 3) : 1
    c = text.charCodeAt(++next)
  }
  cursor.next = next
  cursor.indent = indent
}
