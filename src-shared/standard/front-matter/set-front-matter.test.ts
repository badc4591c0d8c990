import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../../src-core/testing/long.ts'
import { PlumblineError } from '../../contract/errors.ts'
import type { FrontMatterFields } from '../standard.ts'
import { readFrontMatter } from './front-matter.ts'
import { readFields } from './front-matter-fields.ts'
import { setFrontMatter } from './set-front-matter.ts'

const around = (yaml: string) => `---\n${yaml}---\n\n# Body\n`

describe('setFrontMatter', () => {
  it.each([
    ['a plain value', 'title: A # why\nx: 1\n', { title: 'B' }, 'title: B # why\nx: 1\n'],
    [
      'its quotes',
      `title: "A"\ndescription: 'it''s'\n`,
      { title: 'B', description: 'c' },
      `title: "B"\ndescription: 'c'\n`,
    ],
    [
      'quotes where they are needed',
      'title: A\n',
      { title: 'Go: the *good* parts' },
      'title: "Go: the *good* parts"\n',
    ],
    ['a list in one line', 'tags: [a,  "b" , c] # z\n', { tags: ['b', 'd'] }, 'tags: ["b", d] # z\n'],
    [
      'a list over lines',
      'tags:\n  - a # x\n  # mid\n  - b\n\ny: 1\n',
      { tags: ['b', 'a', 'c: d'] },
      'tags:\n  - b\n  - a # x\n  # mid\n  - "c: d"\n\ny: 1\n',
    ],
    ['a list below its key', 'tags:\n- a\n- b\n', { tags: ['b'] }, 'tags:\n- b\n'],
    ['words with commas', 'globs: "*.ts,*.tsx"\n', { globs: ['*.ts', '*.js'] }, 'globs: "*.ts,*.js"\n'],
    ['an empty value', 'title: # todo\nx: 1\n', { title: 'A' }, 'title: A # todo\nx: 1\n'],
    [
      'a block of text',
      'description: | # c\n  a\n  b\n# own\nx: 1\n',
      { description: 'short' },
      'description: short # c\n# own\nx: 1\n',
    ],
    [
      'a new key in its place',
      '# top\ntitle: A\n\n# about owner\nowner: me\n',
      { language: 'go', description: 'D' },
      '# top\ntitle: A\ndescription: D\nlanguage: go\n\n# about owner\nowner: me\n',
    ],
    ['a title above', 'tags: [a]\n', { title: 'T' }, 'title: T\ntags: [a]\n'],
    [
      'a key that goes',
      'title: A\nlanguage: go # x\n# stays\nz: 1\n',
      { language: null },
      'title: A\n# stays\nz: 1\n',
    ],
    ['a list that goes', 'tags:\n  - a\n  - b\n# stays\nz: 1\n', { tags: [] }, '# stays\nz: 1\n'],
    [
      'globs under the key that is there',
      'applyTo: "**/*.ts"\n',
      { globs: ['**/*.go'] },
      'applyTo: "**/*.go"\n',
    ],
    ['a flow map', '{title: A, x: 1}\n', { title: 'B' }, '{title: B, x: 1}\n'],
    ['many lines as one', 'title: A\n', { description: 'a\nb' }, 'title: A\ndescription: "a\\nb"\n'],
  ])('keeps %s', (_case, before, changes, after) => {
    expect(setFrontMatter(around(before), changes)).toBe(around(after))
  })

  it('creates front matter, and removes it with its last key', () => {
    expect(setFrontMatter('# Body\n', { title: 'A', tags: ['x'] })).toBe(
      '---\ntitle: A\ntags: [x]\n---\n\n# Body\n',
    )
    expect(setFrontMatter('', { language: 'go' })).toBe('---\nlanguage: go\n---\n')
    expect(setFrontMatter('---\ntitle: A\n---\nBody\n', { title: '' })).toBe('Body\n')
    expect(setFrontMatter('---\nprose\n---\nBody\n', { title: 'A' })).toBe(
      '---\ntitle: A\n---\n\n---\nprose\n---\nBody\n',
    )
  })

  it('returns the same text when no value differs', () => {
    const text = around('tags: "a, b"\ntitle:   "A"  \nlanguage: [go, py]\nglobs: []\n')
    expect(setFrontMatter(text, {})).toBe(text)
    expect(setFrontMatter(text, { title: 'A', tags: ['a', 'b'], language: 'go, py', globs: [] })).toBe(text)
  })

  it('throws for broken front matter and for keys that cannot be changed separately', () => {
    for (const text of ['---\ntitle: A: b\n---\n', '---\ntitle: A\n\n# never closed\n']) {
      expect(() => setFrontMatter(text, { title: 'B' })).toThrow(PlumblineError)
      expect(readFields(text)).toBeNull()
    }
    expect(() => setFrontMatter(around('title: &t A\nother: *t\n'), { title: 'B' })).toThrow(/other keys too/)
  })

  const word = fc.oneof(
    fc.constantFrom(
      'a',
      'go',
      '*.ts',
      "it's",
      '"q"',
      'a: b',
      '# x',
      '- y',
      '[z]',
      'true',
      '12',
      '~',
      '日本',
      'x # y',
      '!t',
      '&a',
      '@b',
      '`c',
      '%d',
      '|',
      '>',
      '?',
      '{e}',
      '2024-01-01',
      '\\',
      '---',
      '...',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  const list = fc.array(word, { maxLength: 4 })
  const changes = fc.record(
    {
      title: fc.oneof(word, fc.constant('')),
      description: fc.oneof(word, fc.constant(''), fc.string({ unit: 'binary', maxLength: 40 })),
      tags: list,
      language: fc.oneof(fc.constantFrom('go', 'py', null, 'no: such'), word),
      domain: fc.constantFrom('testing', null, ''),
      globs: list,
    },
    { requiredKeys: [] },
  )
  const entry = fc.constantFrom(
    'title: Old # why',
    "title: 'Old'",
    'title: >-\n  folded\n  text',
    'title:',
    'description: "x"',
    'description: |\n  a\n\n  b',
    'tags: [a, "b"]',
    'tags:\n  - a\n  # in between\n  - b # c',
    'tags:\n- a',
    'tags: a, b',
    'language: go',
    'language: [go, py]',
    'domain: testing',
    'globs: "*.a,*.b"',
    'globs:\n    - "*.a"',
    'applyTo: "**"',
    'owner: me # mine',
    'deep: {a: [1, 2], b: null}',
    'more:\n  x: 1\n  y:\n    - z',
    'text: |+\n  kept\n\n',
    'anchor: &x 1\nalias: *x',
    '? odd\n: key',
  )
  const between = fc.constantFrom('', '\n', '# own line\n', '\n# two\n# lines\n\n')
  const source = fc
    .array(fc.tuple(between, entry), { maxLength: 7 })
    .map((all) => {
      const seen = new Set<string>()
      return all
        .filter(([, text]) => {
          const key = /^(?:\? )?\w+/.exec(text)?.[0] ?? ''
          if (seen.has(key)) return false
          seen.add(key)
          return true
        })
        .map(([gap, text]) => `${gap}${text}\n`)
        .join('')
    })
    .filter((yaml) => readFields(around(yaml)) !== null)
  const body = fc.constantFrom('', '\n# Body\n', 'text', '---\nrule\n', '\n\n')

  it('sets the given values and changes nothing else', () => {
    fc.assert(
      fc.property(source, body, changes, (yaml, below, asked) => {
        const text = yaml === '' ? below.replace(/^---/, '') : `---\n${yaml}---\n${below}`
        const before = readFrontMatter(text)
        const after = setFrontMatter(text, asked)
        const now = readFields(after)
        const old = readFields(text)
        if (now === null || old === null) throw new Error('It cannot be read any more')
        const trimmed = (words: readonly string[]) => [
          ...new Set(words.map((word) => word.trim()).filter(Boolean)),
        ]
        const wanted: FrontMatterFields = {
          title: (asked.title ?? old.title).trim(),
          description: (asked.description ?? old.description).trim(),
          tags: trimmed(asked.tags ?? old.tags),
          language:
            asked.language === undefined
              ? old.language
              : trimmed((asked.language ?? '').split(',')).join(', ') || null,
          domain: asked.domain === undefined ? old.domain : asked.domain || null,
          globs: trimmed(asked.globs ?? old.globs),
        }
        expect(now).toEqual(wanted)
        if (JSON.stringify(wanted) === JSON.stringify(old)) expect(after).toBe(text)
        const rest = after.slice(readFrontMatter(after).bodyStart)
        const textBefore = text.slice(before.bodyStart)
        // The blank line below front matter comes and goes with it.
        const bodies = [textBefore, `\n${textBefore}`]
        if (before.bodyStart > 0 && readFrontMatter(after).bodyStart === 0)
          bodies.push(textBefore.replace(/^\n/, ''))
        expect(bodies).toContain(rest)
        for (const key of ['owner', 'deep', 'more', 'text', 'anchor', 'alias', 'odd']) {
          expect(readFrontMatter(after).data[key]).toEqual(before.data[key])
        }
        // Lines outside the form's keys, including comments, must stay unchanged.
        const lines = new Set(after.split('\n'))
        for (const line of yaml.split('\n')) {
          if (
            /^(?:# own|# two|# lines|owner|deep|more| {2}x: 1| {2}y:| {4}- z|anchor|alias|\? odd|: key| {2}kept)/.test(
              line,
            )
          ) {
            expect(lines).toContain(line)
          }
        }
      }),
      { numRuns: runs(3_000) },
    )
  })
})
