import { type TreeNode, visitNodes } from './safe-markdown.ts'

const TITLES: Readonly<Record<string, string>> = {
  note: 'Note',
  tip: 'Tip',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
}

/**
 * Turns a quote whose first line is `[!NOTE]` or the like into an alert, with a title and `data-alert`. Runs after the sanitiser.
 * @see https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts
 */
export function quoteAlerts(): (tree: TreeNode) => void {
  return (tree) =>
    visitNodes(tree, (node) => {
      if (node.tagName === 'blockquote') addTitle(node)
    })
}

function addTitle(quote: TreeNode): void {
  const first = quote.children?.find(({ type }) => type === 'element')
  const text = first?.tagName === 'p' ? first.children?.[0] : undefined
  if (!first || text?.type !== 'text') return
  const [mark, kind = ''] = /^\[!([a-z]+)\][ \t]*(?:\n|$)/i.exec(text.value ?? '') ?? []
  const title = TITLES[kind.toLowerCase()]
  if (mark === undefined || title === undefined) return
  text.value = text.value?.slice(mark.length) ?? ''
  quote.properties = { ...quote.properties, dataAlert: kind.toLowerCase() }
  quote.children?.unshift({
    type: 'element',
    tagName: 'p',
    properties: { dataTitle: true },
    children: [{ type: 'text', value: title }],
  })
}
