import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readQuestion } from './question.ts'
import { cutSnippet } from './snippet.ts'

const filler = (words: number) => 'lorem ipsum dolor sit amet '.repeat(Math.ceil(words / 5))
const snippet = (text: string, query: string) =>
  cutSnippet(text, readQuestion(query)?.terms.flatMap(({ parts }) => parts) ?? [])

describe('cutSnippet', () => {
  it('marks words, their other forms and prefixes', () => {
    expect(snippet('Test it. Testing finds tests that tested.', 'test')).toBe(
      '**Test** it. **Testing** finds **tests** that **tested**.',
    )
    expect(snippet('Configure the configuration', 'config')).toBe('**Configure** the **configuration**')
  })

  it('ignores accents', () => {
    expect(snippet('Le café, le cafe, le cafe\u0301', 'cafe')).toBe('Le **café**, le **cafe**, le **café**')
  })

  it('marks adjacent hits as one', () => {
    expect(snippet('これは日本語です', '日本')).toBe('これは**日本**語です')
  })

  it('marks the parts of an identifier', () => {
    expect(snippet('Call get_user() first', 'get_user')).toBe('Call **get**_**user**() first')
  })

  it.each([
    ['C++', 'Use **C++** here, not C', 'Use C++ here, not C'],
    ['node.js', 'Run **Node.js** 26', 'Run Node.js 26'],
    ['c#', 'In **C#**12 only', 'In C#12 only'],
  ])('marks %s', (query, expected, text) => {
    expect(snippet(text, query)).toBe(expected)
  })

  it('cuts around different words that are close together', () => {
    const text = `retry ${filler(100)} retry with backoff ${filler(100)}`
    const cut = snippet(text, 'retry backoff')
    expect(cut).toContain('**retry** with **backoff**')
    expect(cut.startsWith('…')).toBe(true)
    expect(cut.endsWith('…')).toBe(true)
    expect(cut.length).toBeLessThan(300)
  })

  it('returns the beginning without a hit', () => {
    expect(snippet(`First words. ${filler(100)}`, 'zebra')).toMatch(/^First words\./)
    expect(snippet('', 'zebra')).toBe('')
  })

  it('folds white space', () => {
    expect(snippet('a\r\n\n  b\tc', 'zebra')).toBe('a b c')
  })

  it('handles a hit that is longer than a snippet', () => {
    const word = 'x'.repeat(600)
    expect(snippet(word, word)).toContain('xxx')
    expect(snippet(`start ${word}`, 'xxx')).toContain('start')
    expect(snippet('人'.repeat(600), '人')).toContain('人')
    expect(snippet(`x ${'人'.repeat(300)} y ${'人'.repeat(300)}`, '人')).toContain('人')
  })

  it('adds only marks and dots, and splits no surrogate pair', () => {
    const parts = fc.array(
      fc.constantFrom('日本', '😀', 'test ', 'tests', ' ', '𠮷', 'C++ ', 'é', 'e\u0301', 'aB.c()'),
      {
        maxLength: 200,
      },
    )
    fc.assert(
      fc.property(parts, fc.constantFrom('test', '日', '𠮷', 'c++', 'é', '😀 tes'), (pieces, query) => {
        const text = pieces.join('')
        const cut = snippet(text, query)
        expect(cut.isWellFormed()).toBe(true)
        expect(text.normalize('NFC').replace(/\s+/g, ' ').trim()).toContain(cut.replace(/^…|…$|\*\*/gu, ''))
        expect(cut).not.toContain('****')
      }),
      { numRuns: 300 },
    )
  })
})
