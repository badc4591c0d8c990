import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeDefaults, NO_DEFAULTS, readFolderDefaults } from './folder-defaults.ts'
import { parse } from './parse.ts'

const codes = (text: string) => readFolderDefaults(text).problems.map(({ code, line }) => [code, line])

describe('readFolderDefaults', () => {
  it('reads the four keys, as lists or with commas', () => {
    const text = '# ours\n---\nlanguage: Go\ndomain: testing\ntags: [api, http]\nglobs: "**/*.go, go.mod"\n'
    expect(readFolderDefaults(text)).toEqual({
      defaults: { language: 'Go', domain: 'testing', tags: ['api', 'http'], globs: ['**/*.go', 'go.mod'] },
      problems: [],
    })
    expect(readFolderDefaults('')).toEqual({ defaults: NO_DEFAULTS, problems: [] })
    expect(readFolderDefaults('tags:\nlanguage:\n').defaults).toEqual(NO_DEFAULTS)
    expect(readFolderDefaults('tags: []').defaults.tags).toEqual([])
  })

  it.each<[string, [string, number | null][]]>([
    ['language: go\nowner: team\n', [['defaults-unknown-key', 2]]],
    [
      'title: T\r\nlanguage: go\r\napplyTo: "*"\r\n',
      [
        ['defaults-unknown-key', 1],
        ['defaults-unknown-key', 3],
      ],
    ],
    ['language: [go, rust]', [['language-several', 1]]],
    ['domain: {a: b}', [['domain-type', 1]]],
    ['tags: [ok, "not a word at all, is it"]', [['tags-word', 1]]],
    ['- go', [['defaults-not-keys', 1]]],
    ['x'.repeat(40_000), [['defaults-too-long', null]]],
  ])('reports what cannot be used: %j', (text, expected) => expect(codes(text)).toEqual(expected))

  it('uses the keys that can be read when the YAML is broken', () => {
    const { defaults, problems } = readFolderDefaults('language: go\ntags: [a, b\ndomain: testing\n')
    expect(defaults).toEqual({ ...NO_DEFAULTS, language: 'go', domain: 'testing' })
    expect(problems).toMatchObject([{ code: 'defaults-broken' }])
    expect(problems[0]?.line).toBeGreaterThan(1)
  })

  it('never throws', () => {
    const piece = fc.constantFrom(
      'language: ',
      'tags: ',
      '[a',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '\n',
      '- ',
      '"',
      '---',
      '\t',
      ': ',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
        (text) => {
          for (const { message, remedy } of readFolderDefaults(text).problems)
            expect(message !== '' && remedy !== '').toBe(true)
        },
      ),
    )
  })
})

describe('defaults of folders', () => {
  const outer = { ...NO_DEFAULTS, language: 'go', tags: ['team'], globs: ['**/*.go'] }

  it('are merged key by key, the nearer folder wins', () => {
    expect(mergeDefaults(outer, { ...NO_DEFAULTS, domain: 'testing', tags: [] })).toEqual({
      language: 'go',
      domain: 'testing',
      tags: [],
      globs: ['**/*.go'],
    })
  })

  it('stand between the front matter of a document and everything else', () => {
    const parsed = parse('# Python testing', 'python/x.md', outer)
    expect(parsed).toMatchObject({
      language: { value: 'go', rule: '_standards.yml' },
      domain: { value: 'testing', rule: 'title' },
      tags: ['team'],
      globs: ['**/*.go'],
      problems: [],
    })
    const own = parse('---\nlanguage: rust\ntags: [mine]\napplyTo: "*.rs"\n---\n# X', 'x.md', outer)
    expect(own).toMatchObject({
      language: { value: 'rust', rule: 'front matter' },
      tags: ['mine'],
      globs: ['*.rs'],
    })
    expect(parse('# X', 'python/x.md', { ...outer, language: 'all' }).language).toBe(null)
    expect(parse('---\ntags:\n---\n# X', 'x.md', outer).tags).toEqual(['team'])
    expect(parse('---\ntags: []\n---\n# X', 'x.md', outer).tags).toEqual([])
  })
})
