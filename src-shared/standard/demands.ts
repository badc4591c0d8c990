import type { Section } from './standard.ts'

/** How strongly a standard demands something. */
export type Strength = 'must' | 'should' | 'may'

/** A list item or a sentence of a standard that demands something. Offsets count UTF-16 units in the file's text. */
export interface Demand {
  /** On one line, without the list marker. */
  readonly text: string
  readonly strength: Strength
  /** Index of the section that holds it. */
  readonly section: number
  readonly start: number
  readonly stop: number
}

const MUST =
  /\b(?:must|never|always|shall|required?|mandatory|forbidden|prohibited|do not|don't|may not|cannot|is not allowed|are not allowed|under no circumstances)\b/i
const MAY = /\b(?:may|optional(?:ly)?|consider|is fine|are fine|it is ok)\b/i
/** A sentence outside of a list demands something only when it says so. */
const SENTENCE = /\b(?:must|never|always|shall|do not|don't|should|avoid|prefer|required|forbidden)\b/i

const ITEM = /^[ \t]{0,8}(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/
const FENCE = /^[ \t]{0,8}(?:[-*+][ \t]+)?(`{3,}|~{3,})/
const NO_PROSE = /^[ \t]*(?:$|#|>|\||<|!\[|\[[^\]]*\]:|(?:[-*_][ \t]*){3,}$|={3,}$)/

/** An item that only introduces or links: `See [testing](testing.md)`. */
const NO_DEMAND = /^(?:see\b.{0,80}|\[[^\]]*\]\([^)]*\)|.{0,2})$/i

/** Returns the demands of a standard in their order: list items, and sentences with words such as `must` or `avoid`. */
export function demandsOf(text: string, sections: readonly Section[]): Demand[] {
  return sections.flatMap((section, index) =>
    blocksOf(text, section).flatMap((block) => demandsOfBlock(text, block, index)),
  )
}

/** A list item with its continuation lines, or a paragraph. */
interface Block {
  readonly isItem: boolean
  start: number
  stop: number
}

function blocksOf(text: string, { start, stop, level }: Section): Block[] {
  const blocks: Block[] = []
  let current: Block | null = null
  let fence = ''
  let isHeading = level > 0
  for (let at = start; at < stop; ) {
    const end = text.indexOf('\n', at)
    const next = end === -1 || end >= stop ? stop : end + 1
    const line = text.slice(at, next).trimEnd()
    const mark = FENCE.exec(line)?.[1]
    if (fence !== '') {
      if (mark?.startsWith(fence)) fence = ''
    } else if (mark !== undefined) {
      fence = mark
      current = null
    } else if (isHeading) isHeading = false
    else if (ITEM.test(line)) {
      current = { isItem: true, start: at, stop: next }
      blocks.push(current)
    } else if (NO_PROSE.test(line)) current = null
    else if (current !== null) current.stop = next
    else {
      current = { isItem: false, start: at, stop: next }
      blocks.push(current)
    }
    at = next
  }
  return blocks
}

function demandsOfBlock(text: string, { isItem, start, stop }: Block, section: number): Demand[] {
  const raw = text.slice(start, stop)
  if (isItem) {
    const item = oneLine(raw.replace(ITEM, ''))
    return NO_DEMAND.test(item) || item.endsWith(':')
      ? []
      : [{ text: item, strength: strengthOf(item), section, start, stop }]
  }
  return sentencesOf(raw).flatMap(({ at, text: sentence }) => {
    const demand = oneLine(sentence)
    if (!SENTENCE.test(demand) || demand.endsWith(':')) return []
    const from = start + at
    return [
      { text: demand, strength: strengthOf(demand), section, start: from, stop: from + sentence.length },
    ]
  })
}

/** Sentences with the spaces after them. */
function sentencesOf(text: string): { readonly at: number; readonly text: string }[] {
  const ends = [...text.matchAll(/(?<=[.!?])(?<!\b(?:e\.g|i\.e|etc|vs|cf)\.)\s+/g)].map(
    (gap) => gap.index + gap[0].length,
  )
  const starts = [0, ...ends].filter((at) => at < text.length)
  return starts.map((at, index) => ({ at, text: text.slice(at, starts[index + 1]) }))
}

function strengthOf(text: string): Strength {
  if (MUST.test(text)) return 'must'
  return MAY.test(text) ? 'may' : 'should'
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
