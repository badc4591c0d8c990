import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../testing/long.ts'
import { fold, humpWords, needsFolding, plainNames } from './fold.ts'

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')

describe('fold', () => {
  it('leaves plain text as it is', () => {
    expect(fold('Use pytest, not unittest: `foo.bar()`')).toBe('Use pytest, not unittest: `foo.bar()`')
  })

  it.each([
    ['日本語', ['日', '本', '語']],
    ['ひらがなカタカナ', [...'ひらがなカタカナ']],
    ['한국어', ['한', '국', '어']],
    ['API設計の原則', ['API', '設', '計', 'の', '原', '則']],
    ['𠮷野家', ['𠮷', '野', '家']],
  ])('sets the characters of %s apart', (text, expected) => {
    expect(words(fold(text))).toEqual(expected)
  })

  it('keeps a mark with its character', () => {
    expect(words(fold('ที่นี่'))).toEqual(['ที่', 'นี่'])
  })

  it.each([
    ['C++', 'cplusplus'],
    ['c#', 'csharp'],
    ['F#', 'fsharp'],
    ['.NET', 'dotnet'],
    ['Node.js', 'nodejs'],
    ['Objective-C', 'objectivec'],
  ])('gives %s a word of its own', (name, expected) => {
    expect(words(fold(`(${name}) and ${name}, ${name}`))).toEqual([
      '(',
      expected,
      ')',
      'and',
      expected,
      ',',
      expected,
    ])
  })

  it('knows the versions of a language', () => {
    expect(words(fold('C++17 and C#12'))).toEqual(['cplusplus', '17', 'and', 'csharp', '12'])
  })

  it.each(['abc++', 'C', 'c+', 'xc#y', 'music#1', 'foo.network'])('leaves %s alone', (text) => {
    expect(fold(text)).toBe(text)
  })

  it('spells what comes decomposed like what comes composed', () => {
    for (const text of ['한국어', 'が', 'パン']) expect(fold(text.normalize('NFD'))).toBe(fold(text))
  })
})

describe('humpWords', () => {
  it.each([
    ['getUserName', ['get', 'User', 'Name']],
    ['parseHTTPResponse', ['parse', 'HTTP', 'Response']],
    ['call getUserName and getUserName', ['get', 'User', 'Name']],
    ['utf8Decoder', ['utf', '8', 'Decoder']],
    ['snake_case and kebab-case', []],
  ])('takes %s apart', (text, expected) => {
    expect(words(humpWords(text))).toEqual(expected)
  })

  it('leaves hashes and base64 whole', () => {
    expect(humpWords('aB3'.repeat(40))).toBe('')
  })

  it('takes its time once, not once for every sign of a long run', () => {
    // A quadratic pattern would take minutes.
    expect(words(humpWords(`loadModule ${'0123456789abcdef'.repeat(60_000)}`))).toEqual(['load', 'Module'])
  })
})

describe('plainNames', () => {
  it.each([
    ['Node.js and Vue.js 3', ['Node', 'js', 'Vue', 'js']],
    ['ASP.NET is not .NET', ['NET']],
    ['C++, C# and Objective-C', ['Objective']],
    ['plain words', []],
  ])('takes %s for what else it is called', (text, expected) => {
    expect(words(plainNames(text))).toEqual(expected)
  })
})

describe('needsFolding', () => {
  it('is true of whatever the others change', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('C++', 'c#', ' ', 'node.js', '日', 'aB', '.net', 'e\u0301', 'ᄒ'), {
          maxLength: 8,
        })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (sample) => {
        if (!needsFolding(sample)) {
          expect(fold(sample)).toBe(sample)
          expect(humpWords(sample)).toBe('')
          expect(plainNames(sample)).toBe('')
        }
      }),
      { numRuns: runs(500) },
    )
  })
})
