import type { DifferenceLine } from '../../../src-shared/contract/clients.ts'
import { alignLines } from '../../base/align-lines.ts'
import { applyEdits } from '../formats/text-edits.ts'
import type { ClientProfile } from '../table/client-profile.ts'
import { changedWindows, type TextWindow } from './changed-window.ts'
import { masksOf, type Side } from './mask-values.ts'

const CONTEXT_LINES = 2
/** The longest difference that is shown. */
const MAX_LINES = 2_000
const GAP: DifferenceLine = { kind: 'gap', text: '' }

/**
 * The difference of two valid texts by lines, with two lines of context. Comments and all values outside Plumbline's own entry
 * are masked, because they may hold secrets.
 */
export function differenceOf(before: Side, after: Side, client: ClientProfile): DifferenceLine[] {
  const windows = changedWindows(before.text, after.text, CONTEXT_LINES)
  const compared = compare(linesOf(before, windows.before, client), linesOf(after, windows.after, client))
  const lines = withContext(compared)
  if (windows.after.start > 0 && lines[0]?.kind !== 'gap') lines.unshift(GAP)
  if (windows.after.end < after.text.length && lines.at(-1)?.kind !== 'gap') lines.push(GAP)
  if (lines.length <= MAX_LINES) return lines
  return [...lines.slice(0, MAX_LINES / 2), GAP, ...lines.slice(-MAX_LINES / 2)]
}

/** Leaves out unchanged lines that are not within {@link CONTEXT_LINES} of a change. */
function withContext(lines: readonly DifferenceLine[]): DifferenceLine[] {
  const isNear = lines.map(() => false)
  lines.forEach(({ kind }, index) => {
    if (kind !== 'unchanged') isNear.fill(true, Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1)
  })
  return lines.flatMap((line, index): DifferenceLine[] => {
    if (isNear[index]) return [line]
    return index === 0 || isNear[index - 1] ? [GAP] : []
  })
}

interface Line {
  readonly text: string
  readonly shown: string
}

function linesOf(side: Side, window: TextWindow, client: ClientProfile): Line[] {
  const text = side.text.slice(window.start, window.end)
  if (text === '') return []
  const isEnd = window.end === side.text.length
  const split = (part: string) => (isEnd ? part.replace(/(?:\r\n|\r|\n)$/, '') : part).split(/\r\n|\r|\n/)
  const shown = split(applyEdits(text, masksOf(side, window, client)))
  return split(text).map((line, index) => ({ text: line, shown: shown[index] ?? '' }))
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
