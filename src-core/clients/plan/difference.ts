import type { Node } from 'jsonc-parser'
import type { DifferenceLine } from '../../../src-shared/contract/clients.ts'
import { parseJson } from '../formats/json-edit.ts'
import { readGap } from '../formats/json-tokens.ts'
import { applyEdits, type TextEdit } from '../formats/text-edits.ts'
import { scanToml } from '../formats/toml-scan.ts'
import { type ClientProfile, ENTRY_NAME } from '../table/client-profile.ts'

const MASK = '••••'
const CONTEXT = 2
const MOST_COMPARED = 400
/** Values of our own entry that hold no secret. */
const OWN_KEYS = new Set(['type', 'command', 'args', 'tools', 'enabled', 'disabled'])

/** One side of a difference. */
export interface Side {
  readonly text: string
  /** True when the entry with our name is one that Plumbline wrote; of another only the command is shown. */
  readonly ours: boolean
}

/**
 * What changes between two texts that parse, line by line, with the lines around. Every value that is not part of our own
 * entry is masked, and so are comments: either may hold a secret.
 */
export function differenceOf(before: Side, after: Side, client: ClientProfile): DifferenceLine[] {
  const old = linesOf(before, client)
  const now = linesOf(after, client)
  let top = 0
  while (top < old.length && top < now.length && old[top]?.text === now[top]?.text) top++
  let bottom = 0
  const most = Math.min(old.length, now.length) - top
  while (bottom < most && old.at(-1 - bottom)?.text === now.at(-1 - bottom)?.text) bottom++
  const lines: DifferenceLine[] = []
  const above = now.slice(Math.max(0, top - CONTEXT), top)
  const below = now.slice(now.length - bottom, now.length - bottom + CONTEXT)
  if (top > CONTEXT) lines.push({ kind: 'gap', text: '' })
  lines.push(...above.map(({ shown }) => ({ kind: 'kept', text: shown }) as const))
  lines.push(...compare(old.slice(top, old.length - bottom), now.slice(top, now.length - bottom)))
  lines.push(...below.map(({ shown }) => ({ kind: 'kept', text: shown }) as const))
  if (bottom > CONTEXT) lines.push({ kind: 'gap', text: '' })
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

/** The longest common run of lines is kept. */
function compare(old: readonly Line[], now: readonly Line[]): DifferenceLine[] {
  const removed = (line: Line) => ({ kind: 'removed', text: line.shown }) as const
  const added = (line: Line) => ({ kind: 'added', text: line.shown }) as const
  if (old.length > MOST_COMPARED || now.length > MOST_COMPARED)
    return [...old.map(removed), ...now.map(added)]
  const lengths = old.map(() => new Array<number>(now.length + 1).fill(0))
  lengths.push(new Array<number>(now.length + 1).fill(0))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const row = lengths[i]
      if (row)
        row[j] = old[i]?.text === now[j]?.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DifferenceLine[] = []
  let i = 0
  let j = 0
  while (i < old.length || j < now.length) {
    const left = old[i]
    const right = now[j]
    if (left && right && left.text === right.text) {
      lines.push({ kind: 'kept', text: right.shown })
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
  const document = parseJson(text, false)
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

/** Comments lie in what the values and names leave free. */
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
    // What an inline table holds are pairs of their own; those in a list are masked with the list.
    if (value.startsWith('{') || pair.path.includes('[]')) return []
    return [mask(text, pair.valueStart, pair.end, `"${MASK}"`)]
  })
  const inside = (start: number) =>
    edits.some((edit) => start >= edit.offset && start < edit.offset + edit.length)
  const own = comments.filter(({ start }) => !inside(start))
  return [...edits, ...own.map(({ start, end }) => mask(text, start, end, `# ${MASK}`))]
}

/** As many lines as before, so that lines can be told apart by number. */
function mask(text: string, start: number, end: number, sign: string): TextEdit {
  const breaks = text.slice(start, end).match(/\r\n|\r|\n/g) ?? []
  return { offset: start, length: end - start, content: sign + breaks.join('') }
}
