/**
 * A place within a line of markdown. Containers (quotes, list items) take their indentation column by column, and
 * a tab is as wide as the way to the next multiple of four, so a container may take a part of one.
 */
export interface LineCursor {
  at: number
  /** Column of `at`, from 0. */
  column: number
  /** Columns left of a tab that a container took a part of. */
  tabLeft: number
  /** Behind the blanks at the cursor: the next character, or the line's end. */
  next: number
  /** Columns from the cursor to `next`. */
  indent: number
}

/** Puts the cursor at the start of a line that ends at `end`. */
export function startLine(cursor: LineCursor, text: string, start: number, end: number): void {
  cursor.at = start
  cursor.column = 0
  cursor.tabLeft = 0
  lookAhead(cursor, text, end)
}

/** Puts the cursor on the character at `to`, which is `columns` behind. */
export function skipTo(cursor: LineCursor, text: string, end: number, to: number, columns: number): void {
  cursor.at = to
  cursor.column += columns
  cursor.tabLeft = 0
  lookAhead(cursor, text, end)
}

/** Moves over `count` columns of blanks. */
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
