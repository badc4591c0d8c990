import type { Node } from 'jsonc-parser'
import { firstLineEnding } from './decode-config.ts'
import { beginsItsLine, indentationAt } from './text-edits.ts'

/** The layout of a file, so that added text is formatted like the rest. */
export interface JsonStyle {
  readonly eol: string
  /** One step of indentation. */
  readonly unit: string
  /** True when everything is on one line. */
  readonly inline: boolean
  /** True when a space follows colons and commas on a line. */
  readonly spaced: boolean
}

export function jsonStyle(text: string, root: Node | null): JsonStyle {
  const first = root?.children?.[0]
  const eol = firstLineEnding(text)
  if (!root || !first) return { eol, unit: '  ', inline: false, spaced: true }
  const whole = text.slice(root.offset, root.offset + root.length)
  return {
    eol,
    unit: unitOf(text, root) ?? '  ',
    inline: !/[\r\n]/.test(whole),
    spaced: first.colonOffset === undefined || /\s/.test(text[first.colonOffset + 1] ?? ''),
  }
}

/** The indentation that the first property on its own line has in addition to that of its parent; `null` when there is none. */
function unitOf(text: string, node: Node): string | null {
  for (const child of node.children ?? []) {
    if (node.type === 'object' && beginsItsLine(text, child.offset)) {
      const outer = indentationAt(text, node.offset)
      const inner = indentationAt(text, child.offset)
      if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length)
    }
    const deeper = child.type === 'property' ? child.children?.[1] : child
    const found = deeper && unitOf(text, deeper)
    if (found) return found
  }
  return null
}

/** `"key": value` at the indentation `indent`. */
export function renderProperty(key: string, value: unknown, style: JsonStyle, indent: string): string {
  return `${JSON.stringify(key)}:${style.spaced || !style.inline ? ' ' : ''}${renderValue(value, style, indent)}`
}

export function renderValue(value: unknown, style: JsonStyle, indent: string): string {
  if (style.inline) {
    // JSON strings contain no line breaks, so every line break is formatting.
    return style.spaced ? JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ') : JSON.stringify(value)
  }
  return JSON.stringify(value, null, style.unit).replaceAll('\n', style.eol + indent)
}

/** The text of a new document. */
export function renderDocument(value: unknown, style: JsonStyle): string {
  return renderValue(value, { ...style, inline: false }, '')
}
