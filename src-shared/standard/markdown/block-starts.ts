/**
 * What a line of markdown opens. Each looks at `text` from `at`, the line's first character that is not blank, to
 * `end`, where its line end stands. As CommonMark 0.31 and GitHub's extensions have it.
 */

const SPACE = 32
const TAB = 9

/** Level of the ATX heading that opens here, else 0. */
export function atxLevel(text: string, at: number, end: number): number {
  let level = 0
  while (level < 7 && at + level < end && text.charCodeAt(at + level) === 35) level++
  if (level === 0 || level > 6) return 0
  return at + level === end || isBlank(text.charCodeAt(at + level)) ? level : 0
}

/** The text of an ATX heading without its closing `#`s, markup kept. */
export function atxText(text: string, at: number, end: number): string {
  const inner = text.slice(at, end).trim()
  let stop = inner.length
  while (stop > 0 && inner.charCodeAt(stop - 1) === 35) stop--
  if (stop === 0) return ''
  return stop < inner.length && isBlank(inner.charCodeAt(stop - 1)) ? inner.slice(0, stop).trimEnd() : inner
}

/** Length of the code fence that opens here, else 0. */
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

/** Whether the line closes a fence of `length` times `mark`. */
export function closesFence(text: string, at: number, end: number, mark: number, length: number): boolean {
  const run = runLength(text, at, end, mark)
  return run >= length && isBlankTo(text, at + run, end)
}

/** The language that a fence's info string names: lower case, `''` for none. */
export function fenceLanguage(info: string): string {
  // `{.python}`, `rust,ignore`, `ts:src/a.ts` and `js{1,3}` are in use beside the plain word.
  const word = /^[{.\s]*([^\s,{}:]*)/.exec(info)?.[1] ?? ''
  return word.toLowerCase()
}

/** Level of the heading that a setext underline makes (1 for `=`, 2 for `-`), else 0. */
export function setextLevel(text: string, at: number, end: number): number {
  const mark = text.charCodeAt(at)
  if (mark !== 61 && mark !== 45) return 0
  return isBlankTo(text, at + runLength(text, at, end, mark), end) ? (mark === 61 ? 1 : 2) : 0
}

/** `***`, `- - -`, `___` */
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

/** Length of the list marker that opens here (`-`, `12.`), else 0. */
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

/** Whether the line is a table's second (`| --- | :-: |`) and has as many cells as the line above it. */
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

// The kinds of HTML block that end with a mark of their own; kinds 6 and 7 end with a blank line.
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

/** Marks an HTML block that goes on to the next blank line. */
export const UNTIL_BLANK = /^$/

/**
 * What ends the HTML block that opens here: a pattern that its last line matches, or `UNTIL_BLANK`. `null` where none
 * opens. A lone inline tag opens one too, but not in the middle of a paragraph.
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

/** Whether a task's box (`[ ]`, `[x]`) opens here, and whether it is ticked. */
export function taskBox(text: string, at: number, end: number): 'open' | 'ticked' | null {
  if (text.charCodeAt(at) !== 91 || text.charCodeAt(at + 2) !== 93 || at + 3 > end) return null
  if (at + 3 < end && !isBlank(text.charCodeAt(at + 3))) return null
  const mark = text.charCodeAt(at + 1)
  if (mark === 120 || mark === 88) return 'ticked'
  return isBlank(mark) ? 'open' : null
}

/**
 * Where a paragraph's own text begins, behind the link definitions (`[name]: /url "title"`) and footnotes at its
 * top, which are no part of a heading that an underline makes of it.
 */
export function behindDefinitions(paragraph: string): number {
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

/** Space or tab. */
function isBlank(c: number): boolean {
  return c === SPACE || c === TAB
}

/** Whether only spaces and tabs stand from `at` to `end`. */
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
