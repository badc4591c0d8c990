import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_DEFAULTS, readFolderDefaults } from './folder-defaults.ts'
import { setFolderDefaults } from './set-folder-defaults.ts'

describe('setFolderDefaults', () => {
  it('changes the text of the changed keys only', () => {
    const text = '# ours\n\nlanguage:   "go"   # the team\nowner: me\ntags: [ a,  b ]\n'
    const { defaults } = readFolderDefaults(text)
    expect(setFolderDefaults(text, defaults)).toBe(text)
    expect(setFolderDefaults(text, { ...defaults, language: 'rust' })).toBe(text.replace('"go"', '"rust"'))
    expect(setFolderDefaults(text, { ...defaults, domain: 'testing', tags: [] })).toBe(
      '# ours\n\nlanguage:   "go"   # the team\nowner: me\ndomain: testing\n',
    )
  })

  it('begins and empties a file', () => {
    const wanted = { language: 'all', domain: null, tags: ['c#', 'web api'], globs: ['**/*.{ts,tsx}'] }
    const text = setFolderDefaults('', wanted)
    expect(readFolderDefaults(text).defaults).toMatchObject({ language: 'all', globs: ['**/*.{ts,tsx}'] })
    expect(setFolderDefaults('language: go\n', NO_DEFAULTS)).toBe('')
    expect(setFolderDefaults('---\nlanguage: go\n', { ...NO_DEFAULTS, language: 'zig' })).toBe(
      '---\nlanguage: zig\n',
    )
  })

  it('leaves a broken file alone', () => {
    const language = { ...NO_DEFAULTS, language: 'go' }
    expect(() => setFolderDefaults('tags: [a\n', language)).toThrow('broken')
    expect(() => setFolderDefaults('- a\n', language)).toThrow('broken')
  })

  it('rejects what is not a word', () => {
    expect(() => setFolderDefaults('', { ...NO_DEFAULTS, tags: ['ok', 'a: b'] })).toThrow(
      '"a: b" is not a word',
    )
    expect(() => setFolderDefaults('', { ...NO_DEFAULTS, language: 'one, two' })).toThrow('not a word')
    expect(setFolderDefaults('', { ...NO_DEFAULTS, language: '*' })).toBe('language: "*"\n')
  })

  it('is read back as it was written', () => {
    const word = fc.constantFrom('go', 'c#', 'code-review', 'x.y')
    const wanted = fc.record({
      language: fc.option(word),
      domain: fc.option(word),
      tags: fc.option(fc.uniqueArray(word, { minLength: 1, maxLength: 3 })),
      globs: fc.option(
        fc.uniqueArray(fc.constantFrom('**', '*.{a,b}', '!x', '# y'), { minLength: 1, maxLength: 3 }),
      ),
    })
    const text = fc.constantFrom(
      '',
      '# c\n',
      'tags:\n  - go # c\n  - x\nother: 1\n',
      'globs: "a, b"\nlanguage: c\n',
    )
    fc.assert(
      fc.property(text, wanted, (before, defaults) => {
        expect(readFolderDefaults(setFolderDefaults(before, defaults)).defaults).toEqual(defaults)
      }),
    )
  })
})
