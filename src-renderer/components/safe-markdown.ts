import { defaultSchema, type Options } from 'rehype-sanitize'

/** A node of the HTML syntax tree (hast), as far as it is used here. */
export interface TreeNode {
  type: string
  value?: string
  tagName?: string
  properties?: Record<string, unknown>
  children?: TreeNode[]
  position?: { readonly start: { readonly line: number } }
}

/** The schema of the sanitiser: only elements that markdown can make. */
export const SAFE: Options = {
  ...defaultSchema,
  // Only footnotes have ids, and these are generated, so they need no prefix.
  clobberPrefix: '',
  protocols: { href: ['http', 'https', 'mailto', 'standard'] },
  // HTML of a standard never becomes an element, so only `rawAsText` makes spans.
  attributes: { ...defaultSchema.attributes, span: ['dataComment', 'title'] },
}

/**
 * Shows HTML in a standard as text, as it mostly is text such as `Vec<T>`. Comments are marked with `data-comment`: other programs
 * hide them, but a model reads them.
 */
export function rawAsText(): (tree: TreeNode) => void {
  return (tree) =>
    visitNodes(tree, (node) => {
      if (node.type !== 'raw') return
      const parts = splitAtComments(node.value ?? '')
      if (parts.length === 1 && parts[0]?.type === 'text') {
        node.type = 'text'
        return
      }
      node.type = 'element'
      node.tagName = 'span'
      node.properties = {}
      node.children = parts
      delete node.value
    })
}

/** A regular expression would search to the end of the text for each comment that is not closed. */
function splitAtComments(html: string): TreeNode[] {
  const parts: TreeNode[] = []
  for (let from = 0; ; ) {
    const start = html.indexOf('<!--', from)
    const end = start < 0 ? -1 : html.indexOf('-->', start + 4)
    const text = html.slice(from, end < 0 ? undefined : start)
    if (text !== '' || (end < 0 && parts.length === 0)) parts.push({ type: 'text', value: text })
    if (end < 0) return parts
    from = end + 3
    parts.push({
      type: 'element',
      tagName: 'span',
      properties: { dataComment: true, title: 'A comment. Other programs hide it, but a model reads it.' },
      children: [{ type: 'text', value: html.slice(start, from) }],
    })
  }
}

/** Sets `data-line` of block elements to the line of the markdown on which they begin. */
export function markLines(): (tree: TreeNode) => void {
  return (tree) =>
    visitNodes(tree, (node) => {
      if (node.position && BLOCKS.has(node.tagName ?? ''))
        node.properties = { ...node.properties, dataLine: node.position.start.line }
    })
}

const BLOCKS: ReadonlySet<string> = new Set([
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'p',
  'li',
  'tr',
  'hr',
  'blockquote',
])

/** Calls `visit` for each node, parents first. */
export function visitNodes(node: TreeNode, visit: (node: TreeNode) => void): void {
  visit(node)
  for (const child of node.children ?? []) visitNodes(child, visit)
}

/** The text of a node and its descendants. */
export function textOfNode(node: unknown): string {
  let text = ''
  if (node) {
    visitNodes(node as TreeNode, ({ type, value }) => {
      if (type === 'text') text += value ?? ''
    })
  }
  return text
}
