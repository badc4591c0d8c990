/** What stands between two tokens: comments, and a comma if there is one. */
export interface JsonGap {
  readonly comma: number | null
  /** Those before the comma, or before the next token without one. */
  readonly comments: readonly { readonly start: number; readonly end: number }[]
  /** The offset of the next token that is neither, or of the comma. */
  readonly end: number
}

/** Reads white space and comments from `from`, up to a comma or anything else. */
export function readGap(text: string, from: number): JsonGap {
  const comments: { start: number; end: number }[] = []
  let at = from
  for (;;) {
    while (at < text.length && /\s/.test(text[at] ?? '')) at++
    const start = at
    if (text.startsWith('//', at)) {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2)
      at = close < 0 ? text.length : close + 2
    } else {
      return { comma: text[at] === ',' ? at : null, comments, end: at }
    }
    comments.push({ start, end: at })
  }
}
