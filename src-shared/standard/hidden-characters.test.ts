import { describe, expect, it } from 'vitest'
import { findHidden, hiddenInName } from './hidden-characters.ts'
import { parse } from './parse.ts'

const codes = (text: string) => findHidden(text).map(({ codePoint }) => codePoint.toString(16))
const problems = (text: string, path = 'a.md') =>
  parse(text, path).problems.map(({ line, code, message }) => ({ line, code, message }))

describe('hidden characters', () => {
  it.each([
    ['Unicode tags', 'a\u{E0049}\u{E0067}', ['e0049', 'e0067']],
    [
      'zero-width characters',
      'a\u200bb\u2060c\ufeffd\u200ce\u200df',
      ['200b', '2060', 'feff', '200c', '200d'],
    ],
    ['overrides of the direction', 'a\u202eb\u2066c\u2069', ['202e', '2066', '2069']],
    ['direction marks in Latin text', 'a\u200eb', ['200e']],
    ['variation selectors that hold bytes', '🙂\ufe0f\ufe01\u{E0100} a\ufe0f', ['fe01', 'e0100', 'fe0f']],
    ['tags that are no flag', '\u{1F3F4}\u{E0049}\u{E0067}', ['e0049', 'e0067']],
    ['control characters', 'a\u001b[31m\u009bb', ['1b', '9b']],
    ['Hangul fillers', 'a\u3164b', ['3164']],
    ['a joiner between Latin letters', 'pass\u200dword', ['200d']],
  ])('are %s', (_, text, expected) => expect(codes(text)).toEqual(expected))

  it.each([
    ['emoji with joiners, skin and style', '👩‍💻 👨🏽‍🚀 ❤️‍🔥 🏳️‍🌈 ☀️ 1️⃣ ©️'],
    ['flags of regions', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['Persian with non-joiners', 'می‌خواهم'],
    ['Hindi and Sinhala with joiners', 'क्‍ष ශ්‍රී'],
    ['a Hebrew line with a mark', 'שלום (abc)\u200f.'],
    ['Thai with places for line ends', 'ภาษา\u200bไทย'],
    ['a Han character in a variant', '葛\u{E0100}'],
    ['a leading byte order mark, tabs and line ends', '\ufeff# A\r\n\tb\n\f'],
    ['accents, CJK and symbols', 'Ärger e\u0301 规范 → ≤ “x” \u00a0\u00ad'],
  ])('are not in %s', (_, text) => expect(codes(text)).toEqual([]))

  it('are a problem of the file, with line and column', () => {
    expect(problems('---\ntitle: A\n---\r\n# B\n\nok \u202Etxt \u200b\n')).toEqual([
      {
        line: 6,
        code: 'hidden-character',
        message: expect.stringMatching(
          /^Line 6, column 4 has U\+202E, an override of the writing direction\./,
        ),
      },
    ])
    expect(problems('---\ntitle: A\u200b\n---\n# B\n')[0]).toMatchObject({ line: 2 })
  })

  it('are reported once a line, ten times a file', () => {
    const found = problems(`# A\n${'x\u200b\u200b\n'.repeat(30)}`)
    expect(found).toHaveLength(11)
    expect(found.at(-1)).toMatchObject({ line: null, message: expect.stringContaining('below line 11') })
  })

  it('are a problem in a path', () => {
    expect(hiddenInName('a\nb.md')).toBe(10)
    expect(hiddenInName('\ufeffa.md')).toBe(0xfeff)
    expect(hiddenInName('notes/👩‍💻 a.md')).toBeNull()
    expect(problems('# A\n', 'x\u202Edm.exe/b.md')).toMatchObject([{ code: 'hidden-character-in-name' }])
  })

  it('are found in linear time', () => {
    // The test fails by its time limit when the search is quadratic.
    expect(problems(`# A\n${'\u200e'.repeat(1_000_000)}`)).toHaveLength(1)
    expect(problems(`# A\n${'\u{1F3F4}\u{E0049}\n'.repeat(300_000)}`)).toHaveLength(11)
  })
})
