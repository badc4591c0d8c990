import { splitWords } from '../marks.ts'
import type { TreeNode } from './safe-markdown.ts'

/** Wraps the words of a search in `<mark>`, in code too. Runs after the sanitiser. */
export function markWords(words: string): (tree: TreeNode) => void {
  return (tree) => mark(tree, words)
}

function mark(node: TreeNode, words: string): void {
  if (!node.children) return
  node.children = node.children.flatMap((child) => {
    if (child.type !== 'text') {
      mark(child, words)
      return [child]
    }
    return splitWords(child.value ?? '', words).map(
      ({ text, hit }): TreeNode =>
        hit
          ? { type: 'element', tagName: 'mark', properties: {}, children: [{ type: 'text', value: text }] }
          : { type: 'text', value: text },
    )
  })
}
