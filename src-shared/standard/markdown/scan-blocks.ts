import type { ChecklistItem, Example, Section } from '../standard.ts'
import {
  atxLevel,
  atxText,
  behindDefinitions,
  closesFence,
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

// A row of the search table is numbered document * 4096 + section.
const MAX_SECTIONS = 4095
// Deeper nesting is nobody's list; without a limit a line of markers would make the scan quadratic.
const MAX_DEPTH = 64

// What is open inside the innermost quote or list item. Numbers, for the order: up to TABLE it is text.
const NOTHING = 0
const PARAGRAPH = 1
const TABLE = 2
const FENCE = 3
const HTML = 4
type Leaf = typeof NOTHING | typeof PARAGRAPH | typeof TABLE | typeof FENCE | typeof HTML

/** Stands for a quote among the containers; a list item is there as the columns its content is indented. */
const QUOTE = 0

/**
 * Sections, task items and fenced code of the markdown in `text` from offset `from`, which is the beginning of line
 * `firstLine`. One pass over the lines, in the manner of CommonMark's block phase: quotes and list items are
 * matched line by line, so that a heading in a quote, a list, a fence or HTML makes no section. Never throws.
 *
 * A task's text is its first paragraph, lines joined by a space; code in a list or a quote keeps the indentation
 * and marks that its lines have there. From the 4,095th on, headings stay in the last section.
 */
// One machine of one state: it is read in one go, from the loop at the end upwards, or not at all.
export function scanBlocks(
  text: string,
  from: number,
  firstLine: number,
): { sections: Section[]; checklist: ChecklistItem[]; examples: Example[] } {
  const sections: Writable<Section>[] = []
  const checklist: Writable<ChecklistItem>[] = []
  const examples: Writable<Example>[] = []

  const containers: number[] = []
  // Whether the innermost list item has nothing in it yet.
  let itemEmpty = false
  let leaf: Leaf = NOTHING
  let task: Writable<ChecklistItem> | null = null
  let code: Writable<Example> | null = null
  let fenceMark = 0
  let fenceRun = 0
  let htmlEnd = UNTIL_BLANK
  let paragraphStart = 0
  let paragraphLine = 0
  // The paragraph's last line, where a table's header may be.
  let aboveStart = 0
  let aboveEnd = 0

  // The line: where it begins, where its line end stands, where the next begins, its number.
  let start = from
  let end = from
  let after = from
  let line = firstLine
  const cursor: LineCursor = { at: from, column: 0, tabLeft: 0, next: from, indent: 0 }

  function addSection(level: number, heading: string, at: number, ofLine: number): void {
    const last = sections.at(-1)
    // The text that seemed to stand before the first heading was that heading, its underline still to come.
    if (last !== undefined && last.level === 0 && last.start >= at) sections.pop()
    else if (sections.length >= MAX_SECTIONS) return
    else if (last !== undefined) last.stop = at
    sections.push({ level, heading, line: ofLine, start: at, stop: text.length })
  }

  function endLeaf(): void {
    leaf = NOTHING
    // A box with nothing behind it is no task.
    if (task?.text === '') checklist.pop()
    task = null
    code = null
  }

  /** Leaves the containers below `depth`, and whatever was open inside them. */
  function leaveTo(depth: number): void {
    endLeaf()
    if (containers.length > depth) {
      containers.length = depth
      itemEmpty = false
    }
  }

  function enterQuote(): void {
    skipTo(cursor, text, end, cursor.next + 1, cursor.indent + 1)
    if (cursor.indent > 0) skipColumns(cursor, text, end, 1)
  }

  /** How many of the open containers the line belongs to. */
  function matchContainers(): number {
    for (let depth = 0; depth < containers.length; depth++) {
      const width = containers[depth] ?? QUOTE
      if (width === QUOTE) {
        if (cursor.indent > 3 || cursor.next >= end || text.charCodeAt(cursor.next) !== 62) return depth
        enterQuote()
      } else if (cursor.next >= end) {
        if (depth === containers.length - 1 && itemEmpty) return depth
      } else if (cursor.indent >= width) {
        skipColumns(cursor, text, end, width)
      } else return depth
    }
    return containers.length
  }

  function insideRaw(): boolean {
    return leaf === FENCE || leaf === HTML
  }

  /** A line inside code or HTML, which take any line of their container. */
  function takeRawLine(): void {
    const { next, indent } = cursor
    if (leaf === FENCE) {
      if (indent <= 3 && closesFence(text, next, end, fenceMark, fenceRun)) endLeaf()
      else if (code !== null) code.stop = end
    } else if (htmlEnd === UNTIL_BLANK ? next >= end : htmlEnd.test(text.slice(next, end))) endLeaf()
  }

  /** Makes the open paragraph a heading; false where it is all link definitions and so no paragraph. */
  function underline(level: number): boolean {
    if (task !== null) {
      checklist.pop()
      task = null
    } else if (containers.length === 0) {
      const paragraph = text.slice(paragraphStart, start)
      const behind = /^[ \t]*\[/.test(paragraph) ? behindDefinitions(paragraph) : 0
      if (behind >= paragraph.length) return false
      const heading = paragraph
        .slice(behind)
        .trim()
        .split(/\r\n?|\n/)
        .map((each) => each.trim())
        .join(' ')
      const above = behind === 0 ? 0 : (paragraph.slice(0, behind).match(/\r\n?|\n/g)?.length ?? 0)
      addSection(level, headingText(heading), paragraphStart + behind, paragraphLine + above)
    }
    endLeaf()
    return true
  }

  /** Opens a heading, rule, fence or HTML block at the cursor if there is one. */
  function openLeaf(depth: number): boolean {
    const { next } = cursor
    const c = text.charCodeAt(next)
    if (c === 35) {
      const level = atxLevel(text, next, end)
      if (level === 0) return false
      leaveTo(depth)
      if (depth === 0) addSection(level, headingText(atxText(text, next + level, end)), start, line)
      return true
    }
    if (c === 96 || c === 126) {
      const run = fenceLength(text, next, end)
      if (run === 0) return false
      leaveTo(depth)
      leaf = FENCE
      fenceMark = c
      fenceRun = run
      const begin = Math.min(after, text.length)
      const language = fenceLanguage(text.slice(next + run, end))
      code = { language, line, start: begin, stop: begin, section: sections.length - 1 }
      examples.push(code)
      return true
    }
    if (c === 60) {
      const ends = htmlBlockEnd(text, next, end, leaf === PARAGRAPH)
      if (ends === null) return false
      leaveTo(depth)
      if (ends === UNTIL_BLANK || !ends.test(text.slice(next, end))) {
        leaf = HTML
        htmlEnd = ends
      }
      return true
    }
    if (leaf === PARAGRAPH && depth === containers.length) {
      const level = setextLevel(text, next, end)
      if (level > 0 && underline(level)) return true
    }
    if ((c === 42 || c === 45 || c === 95) && isThematicBreak(text, next, end)) {
      leaveTo(depth)
      return true
    }
    return false
  }

  /** Opens a quote or list item at the cursor if there is one. */
  function openContainer(depth: number): boolean {
    const { next, indent } = cursor
    if (depth >= MAX_DEPTH) return false
    if (text.charCodeAt(next) === 62) {
      leaveTo(depth)
      containers.push(QUOTE)
      itemEmpty = false
      enterQuote()
      return true
    }
    const marker = listMarkerLength(text, next, end)
    if (marker === 0) return false
    const empty = isBlankTo(text, next + marker, end)
    // In the middle of a paragraph `1986.` or a lone `-` is more likely prose than a list.
    if (leaf === PARAGRAPH && depth === containers.length) {
      if (empty || (marker > 1 && Number(text.slice(next, next + marker - 1)) !== 1)) return false
    }
    leaveTo(depth)
    skipTo(cursor, text, end, next + marker, indent + marker)
    const gap = empty || cursor.indent > 4 ? 1 : cursor.indent
    if (!empty) skipColumns(cursor, text, end, gap)
    containers.push(indent + marker + gap)
    itemEmpty = true
    return true
  }

  function beginParagraph(mayBeTask: boolean): void {
    leaf = PARAGRAPH
    paragraphStart = start
    paragraphLine = line
    const box = mayBeTask ? taskBox(text, cursor.next, end) : null
    if (box === null) return
    const words = text.slice(cursor.next + 3, end).trim()
    task = { text: words, checked: box === 'ticked', line, section: sections.length - 1 }
    checklist.push(task)
  }

  function continueParagraph(): void {
    if (task === null) return
    const more = text.slice(cursor.next, end).trim()
    if (more !== '') task.text = task.text === '' ? more : `${task.text} ${more}`
  }

  /** A line that opens no block. */
  function takeText(depth: number): void {
    const blank = cursor.next >= end
    if (leaf === PARAGRAPH && !blank && depth < containers.length) {
      // A lazy line: it goes on with the paragraph though it leaves out the quote mark or indentation.
      continueParagraph()
      return
    }
    if (blank || depth < containers.length) leaveTo(depth)
    if (blank) return
    if (leaf === PARAGRAPH) {
      if (isTableDelimiter(text, cursor.next, end, text.slice(aboveStart, aboveEnd))) {
        endLeaf()
        leaf = TABLE
      } else continueParagraph()
    } else if (cursor.indent > 3) {
      // Indented code.
      endLeaf()
    } else if (leaf === NOTHING) {
      beginParagraph(itemEmpty)
    }
    itemEmpty = false
    aboveStart = cursor.next
    aboveEnd = end
  }

  let lf = text.indexOf('\n', from)
  let cr = text.indexOf('\r', from)
  for (; start < text.length; start = after, line++) {
    if (lf !== -1 && lf < start) lf = text.indexOf('\n', start)
    end = lf === -1 ? text.length : lf
    after = end + 1
    if (cr !== -1) {
      if (cr < start) cr = text.indexOf('\r', start)
      if (cr !== -1 && cr < end) {
        after = cr + 1 === end ? after : cr + 1
        end = cr
      }
    }

    // Most lines are prose at the top level.
    if (containers.length === 0 && leaf <= TABLE && isPlain(text.charCodeAt(start))) {
      if (leaf === NOTHING) {
        if (sections.length === 0) addSection(0, '', start, line)
        leaf = PARAGRAPH
        paragraphStart = start
        paragraphLine = line
      }
      aboveStart = start
      aboveEnd = end
      continue
    }

    startLine(cursor, text, start, end)
    if (sections.length === 0 && cursor.next < end) addSection(0, '', start, line)
    let depth = matchContainers()
    if (insideRaw()) {
      if (depth === containers.length) {
        takeRawLine()
        continue
      }
      leaveTo(depth)
    }
    let opened = false
    while (!opened && cursor.next < end && cursor.indent <= 3) {
      opened = openLeaf(depth)
      if (opened) itemEmpty = false
      else if (openContainer(depth)) depth++
      else break
    }
    if (!opened) takeText(depth)
  }
  endLeaf()
  return { sections, checklist, examples }
}

/** A letter: no block of markdown begins with one. */
function isPlain(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c > 127
}
