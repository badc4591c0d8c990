/** The comments and the optional comma between two tokens. */
export interface JsonGap {
  /** The offset of the comma. */
  readonly comma: number | null
  /** The comments before the comma or, without a comma, before the next token. */
  readonly comments: readonly { readonly start: number; readonly end: number }[]
  /** The offset of the comma or, without a comma, of the next token. */
  readonly end: number
}

/** Reads white space and comments from `from` to the next token. */
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
