import { isValidElement, type ReactNode } from 'react'
import { matchesWords } from '../../marks.ts'

/** True when the words of a search occur in the label or the text of a setting. */
export function matchesSetting(search: string, label: string, text?: ReactNode): boolean {
  return matchesWords(`${label} ${textOf(text)}`, search)
}

/** The text that a node renders; of components only their children. */
function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join(' ')
  if (isValidElement<{ readonly children?: ReactNode }>(node)) return textOf(node.props.children)
  return ''
}
