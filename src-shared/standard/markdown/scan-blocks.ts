import type { ChecklistItem, Example, Section } from '../standard.ts'
import {
  atxLevel,
  atxText,
  closesFence,
  definitionsLength,
  fenceLanguage,
  fenceLength,
  htmlBlockEnd,
  isBlankTo,
  isTableDelimiter,
  isThematicBreak,
  listMarkerLength,
  setextLevel,
  taskBox,
  UNTIL_BLANK,
} from './block-starts.ts'
import { headingText } from './heading-text.ts'
import { type LineCursor, skipColumns, skipTo, startLine } from './line-cursor.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** The blocks of a markdown text that Plumbline uses. */
export interface ScannedBlocks {
  readonly sections: Section[]
  readonly checklist: ChecklistItem[]
  readonly examples: Example[]
}

// A row of the search table has the row id `document * 4096 + section`.
const MAX_SECTIONS = 4095
// Without a limit, a line of nothing but list markers would make the scan quadratic. No real list is nested this deep.
const MAX_DEPTH = 64

// The block that is open inside the innermost container. The order matters: values up to TABLE are text.
const NOTHING = 0
const PARAGRAPH = 1
const TABLE = 2
const FENCE = 3
const HTML = 4
type Leaf = typeof NOTHING | typeof PARAGRAPH | typeof TABLE | typeof FENCE | typeof HTML

/** The container value of a block quote. A list item's value is its content indentation in columns, which is never 0. */
const QUOTE = 0

/**
 * Finds the sections, task-list items and fenced code blocks of the markdown in `text` from offset `from`, the beginning
 * of line `firstLine`. One pass over the lines, as in the block phase of CommonMark 0.31 (section "Appendix: A parsing
 * strategy"): block quotes and list items are matched line by line, so that a heading inside a quote, a list, a fence or
 * HTML does not start a section. Never throws.
 *
 * The text of a task is its first paragraph, with lines joined by a space. Code inside a list or quote keeps the
 * indentation and quote marks of its lines. From the 4,095th heading on, headings stay in the last section.
 */
export function scanBlocks(text: string, from: number, firstLine: number): ScannedBlocks {
  return new BlockScanner(text, from, firstLine).scan()
}

/** The state of one scan. Read it from `scan` downwards. */
class BlockScanner {
  readonly #text: string
  readonly #sections: Writable<Section>[] = []
  readonly #checklist: Writable<ChecklistItem>[] = []
  readonly #examples: Writable<Example>[] = []

  /** The open block quotes and list items, outermost first: `QUOTE`, or the content indentation of a list item. */
  readonly #containers: number[] = []
  /** True while the innermost list item has no content. */
  #itemEmpty = false
  #leaf: Leaf = NOTHING
  /** The open task-list item, while `#leaf` is its first paragraph. */
  #task: Writable<ChecklistItem> | null = null
  /** The open code block, while `#leaf` is `FENCE`. */
  #code: Writable<Example> | null = null
  #fenceMark = 0
  #fenceRun = 0
  #htmlEnd = UNTIL_BLANK
  #paragraphStart = 0
  #paragraphLine = 0
  // The last line of the open paragraph, which becomes a table header when a delimiter row follows.
  #aboveStart = 0
  #aboveEnd = 0

  /** Offset of the current line. */
  #start: number
  /** Offset of the line end of the current line. */
  #end: number
  /** Offset of the next line. */
  #after: number
  /** Number of the current line. */
  #line: number
  readonly #cursor: LineCursor

  constructor(text: string, from: number, firstLine: number) {
    this.#text = text
    this.#start = from
    this.#end = from
    this.#after = from
    this.#line = firstLine
    this.#cursor = { at: from, column: 0, tabLeft: 0, next: from, indent: 0 }
  }

  scan(): ScannedBlocks {
    const text = this.#text
    let lf = text.indexOf('\n', this.#start)
    let cr = text.indexOf('\r', this.#start)
    for (let start = this.#start; start < text.length; start = this.#after, this.#line++) {
      if (lf !== -1 && lf < start) lf = text.indexOf('\n', start)
      let end = lf === -1 ? text.length : lf
      let after = end + 1
      if (cr !== -1) {
        if (cr < start) cr = text.indexOf('\r', start)
        if (cr !== -1 && cr < end) {
          after = cr + 1 === end ? after : cr + 1
          end = cr
        }
      }
      this.#start = start
      this.#end = end
      this.#after = after
      // Most lines are top-level prose, which needs none of the checks for other blocks.
      if (this.#containers.length === 0 && this.#leaf <= TABLE && isLetter(text.charCodeAt(start)))
        this.#takePlainLine()
      else this.#takeLine()
    }
    this.#closeLeaf()
    return { sections: this.#sections, checklist: this.#checklist, examples: this.#examples }
  }

  #takePlainLine(): void {
    if (this.#leaf === NOTHING) {
      if (this.#sections.length === 0) this.#addSection(0, '', this.#start, this.#line)
      this.#leaf = PARAGRAPH
      this.#paragraphStart = this.#start
      this.#paragraphLine = this.#line
    }
    this.#aboveStart = this.#start
    this.#aboveEnd = this.#end
  }

  #takeLine(): void {
    const cursor = this.#cursor
    const end = this.#end
    startLine(cursor, this.#text, this.#start, end)
    if (this.#sections.length === 0 && cursor.next < end) this.#addSection(0, '', this.#start, this.#line)
    let depth = this.#matchContainers()
    if (this.#leaf === FENCE || this.#leaf === HTML) {
      if (depth === this.#containers.length) {
        this.#takeRawLine()
        return
      }
      this.#closeBelow(depth)
    }
    while (cursor.next < end && cursor.indent <= 3) {
      if (this.#openLeaf(depth)) {
        this.#itemEmpty = false
        return
      }
      if (!this.#openContainer(depth)) break
      depth++
    }
    this.#takeText(depth)
  }

  /** Returns the number of open containers that the line belongs to, and moves the cursor past their marks. */
  #matchContainers(): number {
    const containers = this.#containers
    const cursor = this.#cursor
    const text = this.#text
    const end = this.#end
    for (let depth = 0; depth < containers.length; depth++) {
      const width = containers[depth] ?? QUOTE
      if (width === QUOTE) {
        if (cursor.indent > 3 || cursor.next >= end || text.charCodeAt(cursor.next) !== 62) return depth
        this.#enterQuote()
      } else if (cursor.next >= end) {
        if (depth === containers.length - 1 && this.#itemEmpty) return depth
      } else if (cursor.indent >= width) {
        skipColumns(cursor, text, end, width)
      } else return depth
    }
    return containers.length
  }

  /** Moves the cursor past a `>` and the blank after it. */
  #enterQuote(): void {
    const cursor = this.#cursor
    skipTo(cursor, this.#text, this.#end, cursor.next + 1, cursor.indent + 1)
    if (cursor.indent > 0) skipColumns(cursor, this.#text, this.#end, 1)
  }

  /** Takes a line inside a code or HTML block. */
  #takeRawLine(): void {
    const { next, indent } = this.#cursor
    const end = this.#end
    if (this.#leaf === FENCE) {
      const closes = indent <= 3 && closesFence(this.#text, next, end, this.#fenceMark, this.#fenceRun)
      if (closes) this.#closeLeaf()
      else if (this.#code !== null) this.#code.stop = end
    } else {
      const ends =
        this.#htmlEnd === UNTIL_BLANK ? next >= end : this.#htmlEnd.test(this.#text.slice(next, end))
      if (ends) this.#closeLeaf()
    }
  }

  /** Opens a heading, thematic break, fence or HTML block at the cursor. Returns false when there is none. */
  #openLeaf(depth: number): boolean {
    const { next } = this.#cursor
    const text = this.#text
    const end = this.#end
    const c = text.charCodeAt(next)
    if (c === 35) {
      const level = atxLevel(text, next, end)
      if (level === 0) return false
      this.#closeBelow(depth)
      if (depth === 0)
        this.#addSection(level, headingText(atxText(text, next + level, end)), this.#start, this.#line)
      return true
    }
    if (c === 96 || c === 126) return this.#openFence(depth, c)
    if (c === 60) return this.#openHtml(depth)
    if (this.#leaf === PARAGRAPH && depth === this.#containers.length) {
      const level = setextLevel(text, next, end)
      if (level > 0 && this.#underline(level)) return true
    }
    if ((c === 42 || c === 45 || c === 95) && isThematicBreak(text, next, end)) {
      this.#closeBelow(depth)
      return true
    }
    return false
  }

  #openFence(depth: number, mark: number): boolean {
    const { next } = this.#cursor
    const text = this.#text
    const run = fenceLength(text, next, this.#end)
    if (run === 0) return false
    this.#closeBelow(depth)
    this.#leaf = FENCE
    this.#fenceMark = mark
    this.#fenceRun = run
    const start = Math.min(this.#after, text.length)
    this.#code = {
      language: fenceLanguage(text.slice(next + run, this.#end)),
      line: this.#line,
      start,
      stop: start,
      section: this.#sections.length - 1,
    }
    this.#examples.push(this.#code)
    return true
  }

  #openHtml(depth: number): boolean {
    const { next } = this.#cursor
    const htmlEnd = htmlBlockEnd(this.#text, next, this.#end, this.#leaf === PARAGRAPH)
    if (htmlEnd === null) return false
    this.#closeBelow(depth)
    if (htmlEnd === UNTIL_BLANK || !htmlEnd.test(this.#text.slice(next, this.#end))) {
      this.#leaf = HTML
      this.#htmlEnd = htmlEnd
    }
    return true
  }

  /** Makes the open paragraph a heading. Returns false for a paragraph of link definitions only, which is no paragraph. */
  #underline(level: number): boolean {
    if (this.#task !== null) {
      this.#checklist.pop()
      this.#task = null
    } else if (this.#containers.length === 0) {
      const paragraph = this.#text.slice(this.#paragraphStart, this.#start)
      const skipped = /^[ \t]*\[/.test(paragraph) ? definitionsLength(paragraph) : 0
      if (skipped >= paragraph.length) return false
      const heading = paragraph
        .slice(skipped)
        .trim()
        .split(/\r\n?|\n/)
        .map((line) => line.trim())
        .join(' ')
      const lines = skipped === 0 ? 0 : (paragraph.slice(0, skipped).match(/\r\n?|\n/g)?.length ?? 0)
      this.#addSection(
        level,
        headingText(heading),
        this.#paragraphStart + skipped,
        this.#paragraphLine + lines,
      )
    }
    this.#closeLeaf()
    return true
  }

  /** Opens a block quote or list item at the cursor. Returns false when there is none. */
  #openContainer(depth: number): boolean {
    const cursor = this.#cursor
    const text = this.#text
    const end = this.#end
    const { next, indent } = cursor
    if (depth >= MAX_DEPTH) return false
    if (text.charCodeAt(next) === 62) {
      this.#closeBelow(depth)
      this.#containers.push(QUOTE)
      this.#itemEmpty = false
      this.#enterQuote()
      return true
    }
    const marker = listMarkerLength(text, next, end)
    if (marker === 0) return false
    const empty = isBlankTo(text, next + marker, end)
    // CommonMark: an empty item, or an ordered one that does not start at 1, cannot interrupt a paragraph.
    if (this.#leaf === PARAGRAPH && depth === this.#containers.length) {
      if (empty || (marker > 1 && Number(text.slice(next, next + marker - 1)) !== 1)) return false
    }
    this.#closeBelow(depth)
    skipTo(cursor, text, end, next + marker, indent + marker)
    const gap = empty || cursor.indent > 4 ? 1 : cursor.indent
    if (!empty) skipColumns(cursor, text, end, gap)
    this.#containers.push(indent + marker + gap)
    this.#itemEmpty = true
    return true
  }

  /** Takes a line that opens no block. */
  #takeText(depth: number): void {
    const cursor = this.#cursor
    const text = this.#text
    const end = this.#end
    const blank = cursor.next >= end
    if (this.#leaf === PARAGRAPH && !blank && depth < this.#containers.length) {
      // A lazy continuation line: it lacks the quote mark or indentation of its container.
      this.#continueParagraph()
      return
    }
    if (blank || depth < this.#containers.length) this.#closeBelow(depth)
    if (blank) return
    if (this.#leaf === PARAGRAPH) {
      if (isTableDelimiter(text, cursor.next, end, text.slice(this.#aboveStart, this.#aboveEnd))) {
        this.#closeLeaf()
        this.#leaf = TABLE
      } else this.#continueParagraph()
    } else if (cursor.indent > 3) {
      // Indented code.
      this.#closeLeaf()
    } else if (this.#leaf === NOTHING) {
      this.#openParagraph(this.#itemEmpty)
    }
    this.#itemEmpty = false
    this.#aboveStart = cursor.next
    this.#aboveEnd = end
  }

  #openParagraph(mayBeTask: boolean): void {
    const { next } = this.#cursor
    this.#leaf = PARAGRAPH
    this.#paragraphStart = this.#start
    this.#paragraphLine = this.#line
    const box = mayBeTask ? taskBox(this.#text, next, this.#end) : null
    if (box === null) return
    this.#task = {
      text: this.#text.slice(next + 3, this.#end).trim(),
      checked: box === 'ticked',
      line: this.#line,
      section: this.#sections.length - 1,
    }
    this.#checklist.push(this.#task)
  }

  #continueParagraph(): void {
    const task = this.#task
    if (task === null) return
    const more = this.#text.slice(this.#cursor.next, this.#end).trim()
    if (more !== '') task.text = task.text === '' ? more : `${task.text} ${more}`
  }

  #addSection(level: number, heading: string, start: number, line: number): void {
    const last = this.#sections.at(-1)
    // A setext heading on the first lines was taken for text before the first heading until its underline came.
    if (last !== undefined && last.level === 0 && last.start >= start) this.#sections.pop()
    else if (this.#sections.length >= MAX_SECTIONS) return
    else if (last !== undefined) last.stop = start
    this.#sections.push({ level, heading, line, start, stop: this.#text.length })
  }

  #closeLeaf(): void {
    this.#leaf = NOTHING
    // A box without text after it is not a task.
    if (this.#task?.text === '') this.#checklist.pop()
    this.#task = null
    this.#code = null
  }

  /** Closes the containers below `depth` and the block that is open inside them. */
  #closeBelow(depth: number): void {
    this.#closeLeaf()
    if (this.#containers.length > depth) {
      this.#containers.length = depth
      this.#itemEmpty = false
    }
  }
}

/** True for a letter: no markdown block starts with one. */
function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c > 127
}
