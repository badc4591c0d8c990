import { endOfString } from '../../base/json-scan.ts'
import type { EntryPart } from '../formats/config-document.ts'
import { readGap } from '../formats/json-tokens.ts'
import type { TextEdit } from '../formats/text-edits.ts'
import { scanToml } from '../formats/toml-scan.ts'
import { type ClientProfile, ENTRY_NAME } from '../table/client-profile.ts'
import type { TextWindow } from './changed-window.ts'

const MASK = '••••'
/** Keys of Plumbline's own entry whose values hold no secret. */
const OWN_KEYS = new Set(['type', 'command', 'args', 'tools', 'enabled', 'disabled'])

/** One side of a difference. */
export interface Side {
  readonly text: string
  /** Where the properties of Plumbline's entry are in a JSON text. */
  readonly entryParts: readonly EntryPart[]
  /** True when Plumbline wrote the entry with its name. Of another program's entry only the command is shown. */
  readonly ours: boolean
}

/** A range of a text that is shown as `sign`. */
interface Mask extends TextWindow {
  readonly sign: string
}

/**
 * The edits that mask comments and all values outside Plumbline's own entry in a part of a text. Only that part is read, apart
 * from the search for the entry; the time is linear.
 * @returns edits with offsets from the start of the window
 */
export function masksOf(side: Side, window: TextWindow, client: ClientProfile): TextEdit[] {
  const masks = client.format === 'toml' ? tomlMasks(side, client) : jsonMasks(side, window, client)
  return masks.flatMap(({ start, end, sign }) => {
    const from = Math.max(start, window.start)
    const to = Math.min(end, window.end)
    if (from >= to) return []
    // Line breaks stay, so that masked lines have the same numbers as the originals.
    const breaks = side.text.slice(from, to).match(/\r\n|\r|\n/g) ?? []
    const content = (start < from ? '' : sign) + breaks.join('')
    return [{ offset: from - window.start, length: to - from, content }]
  })
}

function isShownKey(key: string | undefined, ours: boolean): boolean {
  return ours ? OWN_KEYS.has(key ?? '') : key === 'command'
}

function jsonMasks(side: Side, window: TextWindow, client: ClientProfile): Mask[] {
  const { text } = side
  const shown = side.entryParts.filter(({ key }) => isShownKey(key, side.ours))
  const masks: Mask[] = []
  // Strict JSON has no token that spans lines. A comment may have begun before the window.
  let at = client.format === 'json' ? window.start : 0
  while (at < window.end) {
    const gap = readGap(text, at)
    for (const { start, end } of gap.comments)
      masks.push({ start, end, sign: text.startsWith('//', start) ? `// ${MASK}` : `/* ${MASK} */` })
    at = gap.end
    const token = tokenAt(text, at)
    if (token.isValue && token.end > window.start && !shown.some(({ start, end }) => at >= start && at < end))
      masks.push({ start: at, end: token.end, sign: `"${MASK}"` })
    at = token.end
  }
  return masks
}

/** `isValue` is true for a string or number that is no key. */
function tokenAt(text: string, at: number): { readonly end: number; readonly isValue: boolean } {
  const first = text[at] ?? ''
  if (first === '"') {
    const end = endOfString(text, at)
    return { end, isValue: text[readGap(text, end).end] !== ':' }
  }
  if (!/[-0-9A-Za-z]/.test(first)) return { end: at + 1, isValue: false }
  let end = at + 1
  while (end < text.length && /[-+.0-9A-Za-z]/.test(text.charAt(end))) end++
  return { end, isValue: /[-0-9]/.test(first) }
}

function tomlMasks(side: Side, client: ClientProfile): Mask[] {
  const { text } = side
  const { pairs, comments } = scanToml(text)
  const entry = [...client.servers, ENTRY_NAME]
  const masks = pairs.flatMap(({ path, valueStart, end }) => {
    const value = text.slice(valueStart, end)
    const isEntry = path.length > entry.length && entry.every((part, index) => path[index] === part)
    if (value === 'true' || value === 'false' || (isEntry && isShownKey(path[entry.length], side.ours)))
      return []
    // Pairs in an inline table are masked one by one; pairs in a list are masked together with the list.
    if (value.startsWith('{') || path.includes('[]')) return []
    return [{ start: valueStart, end, sign: `"${MASK}"` }]
  })
  // Both are in the order of the text, so one pass finds the comments inside masked values.
  let next = 0
  const outside = comments.filter(({ start }) => {
    while (next < masks.length && (masks[next]?.end ?? 0) <= start) next++
    const mask = masks[next]
    return !mask || start < mask.start
  })
  return [...masks, ...outside.map(({ start, end }) => ({ start, end, sign: `# ${MASK}` }))]
}
