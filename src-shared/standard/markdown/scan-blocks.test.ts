import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scanBlocks } from './scan-blocks.ts'

const scan = (text: string) => scanBlocks(text, 0, 1)
const headings = (text: string) => scan(text).sections.map(({ level, heading }) => [level, heading])
const tasks = (text: string) => scan(text).checklist.map(({ text: words, checked }) => [words, checked])

describe('scanBlocks: sections', () => {
  it('splits the text at headings, without gaps or overlaps', () => {
    const text = 'Before.\n\n# One\n\ntext\n\nTwo\nlines\n---\n\n### Three ##\nend'
    const { sections } = scan(text)
    expect(sections).toEqual([
      { level: 0, heading: '', line: 1, start: 0, stop: 9 },
      { level: 1, heading: 'One', line: 3, start: 9, stop: 22 },
      { level: 2, heading: 'Two lines', line: 7, start: 22, stop: 37 },
      { level: 3, heading: 'Three', line: 11, start: 37, stop: text.length },
    ])
  })

  it('counts from the given offset and line', () => {
    const text = '---\na: b\n---\n\n# One\n- [ ] x\n'
    expect(scanBlocks(text, 13, 4)).toEqual({
      sections: [{ level: 1, heading: 'One', line: 5, start: 14, stop: text.length }],
      checklist: [{ text: 'x', checked: false, line: 6, section: 0 }],
      examples: [],
    })
  })

  it('has no section for blank lines before the first heading, and none for blank text', () => {
    expect(headings('\n  \n\t\n# One')).toEqual([[1, 'One']])
    expect(scan(' \n\n').sections).toEqual([])
    expect(scan('').sections).toEqual([])
  })

  it.each(['\n', '\r\n', '\r'])('accepts the line end %j', (eol) => {
    const text = [
      '# One',
      '',
      'Two',
      '===',
      '- [ ] a',
      '  b',
      '',
      '```js',
      'x',
      '',
      'y',
      '```',
      '# Three',
    ].join(eol)
    const { sections, checklist, examples } = scan(text)
    expect(sections.map(({ heading, line }) => [heading, line])).toEqual([
      ['One', 1],
      ['Two', 3],
      ['Three', 13],
    ])
    expect(checklist).toEqual([{ text: 'a b', checked: false, line: 5, section: 1 }])
    expect(examples.map(({ start, stop }) => text.slice(start, stop))).toEqual([['x', '', 'y'].join(eol)])
  })

  it.each([
    ['#', [[1, '']]],
    ['####### seven', [[0, '']]],
    ['#no space', [[0, '']]],
    ['   ## indented', [[2, 'indented']]],
    ['    # code', [[0, '']]],
    ['text\n    # still text', [[0, '']]],
    ['# a # b #', [[1, 'a # b']]],
    ['# a#', [[1, 'a#']]],
    ['## ##', [[2, '']]],
    ['> # quoted', [[0, '']]],
    [
      '- # listed\n\n  # too\n\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    [
      '- item\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    [
      '```\n# code\n```\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    [
      '~~~~\n# code\n~~~\n```\n~~~~~\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    [
      '``` a`b\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    ['   ```\n# code\n    ```\n# code', [[0, '']]],
    [
      '<!--\n# no\n-->\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    [
      '<div>\n# no\n\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    [
      '<script>\n\n# no\n</script>\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    ['a\n---', [[2, 'a']]],
    ['a\n\n---', [[0, '']]],
    ['> a\n---', [[0, '']]],
    ['- a\n---', [[0, '']]],
    ['[a]: /url\n---', [[0, '']]],
    [
      '[a]: /url "t"\nb\n===',
      [
        [0, ''],
        [1, 'b'],
      ],
    ],
    ['[^1]: note\n---', [[0, '']]],
    ['| a | b |\n|---|---|\n| 1 | 2 |\n---', [[0, '']]],
    [
      'a\n\n***\n# own',
      [
        [0, ''],
        [1, 'own'],
      ],
    ],
    ['# `code` and **bold**', [[1, 'code and bold']]],
  ])('%j', (text, expected) => expect(headings(text)).toEqual(expected))

  it('accepts a thousand nested headings', () => {
    const text = Array.from({ length: 1000 }, (_, at) => `${'#'.repeat(at + 1)} Level ${at + 1}\n`).join('\n')
    expect(headings(text)).toEqual([1, 2, 3, 4, 5, 6].map((level) => [level, `Level ${level}`]))
    const cycling = Array.from({ length: 1000 }, (_, at) => `${'#'.repeat((at % 6) + 1)} ${at}\n`).join('')
    expect(scan(cycling).sections).toHaveLength(1000)
  })

  it('keeps the text after the 4,095th heading in the last section', () => {
    const text = `before\n${'# h\n- [ ] t\n'.repeat(5000)}`
    const { sections, checklist } = scan(text)
    expect(sections).toHaveLength(4095)
    expect(sections.at(-1)?.stop).toBe(text.length)
    expect(checklist).toHaveLength(5000)
    expect(checklist.at(-1)?.section).toBe(4094)
  })

  it('accepts nesting far beyond its limit', () => {
    for (const mark of ['> ', '- ', '1. ']) {
      const text = `${mark.repeat(5000)}# a\n\n# own\n`
      expect(headings(text)).toEqual([
        [0, ''],
        [1, 'own'],
      ])
    }
  })
})

describe('scanBlocks: tasks', () => {
  it('finds tasks with every marker, nested and quoted, with their section', () => {
    const text =
      '- [ ] a\n* [x] b\n+ [X] c\n1. [ ] d\n2) [x] e\n# S\n- f\n  - [ ] g\n    1. [x] h\n\n> - [ ] i\n'
    expect(tasks(text)).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
      ['d', false],
      ['e', true],
      ['g', false],
      ['h', true],
      ['i', false],
    ])
    expect(scan(text).checklist.map(({ section }) => section)).toEqual([0, 0, 0, 0, 0, 1, 1, 1])
  })

  it('keeps inline markup and joins the lines of the first paragraph', () => {
    expect(tasks('- [ ] a\n\uFEFF')).toEqual([['a', false]])
    expect(tasks('- [ ]   **Do** `this`\n      and that  \nand lazily this\n\n  not this\n')).toEqual([
      ['**Do** `this` and that and lazily this', false],
    ])
  })

  it.each([
    '[ ] a',
    '- [] a',
    '- [y] a',
    '- [ ]a',
    '- a [ ] b',
    '    - [ ] a',
    '```\n- [ ] a\n```',
    '<!--\n- [ ] a\n-->',
    '- [ ]',
    '- [ ] \n',
    '- > [ ] a',
    '- [x](url)',
  ])('finds no task in %j', (text) => expect(tasks(text)).toEqual([]))
})

describe('scanBlocks: examples', () => {
  const examples = (text: string) =>
    scan(text).examples.map(({ language, start, stop }) => [language, text.slice(start, stop)])

  it('returns the code between the fences and its language', () => {
    expect(examples('```python\na\n\nb\n```\n~~~~ Rust,ignore\n~~~\n~~~~\n```\n```')).toEqual([
      ['python', 'a\n\nb'],
      ['rust', '~~~'],
      ['', ''],
    ])
  })

  it.each([
    ['js {1,3}', 'js'],
    ['{.python}', 'python'],
    ['ts:src/a.ts', 'ts'],
    ['C++', 'c++'],
    ['  c#  title="x"', 'c#'],
    ['', ''],
  ])('reads the language of %j', (info, language) => {
    expect(scan(`\`\`\`${info}\nx\n\`\`\``).examples[0]?.language).toBe(language)
  })

  it('extends an unclosed fence to the end of the text or of its list item', () => {
    expect(examples('```\na\nb')).toEqual([['', 'a\nb']])
    expect(examples('```')).toEqual([['', '']])
    expect(examples('- ```sh\n  ls\n\ntext')).toEqual([['sh', '  ls\n']])
  })

  it('finds indented code fences in lists', () => {
    expect(
      scan('1. a\n\n   ```sh\n   # no heading\n   ```\n\n10. b\n\n    ```sh\n    ls\n    ```\n').examples,
    ).toHaveLength(2)
  })
})

describe('scanBlocks: a real standard', () => {
  it('has 26 tasks under three headings', () => {
    const text = readFileSync(new URL('../fixtures/mcp-protocol.md', import.meta.url), 'utf8')
    const { sections, checklist, examples } = scanBlocks(text, text.indexOf('\n---\n') + 5, 13)
    const counts = Map.groupBy(checklist, ({ section }) => sections[section]?.heading)
    expect([...counts].map(([heading, items]) => [heading, items.length])).toEqual([
      ['MCP Implementation Checklist', 10],
      ['Interface Testing', 8],
      ['Protocol Compliance', 8],
    ])
    expect(examples).toHaveLength(12)
    expect(new Set(examples.map(({ language }) => language))).toEqual(new Set(['python']))
  })
})
