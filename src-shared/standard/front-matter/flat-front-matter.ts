/**
 * Reads the subset of YAML that most front matter uses: `key: value`, quoted strings, `[a, b]` and `- item` lists. The
 * result is the same as with the core schema of YAML 1.2. Numbers and booleans whose spelling would be lost are not in the
 * subset.
 * @param source with LF line ends
 * @returns `null` for any other YAML, which the `yaml` package reads in thirty times as long
 */
export function readFlat(source: string): Record<string, unknown> | null {
  const data: Record<string, unknown> = Object.create(null)
  let list: unknown[] | null = null
  let listIndent = -1
  let openKey = ''
  for (let start = 0; start < source.length; ) {
    let end = source.indexOf('\n', start)
    if (end === -1) end = source.length
    const after = end + 1
    while (end > start && source.charCodeAt(end - 1) === 32) end--
    const first = source.charCodeAt(start)
    if (end === start || first === 35) {
      if (first === 35 && hasControl(source, start, end)) return null
      start = after
      continue
    }
    if (first === 32 || first === 45) {
      // An indented line or a dash must be an item of the list of the key above.
      let dash = start
      while (source.charCodeAt(dash) === 32) dash++
      if (openKey === '' || source.charCodeAt(dash) !== 45 || source.charCodeAt(dash + 1) !== 32) return null
      if (list === null) {
        list = []
        listIndent = dash - start
        data[openKey] = list
      } else if (dash - start !== listIndent) return null
      const item = readValue(source, dash + 2, end)
      if (item === undefined) return null
      list.push(item)
      start = after
      continue
    }
    const colon = keyEnd(source, start, end)
    if (colon === -1) return null
    const key = source.slice(start, colon)
    if (key in data || NOT_A_NAME.test(key)) return null
    list = null
    openKey = ''
    if (colon + 1 === end) {
      data[key] = null
      openKey = key
    } else {
      if (source.charCodeAt(colon + 1) !== 32) return null
      const value = readValue(source, colon + 2, end)
      if (value === undefined) return null
      data[key] = value
    }
    start = after
  }
  return data
}

// Keys that YAML does not read as strings, and the one key that is special in plain objects.
const NOT_A_NAME = /^(?:null|true|false|__proto__)$/i
const NULL = /^(?:null|Null|NULL)$/
const BOOLEAN = /^(?:True|TRUE|False|FALSE)$/

/** Returns the offset of the colon after a key of letters, digits, `_` and `-`, or -1. */
function keyEnd(source: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const c = source.charCodeAt(at)
    if (isLetter(c) || c === 95) continue
    if (at > start && (isDigit(c) || c === 45)) continue
    return c === 58 && at > start ? at : -1
  }
  return -1
}

/** Returns the value from `from` to `end`, or `undefined` when it is not in the subset. */
function readValue(source: string, from: number, end: number): unknown {
  let start = from
  while (start < end && source.charCodeAt(start) === 32) start++
  if (start >= end) return undefined
  const first = source.charCodeAt(start)
  if (first === 34 || first === 39)
    return closingQuote(source, start, end) === end ? unquote(source, start, end) : undefined
  if (first === 91)
    return source.charCodeAt(end - 1) === 93 ? readFlow(source, start + 1, end - 1) : undefined
  return readPlain(source, start, end, false)
}

/** Returns the offset after the quoted string that opens at `start`, or -1 when it does not close or has an escape. */
function closingQuote(source: string, start: number, end: number): number {
  const mark = source.charCodeAt(start)
  for (let at = start + 1; at < end; at++) {
    const c = source.charCodeAt(at)
    if (c < 32 || c === 92) return -1
    if (c !== mark) continue
    if (mark === 39 && source.charCodeAt(at + 1) === 39 && at + 1 < end) at++
    else return at + 1
  }
  return -1
}

function unquote(source: string, start: number, end: number): string {
  const inner = source.slice(start + 1, end - 1)
  return source.charCodeAt(start) === 39 && inner.includes("''") ? inner.replaceAll("''", "'") : inner
}

function readFlow(source: string, from: number, end: number): unknown[] | undefined {
  const items: unknown[] = []
  let at = from
  while (at < end && source.charCodeAt(at) === 32) at++
  if (at === end) return items
  for (;;) {
    while (at < end && source.charCodeAt(at) === 32) at++
    let stop: number
    const first = source.charCodeAt(at)
    if (first === 34 || first === 39) {
      stop = closingQuote(source, at, end)
      if (stop === -1) return undefined
      items.push(unquote(source, at, stop))
      while (stop < end && source.charCodeAt(stop) === 32) stop++
      if (stop < end && source.charCodeAt(stop) !== 44) return undefined
    } else {
      stop = source.indexOf(',', at)
      if (stop === -1 || stop > end) stop = end
      let last = stop
      while (last > at && source.charCodeAt(last - 1) === 32) last--
      const item = last === at ? undefined : readPlain(source, at, last, true)
      if (item === undefined) return undefined
      items.push(item)
    }
    if (stop === end) return items
    at = stop + 1
  }
}

/** Reads a plain scalar. Returns `undefined` unless it begins with a letter, a digit or a non-ASCII character. */
function readPlain(source: string, start: number, end: number, inFlow: boolean): unknown {
  const first = source.charCodeAt(start)
  if (!isLetter(first) && !isDigit(first) && first < 128) return undefined
  let digits = true
  for (let at = start; at < end; at++) {
    const c = source.charCodeAt(at)
    if (isDigit(c)) continue
    digits = false
    if (c < 32) return undefined
    if (c === 58 && (inFlow || at + 1 === end || source.charCodeAt(at + 1) === 32)) return undefined
    if (c === 35 && (inFlow || source.charCodeAt(at - 1) === 32)) return undefined
    if (inFlow && (c === 91 || c === 93 || c === 123 || c === 125)) return undefined
  }
  const text = source.slice(start, end)
  // The spelling of the others counts too; see `asWritten`.
  if (digits) return String(Number(text)) === text ? Number(text) : undefined
  if (isDigit(first)) return Number.isNaN(Number(text)) ? text : undefined
  if (text.length > 5) return text
  if (NULL.test(text)) return null
  if (text === 'true') return true
  if (text === 'false') return false
  return BOOLEAN.test(text) ? undefined : text
}

function hasControl(source: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (source.charCodeAt(at) < 32) return true
  return false
}

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90)
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}
