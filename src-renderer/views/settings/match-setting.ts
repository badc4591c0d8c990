import { isValidElement, type ReactNode } from 'react'

/** The words of something that is drawn. */
function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join(' ')
  if (isValidElement<{ readonly children?: ReactNode }>(node)) return textOf(node.props.children)
  return ''
}

/** True when every word that was typed occurs in what a row says. */
export function matchesWords(search: string, ...parts: readonly ReactNode[]): boolean {
  const said = parts.map(textOf).join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word))
}
