/** Offset behind the closing fence of the front matter, before the line end; 0 without front matter. */
export function frontMatterEnd(text: string): number {
  const open = /^\uFEFF?---[ \t]*\n/.exec(text)
  if (!open) return 0
  const close = /^(?:---|\.\.\.)[ \t]*$/m
  const rest = text.slice(open[0].length)
  const found = close.exec(rest)
  return found ? open[0].length + found.index + found[0].length : 0
}

/** Number of the line that holds `offset`, from 1. */
export function linesUpTo(text: string, offset: number): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
