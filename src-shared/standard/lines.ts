/** Returns the line of `offset` in `text`, counting from 1. LF, CRLF and a lone CR each end a line, as in editors. */
export function lineAt(text: string, offset: number): number {
  // The slice limits the search for CR, which most files do not contain, to the text before `offset`.
  const above = text.slice(0, offset)
  let line = 1
  for (let at = above.indexOf('\n'); at !== -1; at = above.indexOf('\n', at + 1)) line++
  for (let at = above.indexOf('\r'); at !== -1; at = above.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== 10) line++
  }
  return line
}

/** Returns the offset of the line end of the line at `from`, or `text.length` on the last line. */
export function endOfLine(text: string, from: number): number {
  // `indexOf` would search the whole rest of the text for the line end that the file does not use, for every line.
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 10 || c === 13) return at
  }
  return text.length
}

/** Returns the offset after the line end at `at`, or `at` itself when there is no line end. */
export function afterLineEnd(text: string, at: number): number {
  const c = text.charCodeAt(at)
  if (c === 13) return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1
  return c === 10 ? at + 1 : at
}
