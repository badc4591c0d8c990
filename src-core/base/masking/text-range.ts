/** A part of a text: from `start` up to, but not including, `end`. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** Replaces each range by `replacement`. Ranges that overlap or touch are replaced together. */
export function replaceRanges(text: string, ranges: readonly TextRange[], replacement: string): string {
  if (ranges.length === 0) return text
  const pieces: string[] = []
  let copied = 0
  let last: TextRange | null = null
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    if (last && range.start <= copied) {
      copied = Math.max(copied, range.end)
      continue
    }
    pieces.push(text.slice(copied, range.start), replacement)
    copied = range.end
    last = range
  }
  pieces.push(text.slice(copied))
  return pieces.join('')
}
