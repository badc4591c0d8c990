import { afterLineEnd, endOfLine } from '../lines.ts'

/** Where the front matter of a text is. */
export interface FrontMatterBlock {
  readonly format: 'yaml' | 'toml' | 'json'
  /** Offset of the opening line. Above it are only blank lines, byte order marks and comments. */
  readonly open: number
  /** Offset of the source, after the opening line; of the brace for JSON without fences. */
  readonly start: number
  /** Offset after the source; `null` when it never closes. */
  readonly stop: number | null
  /** Offset after the closing line; `start` when there is none. */
  readonly after: number
}

/** What is at the top of a text. `indented`: fences that no tool reads, because blanks precede them; an offset. */
interface TopOfText {
  readonly block: FrontMatterBlock | null
  readonly indented: number | null
}

const NOTHING: TopOfText = { block: null, indented: null }
/** A longer licence than this, in UTF-16 code units, is not searched for front matter below it. */
const MAX_PREAMBLE = 64 * 1024
const FENCE = /^(---|\+\+\+|;;;)[ \t]*(yaml|yml|toml|json)?[ \t]*$/i
const LANGUAGES = { '---': 'yaml', '+++': 'toml', ';;;': 'json' } as const
// Blank lines, comments of HTML, Markdown and MDX, and lines about the licence as in source code. The last alternative of a
// line comment keeps headings out. Nothing follows the repetition, so that it never has to try again.
const PREAMBLE =
  /(?:\s+|<!--[\s\S]*?-->|\{?\/\*[\s\S]*?\*\/\}?|\[(?:\/\/|comment)\]: .*|(?:#|\/\/|%).*\b(?:SPDX|copyright|licen[cs]e)\b.*)*/iy

/**
 * The keys of Plumbline and of the tools whose rule files are standards. Lines between two rules somewhere below the top are
 * front matter only when they have one of these.
 */
const KNOWN_KEY =
  /^[ \t{]*(["']?)(?:title|description|tags|language|domain|globs|paths|applyTo|alwaysApply|createdAt|updatedAt|created|updated|date|author|owner|status|version|license|name|slug|layout|inclusion|fileMatchPattern|trigger)\1[ \t]*[:=]/im

/**
 * Finds the front matter of a text: YAML between `---`, TOML between `+++`, JSON between `;;;` or as an object at the top. It
 * may have a byte order mark, blank lines and comments above it.
 */
export function locateFrontMatter(text: string): TopOfText {
  const open = openingOffset(text)
  if (open === null) return NOTHING
  const lineStart = Math.max(text.lastIndexOf('\n', open - 1), text.lastIndexOf('\r', open - 1), -1) + 1
  const before = open === 0 ? '' : text.slice(lineStart, open).replaceAll('\uFEFF', '')
  if (before.trim() !== '') return NOTHING
  const block = text.charCodeAt(open) === 123 ? braces(text, open) : fenced(text, open)
  if (block === null) return NOTHING
  if (before !== '') return isIndentedBlock(text, block) ? { block: null, indented: open } : NOTHING
  const isAtTop = open === 0 && block.format !== 'json'
  return isAtTop || hasKnownKey(text, block) ? { block, indented: null } : NOTHING
}

/** Returns the offset after the preamble, or `null` when no front matter can begin there. */
function openingOffset(text: string): number | null {
  if (canOpen(text.charCodeAt(0))) return text.startsWith('{/*') ? afterPreamble(text) : 0
  const first = text.slice(0, 1)
  if (!/[\s<[/{%#]/.test(first)) return null
  // Most texts begin with a heading.
  if (first === '#' && !/spdx|copyright|licen[cs]e/i.test(text.slice(0, endOfLine(text, 0)))) return null
  return afterPreamble(text)
}

function afterPreamble(text: string): number | null {
  const head = text.slice(0, MAX_PREAMBLE)
  PREAMBLE.lastIndex = 0
  PREAMBLE.test(head)
  const at = PREAMBLE.lastIndex
  return canOpen(head.charCodeAt(at)) ? at : null
}

/** Returns true for `-`, `+`, `;` and `{`. */
function canOpen(c: number): boolean {
  return c === 45 || c === 43 || c === 59 || c === 123
}

function fenced(text: string, open: number): FrontMatterBlock | null {
  const end = endOfLine(text, open)
  if (end - open > 64) return null
  const [, fence, language] = FENCE.exec(text.slice(open, end)) ?? []
  if (fence !== '---' && fence !== '+++' && fence !== ';;;') return null
  const word = language?.toLowerCase()
  const format = word === 'toml' || word === 'json' ? word : word ? 'yaml' : LANGUAGES[fence]
  const start = afterLineEnd(text, end)
  const close = closingLine(text, start, format === 'yaml' ? '(?:---|\\.\\.\\.)' : escaped(fence))
  return { format, open, start, stop: close?.start ?? null, after: close?.after ?? start }
}

function escaped(fence: string): string {
  return fence.replaceAll('+', '\\+')
}

function closingLine(text: string, from: number, fence: string): { start: number; after: number } | null {
  const closes = new RegExp(`^${fence}[ \\t]*$`)
  for (let start = from; start < text.length; ) {
    const c = text.charCodeAt(start)
    const end = endOfLine(text, start)
    const after = afterLineEnd(text, end)
    if ((c === 45 || c === 46 || c === 43 || c === 59) && closes.test(text.slice(start, end)))
      return { start, after }
    start = after
  }
  return null
}

/** Finds an object that begins with a key and ends with its line. */
function braces(text: string, open: number): FrontMatterBlock | null {
  if (!/^\{\s*"/.test(text.slice(open, open + 1024))) return null
  const close = closingBrace(text, open)
  if (close === null) return { format: 'json', open, start: open, stop: null, after: open }
  const end = endOfLine(text, close)
  if (text.slice(close, end).trim() !== '') return null
  return { format: 'json', open, start: open, stop: close, after: afterLineEnd(text, end) }
}

/** Returns the offset after the brace that closes the one at `open`. Braces in strings do not count. */
function closingBrace(text: string, open: number): number | null {
  const token = /"(?:[^"\\\r\n]|\\.)*"|[{}]/g
  token.lastIndex = open
  let depth = 0
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '{') depth++
    else if (found[0] === '}' && --depth === 0) return token.lastIndex
  }
  return null
}

/** Tells indented front matter from an indented rule: the next line is a key, and the fence is repeated. */
function isIndentedBlock(text: string, { format, start }: FrontMatterBlock): boolean {
  const end = endOfLine(text, start)
  const fence = format === 'toml' ? /^[ \t]+\+\+\+[ \t]*$/m : /^[ \t]+---[ \t]*$/m
  return (
    format !== 'json' && KNOWN_KEY.test(text.slice(start, end)) && fence.test(text.slice(end, end + 4096))
  )
}

/** An unclosed block has its keys right below the opening line. */
function hasKnownKey(text: string, { open, start, stop, format }: FrontMatterBlock): boolean {
  if (stop !== null) return KNOWN_KEY.test(text.slice(start, stop))
  const from = format === 'json' ? open : start
  const firstLines = text.slice(from, from + 512).split(/\r\n?|\n/, 3)
  return firstLines.slice(0, format === 'json' ? 3 : 1).some((line) => KNOWN_KEY.test(line))
}
