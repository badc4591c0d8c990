import { expect, it } from 'vitest'
import { quoteAlerts } from './quote-alerts.ts'
import { type TreeNode, textOfNode } from './safe-markdown.ts'

const text = (value: string): TreeNode => ({ type: 'text', value })
const element = (tagName: string, ...children: TreeNode[]): TreeNode => ({
  type: 'element',
  tagName,
  properties: {},
  children,
})

/** A quote of the parser, with alerts. */
function quoteOf(...children: TreeNode[]): TreeNode {
  const quote = element('blockquote', text('\n'), ...children, text('\n'))
  quoteAlerts()({ type: 'root', children: [element('ul', element('li', quote))] })
  return quote
}

it.each([
  ['[!NOTE]\nUse it.', 'note', 'Note\nUse it.\n'],
  ['[!warning] \t\nUse it.', 'warning', 'Warning\nUse it.\n'],
  ['[!CAUTION]', 'caution', 'Caution\n\n'],
])('%j is an alert', (first, kind, shown) => {
  const quote = quoteOf(element('p', text(first)))
  expect(quote.properties).toEqual({ dataAlert: kind })
  expect(textOfNode(quote)).toBe(shown)
})

it.each(['[!NOTE] on the same line', 'Before [!NOTE]\n', '[!OTHER]\nx', '[NOTE]\nx'])(
  '%j is a quote like any other',
  (first) => {
    const quote = quoteOf(element('p', text(first)))
    expect(quote.properties).toEqual({})
    expect(textOfNode(quote)).toBe(`\n${first}\n`)
  },
)

it('requires the mark at the beginning of a paragraph', () => {
  expect(quoteOf(element('p', element('code', text('[!NOTE]')))).properties).toEqual({})
  expect(quoteOf(element('h2', text('[!NOTE]'))).properties).toEqual({})
  expect(quoteOf().properties).toEqual({})
})
