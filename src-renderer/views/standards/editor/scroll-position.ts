/** An element of the preview: the line of the text on which it begins, and its distance from the top in px. */
export interface LineMark {
  readonly line: number
  readonly top: number
}

/**
 * The position of `line` (which may have a fraction) in the preview, in px from the top. Interpolated between the last mark at or
 * above the line and the first mark below it.
 * @param count number of marks, which are sorted by line. Searched by bisection, as `markAt` measures an element
 * @param end the line behind the text, and the height of the preview
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
