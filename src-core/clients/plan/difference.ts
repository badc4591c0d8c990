import type { Node } from 'jsonc-parser'
import type { DifferenceLine } from '../../../src-shared/contract/clients.ts'
import { parseJsonDocument } from '../formats/json-edit.ts'
import { readGap } from '../formats/json-tokens.ts'
import { applyEdits, type TextEdit } from '../formats/text-edits.ts'
import { scanToml } from '../formats/toml-scan.ts'
import { type ClientProfile, ENTRY_NAME } from '../table/client-profile.ts'

const MASK = '••••'
const CONTEXT_LINES = 2
/** With more changed lines than this, all old lines are shown as removed and all new ones as added. */
const MAX_COMPARED_LINES = 400
/** Keys of Plumbline's own entry whose values hold no secret. */
const OWN_KEYS = new Set(['type', 'command', 'args', 'tools', 'enabled', 'disabled'])

/** One side of a difference. */
export interface Side {
  readonly text: string
  /** True when Plumbline wrote the entry with its name. Of another program's entry only the command is shown. */
  readonly ours: boolean
}

/**
 * The difference of two valid texts by lines, with two lines of context. Comments and all values outside Plumbline's own entry
 * are masked, because they may hold secrets.
 */
export function differenceOf(before: Side, after: Side, client: ClientProfile): DifferenceLine[] {
  const old = linesOf(before, client)
  const next = linesOf(after, client)
  let top = 0
  while (top < old.length && top < next.length && old[top]?.text === next[top]?.text) top++
  let bottom = 0
  const maxBottom = Math.min(old.length, next.length) - top
  while (bottom < maxBottom && old.at(-1 - bottom)?.text === next.at(-1 - bottom)?.text) bottom++
  const lines: DifferenceLine[] = []
  const above = next.slice(Math.max(0, top - CONTEXT_LINES), top)
  const below = next.slice(next.length - bottom, next.length - bottom + CONTEXT_LINES)
  if (top > CONTEXT_LINES) lines.push({ kind: 'gap', text: '' })
  lines.push(...above.map(({ shown }) => ({ kind: 'unchanged', text: shown }) as const))
  lines.push(...compare(old.slice(top, old.length - bottom), next.slice(top, next.length - bottom)))
  lines.push(...below.map(({ shown }) => ({ kind: 'unchanged', text: shown }) as const))
  if (bottom > CONTEXT_LINES) lines.push({ kind: 'gap', text: '' })
  return lines
}

interface Line {
  readonly text: string
  readonly shown: string
}

function linesOf(side: Side, client: ClientProfile): Line[] {
  const split = (text: string) => text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/)
  if (side.text === '') return []
  const shown = split(maskValues(side, client))
  return split(side.text).map((text, index) => ({ text, shown: shown[index] ?? '' }))
}

/** The difference by the longest common subsequence of lines. */
function compare(old: readonly Line[], next: readonly Line[]): DifferenceLine[] {
  const removed = (line: Line) => ({ kind: 'removed', text: line.shown }) as const
  const added = (line: Line) => ({ kind: 'added', text: line.shown }) as const
  if (old.length > MAX_COMPARED_LINES || next.length > MAX_COMPARED_LINES)
    return [...old.map(removed), ...next.map(added)]
  const lengths = old.map(() => new Array<number>(next.length + 1).fill(0))
  lengths.push(new Array<number>(next.length + 1).fill(0))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      const row = lengths[i]
      if (row)
        row[j] = old[i]?.text === next[j]?.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DifferenceLine[] = []
  let i = 0
  let j = 0
  while (i < old.length || j < next.length) {
    const left = old[i]
    const right = next[j]
    if (left && right && left.text === right.text) {
      lines.push({ kind: 'unchanged', text: right.shown })
      i++
      j++
    } else if (left && (!right || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(left))
      i++
    } else if (right) {
      lines.push(added(right))
      j++
    }
  }
  return lines
}

function maskValues(side: Side, client: ClientProfile): string {
  const entry = [...client.servers, ENTRY_NAME]
  const isShown = (path: readonly string[]) => {
    const key = path[entry.length]
    if (key === undefined || !entry.every((part, index) => path[index] === part)) return false
    return side.ours ? OWN_KEYS.has(key) : key === 'command'
  }
  const edits = client.format === 'toml' ? tomlMasks(side.text, isShown) : jsonMasks(side.text, isShown)
  return applyEdits(side.text, edits)
}

type IsShown = (path: readonly string[]) => boolean

function jsonMasks(text: string, isShown: IsShown): TextEdit[] {
  const document = parseJsonDocument(text, false)
  if ('kind' in document) return [mask(text, 0, text.length, MASK)]
  const edits: TextEdit[] = []
  const covered: { start: number; end: number }[] = []
  const visit = (node: Node, path: readonly string[]) => {
    if (node.type === 'property') {
      const [key, value] = node.children ?? []
      if (key) covered.push({ start: key.offset, end: key.offset + key.length })
      if (value) visit(value, [...path, String(key?.value)])
    } else if (node.children) {
      for (const child of node.children) visit(child, path)
    } else {
      const end = node.offset + node.length
      covered.push({ start: node.offset, end })
      if ((node.type === 'string' || node.type === 'number') && !isShown(path))
        edits.push(mask(text, node.offset, end, `"${MASK}"`))
    }
  }
  if (document.root) visit(document.root, [])
  return [...edits, ...jsonComments(text, covered)]
}

/** Masks for comments. `covered` holds the positions of keys and values, between which all comments lie. */
function jsonComments(text: string, covered: readonly { start: number; end: number }[]): TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  for (const { start, end } of [...covered, { start: text.length, end: text.length }]) {
    while (at < start) {
      const gap = readGap(text, at)
      for (const comment of gap.comments) {
        const sign = text.startsWith('//', comment.start) ? `// ${MASK}` : `/* ${MASK} */`
        edits.push(mask(text, comment.start, comment.end, sign))
      }
      at = gap.end + 1
    }
    at = Math.max(at, end)
  }
  return edits
}

function tomlMasks(text: string, isShown: IsShown): TextEdit[] {
  const { pairs, comments } = scanToml(text)
  const edits = pairs.flatMap((pair) => {
    const value = text.slice(pair.valueStart, pair.end)
    if (value === 'true' || value === 'false' || isShown(pair.path)) return []
    // Pairs in an inline table are masked one by one; pairs in a list are masked together with the list.
    if (value.startsWith('{') || pair.path.includes('[]')) return []
    return [mask(text, pair.valueStart, pair.end, `"${MASK}"`)]
  })
  const isMasked = (start: number) =>
    edits.some((edit) => start >= edit.offset && start < edit.offset + edit.length)
  const outside = comments.filter(({ start }) => !isMasked(start))
  return [...edits, ...outside.map(({ start, end }) => mask(text, start, end, `# ${MASK}`))]
}

/** Replaces a range by `sign` and keeps its line breaks, so that masked lines have the same numbers as the originals. */
function mask(text: string, start: number, end: number, sign: string): TextEdit {
  const breaks = text.slice(start, end).match(/\r\n|\r|\n/g) ?? []
  return { offset: start, length: end - start, content: sign + breaks.join('') }
}
