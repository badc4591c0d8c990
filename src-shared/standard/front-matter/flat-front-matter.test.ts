import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { runs } from '../../../src-core/testing/long.ts'
import { readFlat } from './flat-front-matter.ts'

/** Returns the data as JSON, which shows the order of the keys, or `null` when the YAML is broken. */
function byYaml(source: string): string | null {
  const document = parseDocument(source, { logLevel: 'silent' })
  return document.errors.length > 0 ? null : JSON.stringify(document.toJS() ?? {})
}

const WORDS = [
  'a',
  'tags',
  'Some text',
  'true',
  'False',
  'NULL',
  'null',
  'No',
  'yes',
  '~',
  '0',
  '007',
  '1.5',
  '1.',
  '1e3',
  '12E-3',
  '0x1f',
  '0o7',
  '-1',
  '+1',
  '.5',
  '.inf',
  'Infinity',
  'NaN',
  '1_000',
  '9007199254740993',
  '2025-01-01',
  '2025-06-27T15:39:08.522Z',
  '12:30',
  'é',
  '文',
  'a: b',
  'a:b',
  'a #b',
  'a#b',
  'http://x.y/z?a=b&c',
  '*',
  '**/*',
  '&a',
  '!a',
  '|',
  '>',
  '{',
  '}',
  '{a: b}',
  '[',
  ']',
  '[a, b]',
  '[a, [b]]',
  '["a, b", c]',
  "['it''s']",
  '[a,]',
  '[]',
  '"q"',
  '"a\\nb"',
  '"a" b',
  '"',
  "'q'",
  "'it''s'",
  "'",
  '""',
  "''",
  '?',
  '? a',
  '-',
  '- a',
  '--',
  '@a',
  '`a`',
  '%a',
  '---',
  '...',
  '#',
  '# c',
  '\t',
  '\u00a0',
  '\u2028',
  '\u0085',
  '\\',
  ',',
  'a, b',
  'C#',
  'C++',
  '<<',
  '=',
]
const KEYS = [
  'title',
  'tags',
  'a',
  'b_c',
  'd-e',
  'F1',
  'null',
  'true',
  'no',
  '__proto__',
  'constructor',
  '1',
  '-',
  'a b',
  '"q"',
  '?',
  '<<',
]
const blanks = fc.constantFrom('', '', ' ', '  ')
const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 6 }))
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...KEYS), fc.constantFrom(': ', ': ', ':', ':  ', ' : '), word, blanks)
      .map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.constantFrom(...KEYS).map((key) => `${key}:`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(blanks, fc.constantFrom('- ', '-', '-  '), word, blanks)
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.tuple(blanks, word).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '# comment', ' # comment', '\t') },
)
const source = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'))

describe('readFlat', () => {
  it('reads common front matter', () => {
    const flat = readFlat(
      [
        '# about this file',
        'title: Python MCP Protocol Standards',
        "createdAt: '2025-06-27T15:39:08.522Z'",
        'updatedAt: 2025-06-27',
        'quoted: "a: b, # c"',
        "apostrophe: 'it''s'",
        'url: https://example.com/a#b',
        'tags: [mcp, "json-rpc", \'a, b\', 3]',
        'list:',
        '  - one',
        '  - "two"',
        '',
        'bare:',
        '- x',
        '- true',
        'count: 12',
        'empty:',
        'alwaysApply: false',
      ].join('\n'),
    )
    expect({ ...flat }).toEqual({
      title: 'Python MCP Protocol Standards',
      createdAt: '2025-06-27T15:39:08.522Z',
      updatedAt: '2025-06-27',
      quoted: 'a: b, # c',
      apostrophe: "it's",
      url: 'https://example.com/a#b',
      tags: ['mcp', 'json-rpc', 'a, b', 3],
      list: ['one', 'two'],
      bare: ['x', true],
      count: 12,
      empty: null,
      alwaysApply: false,
    })
  })

  it.each([
    'a: *x',
    'a: &x b',
    'a: !t b',
    'a: |\n  text',
    'a: {b: c}',
    'a: b # c',
    'a: b: c',
    'a: "x\\n"',
    'a: "open',
    'a: b\n  more',
    'a:\n  b: c',
    '\ta: b',
    'a:\tb',
    'a: 1\na: 2',
    '- a',
    'just text',
    'a: [b',
    'a: [b, [c]]',
    'a: -1',
    'a: 1.5',
    'a: 1.10',
    'a: 007',
    'a: [08, b]',
    'a: True',
    '__proto__: 1',
    'a:\n- b\n - c',
    'a: \u0007',
  ])('returns null for %j', (yaml) => expect(readFlat(yaml)).toBeNull())

  it('gives the same data as the yaml package', () => {
    let read = 0
    fc.assert(
      fc.property(source, (yaml) => {
        const flat = readFlat(yaml)
        if (flat === null) return
        read++
        expect(JSON.stringify(flat)).toBe(byYaml(yaml))
      }),
      { numRuns: runs(20_000) },
    )
    // Without this check, a `readFlat` that always returns `null` would pass.
    expect(read).toBeGreaterThan(runs(2_000))
  })
})
