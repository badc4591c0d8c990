/**
 * Line of `offset` in `text`, counting from 1. LF, CRLF and a lone CR each end one line, so that the number
 * agrees with what editors show.
 */
export function lineAt(text: string, offset: number): number {
  // A CR is looked for up to `offset` only: most files have none, and the search would go through all of them.
  const above = text.slice(0, offset)
  let line = 1
  for (let at = above.indexOf('\n'); at !== -1; at = above.indexOf('\n', at + 1)) line++
  for (let at = above.indexOf('\r'); at !== -1; at = above.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== 10) line++
  }
  return line
}

/** Offset where the line that holds `from` ends, before its line end; `text.length` on the last line. */
export function endOfLine(text: string, from: number): number {
  // By character: `indexOf` for a line end that the file never uses would go through all of it, line after line.
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 10 || c === 13) return at
  }
  return text.length
}

/** Offset behind the line end that stands at `at`; `at` itself where there is none. */
export function afterLineEnd(text: string, at: number): number {
  const c = text.charCodeAt(at)
  if (c === 13) return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1
  return c === 10 ? at + 1 : at
}
