import type { Node } from 'jsonc-parser'
import type { DifferenceLine } from '../../../src-shared/contract/clients.ts'
import { alignLines } from '../../base/align-lines.ts'
import { parseJsonDocument } from '../formats/json-edit.ts'
import { readGap } from '../formats/json-tokens.ts'
import { applyEdits, type TextEdit } from '../formats/text-edits.ts'
import { scanToml } from '../formats/toml-scan.ts'
import { type ClientProfile, ENTRY_NAME } from '../table/client-profile.ts'

const MASK = '••••'
const CONTEXT_LINES = 2
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
  return withContext(compare(linesOf(before, client), linesOf(after, client)))
}

/** Leaves out unchanged lines that are not within {@link CONTEXT_LINES} of a change. */
function withContext(lines: readonly DifferenceLine[]): DifferenceLine[] {
  const isNear = lines.map(() => false)
  lines.forEach(({ kind }, index) => {
    if (kind !== 'unchanged') isNear.fill(true, Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1)
  })
  return lines.flatMap((line, index): DifferenceLine[] => {
    if (isNear[index]) return [line]
    return index === 0 || isNear[index - 1] ? [{ kind: 'gap', text: '' }] : []
  })
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

function compare(old: readonly Line[], next: readonly Line[]): DifferenceLine[] {
  const textOf = ({ text }: Line) => text
  const matches = alignLines(old.map(textOf), next.map(textOf))
  const lines: DifferenceLine[] = []
  let added: DifferenceLine[] = []
  let compared = 0
  const removeUntil = (end: number) => {
    for (; compared < end; compared++) lines.push({ kind: 'removed', text: old[compared]?.shown ?? '' })
    lines.push(...added)
    added = []
  }
  next.forEach(({ text, shown }, index) => {
    const match = matches[index]
    if (match === null || match === undefined || old[match]?.text !== text) {
      added.push({ kind: 'added', text: shown })
      return
    }
    removeUntil(match)
    lines.push({ kind: 'unchanged', text: shown })
    compared = match + 1
  })
  removeUntil(old.length)
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
