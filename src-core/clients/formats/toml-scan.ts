/** A `key = value` pair in a table or an inline table. Offsets into the text. */
export interface TomlPair {
  /** The complete path from the root. */
  readonly path: readonly string[]
  readonly start: number
  readonly valueStart: number
  /** The offset after the last character of the value. */
  readonly end: number
  /** True for a pair in an inline table. */
  readonly inline: boolean
}

/** `[a.b]` or `[[a.b]]` */
interface TomlHeader {
  readonly path: readonly string[]
  readonly start: number
  readonly end: number
  readonly list: boolean
}

export interface TomlLayout {
  /** In text order. */
  readonly headers: readonly TomlHeader[]
  readonly pairs: readonly TomlPair[]
  readonly comments: readonly { readonly start: number; readonly end: number }[]
}

/** Finds the positions of headers, pairs and comments. @param text must be valid TOML */
export function scanToml(text: string): TomlLayout {
  const headers: TomlHeader[] = []
  const pairs: TomlPair[] = []
  const comments: { start: number; end: number }[] = []
  let at = 0
  let table: readonly string[] = []

  const here = () => text[at] ?? ''
  const skipSpaces = () => {
    while (here() === ' ' || here() === '\t') at++
  }
  const skipBlank = () => {
    for (;;) {
      while (/[ \t\r\n]/.test(here())) at++
      if (here() !== '#') return
      const start = at
      while (at < text.length && here() !== '\n' && here() !== '\r') at++
      comments.push({ start, end: at })
    }
  }
  const quoted = (quote: string): string => {
    const start = at
    at++
    while (at < text.length && here() !== quote) at += here() === '\\' && quote === '"' ? 2 : 1
    at++
    const raw = text.slice(start, at)
    return quote === '"' ? unescaped(raw) : raw.slice(1, -1)
  }
  const skipMultilineString = (quote: string) => {
    at += 3
    while (at < text.length && !text.startsWith(quote.repeat(3), at))
      at += here() === '\\' && quote === '"' ? 2 : 1
    at += 3
    // Up to two quotes may directly precede the closing three.
    while (here() === quote) at++
  }
  const keyPath = (): string[] => {
    const path: string[] = []
    for (;;) {
      skipSpaces()
      if (here() === '"' || here() === "'") path.push(quoted(here()))
      else {
        const start = at
        while (/[^\s.=\]]/.test(here()) && at < text.length) at++
        path.push(text.slice(start, at))
      }
      skipSpaces()
      if (here() !== '.') return path
      at++
    }
  }
  const pair = (base: readonly string[], inline: boolean) => {
    const start = at
    const path = [...base, ...keyPath()]
    at++
    skipSpaces()
    const valueStart = at
    // A pair is listed before the pairs inside its value.
    const index = pairs.push({ path, start, valueStart, end: at, inline }) - 1
    value(path)
    pairs[index] = { path, start, valueStart, end: at, inline }
  }
  const value = (path: readonly string[]) => {
    const first = here()
    if (first === '"' || first === "'") {
      if (text.startsWith(first.repeat(3), at)) skipMultilineString(first)
      else quoted(first)
    } else if (first === '[') {
      at++
      for (skipBlank(); here() !== ']' && at < text.length; skipBlank()) {
        if (here() === ',') at++
        else value([...path, '[]'])
      }
      at++
    } else if (first === '{') {
      at++
      for (skipBlank(); here() !== '}' && at < text.length; skipBlank()) {
        if (here() === ',') at++
        else pair(path, true)
      }
      at++
    } else {
      const start = at
      while (at < text.length && !/[,\]}\r\n#]/.test(here())) at++
      at = start + text.slice(start, at).trimEnd().length
      // Reached only with invalid TOML; guarantees that the scan ends.
      if (at === start) at++
    }
  }

  for (skipBlank(); at < text.length; skipBlank()) {
    const start = at
    if (here() === '[') {
      const list = text[at + 1] === '['
      at += list ? 2 : 1
      table = keyPath()
      at += list ? 2 : 1
      headers.push({ path: table, start, end: at, list })
    } else {
      pair(table, false)
    }
  }
  return { headers, pairs, comments }
}

function unescaped(raw: string): string {
  const json = raw
    .replace(/\\e/g, '\\u001b')
    .replace(/\\x([0-9a-fA-F]{2})/g, '\\u00$1')
    .replace(/\\U([0-9a-fA-F]{8})/g, (_, hex: string) =>
      JSON.stringify(String.fromCodePoint(Number.parseInt(hex, 16))).slice(1, -1),
    )
  try {
    return JSON.parse(json)
  } catch {
    return raw.slice(1, -1)
  }
}
