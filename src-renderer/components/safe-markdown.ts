import { defaultSchema, type Options } from 'rehype-sanitize'

/** A node of the tree between markdown and the page, as far as it matters here. */
export interface TreeNode {
  type: string
  value?: string
  tagName?: string
  properties?: Record<string, unknown>
  children?: TreeNode[]
  position?: { readonly start: { readonly line: number } }
}

/** What may be in a standard: what markdown can say, and nothing that HTML can say besides. */
export const SAFE: Options = {
  ...defaultSchema,
  // Ids come from footnotes alone, never from the file, so they need no prefix of their own.
  clobberPrefix: '',
  protocols: { href: ['http', 'https', 'mailto', 'standard'] },
}

/** HTML in a standard is shown as it was written (`Vec<T>` is prose more often than not); comments are left out. */
export function rawAsText(): (tree: TreeNode) => void {
  return (tree) =>
    visitNodes(tree, (node) => {
      if (node.type !== 'raw') return
      node.type = 'text'
      node.value = withoutComments(node.value ?? '')
    })
}

/** A pattern would look for the end of each comment anew, to the end of the text. */
function withoutComments(html: string): string {
  let text = ''
  for (let from = 0; ; ) {
    const start = html.indexOf('<!--', from)
    const end = start < 0 ? -1 : html.indexOf('-->', start + 4)
    if (end < 0) return text + html.slice(from)
    text += html.slice(from, start)
    from = end + 3
  }
}

/** What stands in lines of its own says in which line of the markdown it begins, as `data-line`. */
export function markLines(): (tree: TreeNode) => void {
  return (tree) =>
    visitNodes(tree, (node) => {
      if (node.position && LINED.has(node.tagName ?? ''))
        node.properties = { ...node.properties, dataLine: node.position.start.line }
    })
}

const LINED: ReadonlySet<string> = new Set([
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

/** Calls `visit` for every node, parents first. */
export function visitNodes(node: TreeNode, visit: (node: TreeNode) => void): void {
  visit(node)
  for (const child of node.children ?? []) visitNodes(child, visit)
}

/** The text in a node and below it. */
export function textOfNode(node: unknown): string {
  let text = ''
  if (node) {
    visitNodes(node as TreeNode, ({ type, value }) => {
      if (type === 'text') text += value ?? ''
    })
  }
  return text
}
