import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../testing/long.ts'
import { outlineByMdast, outlineByScan } from './fixtures/markdown-oracle.ts'

function expectSame(markdown: string): void {
  const expected = outlineByMdast(markdown)
  expect(outlineByScan(markdown, expected)).toEqual(expected)
}

/**
 * Blocks with the gap behind each; a quote or a table never touches its neighbours. There mdast does not keep to
 * CommonMark: it lets a paragraph above a quote decide about a list within it, and goes on with a table from a quote.
 */
function join(blocks: readonly (readonly [block: string, gap: string])[]): string {
  return blocks
    .map(([block, gap], at) => block + (/[>|]/.test(block + (blocks[at + 1]?.[0] ?? '')) ? '\n\n' : gap))
    .join('')
}

const AWKWARD: Record<string, string> = {
  'headings of every kind':
    '# A\n## B ##\n###### C\n####### D\n#E\n   # F\n    # G\n\nH\n=\n\nI\nJ\n---\n\n#\n## \n# K \\#\n# L #M\n',
  'underlines that are none':
    '---\n\n===\n\na\n\n---\nb\n= =\nc\n--- -\n\n> d\n===\n\n- e\n---\n\n1. f\n===\n',
  'fences in fences': '````md\n```js\n# no\n```\n````\n# A\n~~~\n```\n~~~\n# B\n```\n~~~\n```\n# C\n',
  'fences with odd marks':
    '``` a`b\n# A\n```\n# no\n``` js\n# no\n   ```\n# B\n  ~~~ x ~~~\n  # no\n ~~~~~\n# C\n',
  'a fence that never closes': '# A\n\n```\n# no\n\n- [ ] no\n',
  'a fence that its container ends': '> ```\n> # no\n# A\n\n- ```\n  # no\n# B\n',
  'indented code': '    # no\n\n\t# no\n\ntext\n    # text\n\n- a\n\n      # no\n\n  # in item\n\n# A\n',
  html: '<!-- # no\n# no\n--> # no\n# A\n\n<div>\n# no\n</div>\n# no\n\n# B\n\n<b>\n# no\n\ntext\n<b>\n# C\n\n<pre>\n\n# no\n</pre>\n# D\n\n<?php\n# no\n?>\n\n<!DOCTYPE x\n# no\n>\n# E\n<![CDATA[\n# no\n]]>\n',
  'details, as readmes have them':
    '<details>\n<summary>More</summary>\n\n## A\n\n- [ ] one\n\n```js\nx\n```\n\n</details>\n\n## B\n',
  quotes: '> # no\n> ```\n> # no\n> ```\n> - [ ] a\nlazy\n\n>> - [x] b\n> c\n===\n# A\n',
  'lists in lists':
    '- a\n  - b\n    - [ ] c\n      - [x] d\n\n        # no\n\n   - e\n- [ ] f\n\n  g\n\n# A\n',
  'tasks of every marker':
    '- [ ] a\n* [x] b\n+ [X] c\n1. [ ] d\n2) [x] e\n10. [ ] f\n- [ ]\n- [ ] \n- [y] g\n- [ ]h\n- [\t] i\n',
  'tasks that become headings or hold code':
    '- [ ] a\n  ---\n- [x] b\n\n  ```\n  - [ ] no\n  ```\n- ```\n  [ ] no\n  ```\n',
  'empty items': '-\n  a\n-\n\n  b\n-   \n- [ ] c\n1.\n2. [x] d\n',
  'lists that interrupt': 'a\n- b\n\na\n1. b\n\na\n2. b\n\na\n-\n\na\n*\n\n1986\\. a\n14. b\n',
  tabs: '-\ta\n\n\t# no\n\n1.\t```\n\t# no\n\t```\n\n>\t# no\n\n#\tA\n\t# no\n',
  rules: '***\n* * *\n- - -\n_ _ _\n-- -\n\na\n***\n# A\n* [ ] b\n* * *\n',
  tables:
    '| a | b |\n|---|---|\n| 1 | 2 |\n---\n\na | b\n-|-\n1 | 2\n# A\n\n| a |\n|---|---|\n\n| a |\n| - |\n- [ ] b\n',
  definitions: '[a]: /url\n---\n\n[b]: /url "title"\n[c]: <url>\n\n[^1]: note\n---\n\n# A\n',
  'line ends': '# A\r\n\r\nB\r\n===\r\n- [ ] c\r\n\r\n```js\r\n# no\r\n```\r\n',
  'lone CRs': '# A\r\rB\r===\r- [ ] c\r\r```js\r# no\r```\r',
  'markup in headings':
    '# **A** *b* `c` [d](e) ![f](g) ~~h~~ \\*i\\* &amp; snake_case __j__ <a id="k"></a>\n\n*L* `m`\n[n](o)\n---\n',
  'no end of line': '# A\n- [ ] b',
  nothing: '',
}

describe('scanBlocks against mdast', () => {
  it.each(Object.entries(AWKWARD))('%s', (_, markdown) => expectSame(markdown))

  it('a real standard', () => {
    const text = readFileSync(new URL('./fixtures/mcp-protocol.md', import.meta.url), 'utf8')
    expectSame(text.slice(text.indexOf('\n---\n') + 5))
  })

  it('documents built from blocks', () => {
    const words = fc.constantFrom(
      'plain text',
      'snake_case and more',
      '**bold** words',
      'a `code` span',
      'see [link](url)',
      'über 文字',
      'x < y',
      'foo: bar',
    )
    const prose = fc.array(words, { minLength: 1, maxLength: 3 })
    const paragraph = prose.map((lines) => lines.join('\n'))
    const heading = fc
      .tuple(fc.integer({ min: 1, max: 7 }), words, fc.constantFrom('', ' #', ' ##'))
      .map(([level, text, close]) => `${'#'.repeat(level)} ${text}${close}`)
    const setext = fc
      .tuple(paragraph, fc.constantFrom('===', '---', '-', '='), fc.constantFrom('', ' '))
      .map(([text, line, blank]) => `${text}\n${line}${blank}`)
    const codeLine = fc.constantFrom(
      'x = 1',
      '# comment',
      '- [ ] no',
      '',
      '```',
      '~~~',
      '  # deep',
      '---',
      '<!--',
    )
    const fence = fc
      .tuple(
        fc.constantFrom('````', '~~~~', '`````'),
        fc.constantFrom('', 'js', ' python title'),
        fc.array(codeLine, { maxLength: 4 }),
      )
      .map(([mark, info, lines]) => [`${mark}${info}`, ...lines, mark].join('\n'))
    const box = fc.constantFrom('', '[ ] ', '[x] ', '[X] ', '[ ]', '[y] ')
    const marker = fc.constantFrom('- ', '* ', '+ ', '1. ', '1) ', '1.  ', '-   ')
    const rule = fc.constantFrom('***', '- - -', '___')
    const html = fc.constantFrom(
      '<!-- a\n# no\n-->',
      '<div>\n# no\n</div>',
      '<details>\n<summary>s</summary>',
      '<b>x</b> text',
    )
    const table = fc.constant('| a | b |\n|---|:-:|\n| # 1 | `2` |')
    const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)
    const { block } = fc.letrec<{ block: string; item: string; list: string; quote: string }>((tie) => ({
      block: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        paragraph,
        heading,
        setext,
        fence,
        rule,
        html,
        table,
        tie('list'),
        tie('quote'),
      ),
      item: fc
        .tuple(marker, box, prose, fc.option(tie('block'), { freq: 2 }), fc.constantFrom('\n', '\n\n'))
        .map(([mark, ticked, lines, inner, gap]) => {
          const own = indent(`${ticked}${lines.join('\n')}`, ' '.repeat(mark.length)).slice(mark.length)
          return inner === null
            ? `${mark}${own}`
            : join([
                [`${mark}${own}`, gap],
                [indent(inner, ' '.repeat(mark.length)), ''],
              ])
        }),
      list: fc
        .tuple(fc.array(tie('item'), { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '\n\n'))
        .map(([items, gap]) => join(items.map((each) => [each, gap]))),
      quote: tie('block').map((inner) => inner.replace(/^/gm, '> ')),
    }))
    const document = fc
      .tuple(
        fc.array(fc.tuple(block, fc.constantFrom('\n\n', '\n\n', '\n')), { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
      )
      .map(([blocks, eol]) => join(blocks).replaceAll('\n', eol))
    fc.assert(fc.property(document, expectSame), { numRuns: runs(2000) })
  })
})
