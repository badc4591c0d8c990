/** An element of a document: the line of the text that it begins on, and where it is drawn, in px from the top. */
export interface LineMark {
  readonly line: number
  readonly top: number
}

/**
 * How far down a document shows what stands on `line` (a fraction is a part of a line), in px: between the last mark at or
 * above it and the first below, by how many lines it is from either.
 * @param count marks, in the order of their lines; only a few of them are looked at
 * @param end the line behind the text, and the height of the whole document
 */
export function scrollPositionOfLine(
  line: number,
  count: number,
  markAt: (index: number) => LineMark,
  end: LineMark,
): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (markAt(middle).line <= line) low = middle + 1
    else high = middle
  }
  const above = low === 0 ? { line: 1, top: 0 } : markAt(low - 1)
  const below = low === count ? end : markAt(low)
  const lines = below.line - above.line
  const part = lines <= 0 ? 0 : Math.min(1, Math.max(0, (line - above.line) / lines))
  return above.top + part * (below.top - above.top)
}
