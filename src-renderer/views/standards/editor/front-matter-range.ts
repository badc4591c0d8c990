/** Where the front matter of a text ends: behind its closing fence, before the line's end; 0 without one. */
export function frontMatterEnd(text: string): number {
  const open = /^\uFEFF?---[ \t]*\n/.exec(text)
  if (!open) return 0
  const close = /^(?:---|\.\.\.)[ \t]*$/m
  const rest = text.slice(open[0].length)
  const found = close.exec(rest)
  return found ? open[0].length + found.index + found[0].length : 0
}

/** Lines of the text up to and with the line on which an offset lies. */
export function linesUpTo(text: string, offset: number): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
