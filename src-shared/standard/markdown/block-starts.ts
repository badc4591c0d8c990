/**
 * Recognises the start of each kind of markdown block, as defined by CommonMark 0.31 and GitHub Flavored Markdown. In
 * every function, `at` is the offset of the line's first non-blank character and `end` the offset of its line end.
 */

const SPACE = 32
const TAB = 9

/** Returns the level of the ATX heading that starts here, or 0. */
export function atxLevel(text: string, at: number, end: number): number {
  let level = 0
  while (level < 7 && at + level < end && text.charCodeAt(at + level) === 35) level++
  if (level === 0 || level > 6) return 0
  return at + level === end || isBlank(text.charCodeAt(at + level)) ? level : 0
}

/** Returns the text of an ATX heading without its closing `#`s, with inline markup. */
export function atxText(text: string, at: number, end: number): string {
  const inner = text.slice(at, end).trim()
  let stop = inner.length
  while (stop > 0 && inner.charCodeAt(stop - 1) === 35) stop--
  if (stop === 0) return ''
  return stop < inner.length && isBlank(inner.charCodeAt(stop - 1)) ? inner.slice(0, stop).trimEnd() : inner
}

/** Returns the length of the code fence that starts here, or 0. */
export function fenceLength(text: string, at: number, end: number): number {
  const mark = text.charCodeAt(at)
  const length = runLength(text, at, end, mark)
  if (length < 3) return 0
  if (mark === 96) {
    const tick = text.indexOf('`', at + length)
    if (tick !== -1 && tick < end) return 0
  }
  return length
}

/** Returns true when the line closes a fence of `length` times `mark`. */
export function closesFence(text: string, at: number, end: number, mark: number, length: number): boolean {
  const run = runLength(text, at, end, mark)
  return run >= length && isBlankTo(text, at + run, end)
}

/** Returns the language of a fence's info string in lower case, or `''`. */
export function fenceLanguage(info: string): string {
  // Besides the plain word, `{.python}`, `rust,ignore`, `ts:src/a.ts` and `js{1,3}` are in use.
  const word = /^[{.\s]*([^\s,{}:]*)/.exec(info)?.[1] ?? ''
  return word.toLowerCase()
}

/** Returns the heading level of a setext underline (1 for `=`, 2 for `-`), or 0. */
export function setextLevel(text: string, at: number, end: number): number {
  const mark = text.charCodeAt(at)
  if (mark !== 61 && mark !== 45) return 0
  return isBlankTo(text, at + runLength(text, at, end, mark), end) ? (mark === 61 ? 1 : 2) : 0
}

/** Returns true for a thematic break such as `***`, `- - -` or `___`. */
export function isThematicBreak(text: string, at: number, end: number): boolean {
  const mark = text.charCodeAt(at)
  let count = 0
  for (let i = at; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c === mark) count++
    else if (!isBlank(c)) return false
  }
  return count >= 3
}

/** Returns the length of the list marker that starts here (`-`, `12.`), or 0. */
export function listMarkerLength(text: string, at: number, end: number): number {
  const c = text.charCodeAt(at)
  let stop = at + 1
  if (c !== 45 && c !== 42 && c !== 43) {
    stop = at
    while (stop < end && stop - at < 10 && isDigit(text.charCodeAt(stop))) stop++
    if (stop === at || stop - at > 9) return 0
    const mark = text.charCodeAt(stop)
    if (stop >= end || (mark !== 46 && mark !== 41)) return 0
    stop++
  }
  return stop === end || isBlank(text.charCodeAt(stop)) ? stop - at : 0
}

/** Returns true for a table's delimiter row (`| --- | :-: |`) with as many cells as the line above it. */
export function isTableDelimiter(text: string, at: number, end: number, above: string): boolean {
  for (let i = at; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c !== 124 && c !== 45 && c !== 58 && !isBlank(c)) return false
  }
  const line = text.slice(at, end).trim()
  if (!/^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/.test(line)) return false
  return (
    (line.includes('|') || line.includes(':') || above.includes('|')) && cells(line) === cells(above.trim())
  )
}

function cells(row: string): number {
  let pipes = 0
  for (let i = 0; i < row.length; i++) {
    const c = row.charCodeAt(i)
    if (c === 92) i++
    else if (c === 124 && i > 0 && i < row.length - 1) pipes++
  }
  return pipes + 1
}

// CommonMark's HTML block kinds 1 to 5, which end with their own mark. Kinds 6 and 7 end with a blank line.
const HTML_ENDS: ReadonlyArray<readonly [start: RegExp, end: RegExp]> = [
  [/<(?:script|pre|textarea|style)(?=[\s>]|$)/iy, /<\/(?:script|pre|textarea|style)>/i],
  [/<!--/y, /-->/],
  [/<\?/y, /\?>/],
  [/<![a-z]/iy, />/],
  [/<!\[CDATA\[/y, /\]\]>/],
]
const HTML_BLOCK_TAG =
  /<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s>]|\/>|$)/iy
const HTML_WHOLE_TAG =
  /(?:<[a-z][a-z\d-]*(?:\s+[a-z:_][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[a-z][a-z\d-]*\s*>)[ \t]*$/iy

/** The end condition of an HTML block that ends with the next blank line. */
export const UNTIL_BLANK = /^$/

/**
 * Returns the end condition of the HTML block that starts here: a pattern for its last line, or `UNTIL_BLANK`. Returns
 * `null` when none starts. A line of one complete inline tag starts a block, except inside a paragraph.
 */
export function htmlBlockEnd(text: string, at: number, end: number, inParagraph: boolean): RegExp | null {
  const line = text.slice(at, end)
  for (const [start, stop] of HTML_ENDS) {
    start.lastIndex = 0
    if (start.test(line)) return stop
  }
  HTML_BLOCK_TAG.lastIndex = 0
  if (HTML_BLOCK_TAG.test(line)) return UNTIL_BLANK
  HTML_WHOLE_TAG.lastIndex = 0
  return !inParagraph && HTML_WHOLE_TAG.test(line) ? UNTIL_BLANK : null
}

/** Returns the state of the task-list box (`[ ]`, `[x]`) that starts here, or `null`. */
export function taskBox(text: string, at: number, end: number): 'open' | 'ticked' | null {
  if (text.charCodeAt(at) !== 91 || text.charCodeAt(at + 2) !== 93 || at + 3 > end) return null
  if (at + 3 < end && !isBlank(text.charCodeAt(at + 3))) return null
  const mark = text.charCodeAt(at + 1)
  if (mark === 120 || mark === 88) return 'ticked'
  return isBlank(mark) ? 'open' : null
}

/**
 * Returns the length of the link definitions (`[name]: /url "title"`) and footnotes at the top of a paragraph. They are
 * not part of a setext heading made from the paragraph.
 */
export function definitionsLength(paragraph: string): number {
  let at = 0
  const definition =
    /[ \t]*(?:\[(?!\^)[^[\]\r\n]+\]:[ \t]*\S+(?:[ \t]+(?:"[^"\r\n]*"|'[^'\r\n]*'|\([^()\r\n]*\)))?[ \t]*(?:\r\n?|\n|$)|\[\^[^\]\s]+\]:[\s\S]*)/y
  while (at < paragraph.length) {
    definition.lastIndex = at
    if (!definition.test(paragraph)) break
    at = definition.lastIndex
  }
  return at
}

/** Returns true for space and tab. */
function isBlank(c: number): boolean {
  return c === SPACE || c === TAB
}

/** Returns true when there are only spaces and tabs from `at` to `end`. */
export function isBlankTo(text: string, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (!isBlank(text.charCodeAt(i))) return false
  return true
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

function runLength(text: string, at: number, end: number, mark: number): number {
  let stop = at
  while (stop < end && text.charCodeAt(stop) === mark) stop++
  return stop - at
}
