import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../testing/long.ts'
import { prefixesOf, quote, readQuestion, stringsOf, termOf } from './question.ts'

const all = (question: string) => readQuestion(question)?.terms.map(({ parts }) => quote(parts))
const telling = (question: string) => readQuestion(question)?.telling.map(({ key }) => key)

describe('readQuestion', () => {
  it.each([
    ['snake_case', ['"snake case"']],
    ['foo.bar()', ['"foo bar"']],
    ['日本', ['"日 本"']],
    ['SQL注入', ['"SQL"', '"注 入"']],
    ['C++ C# C', ['"cplusplus"', '"csharp"', '"C"']],
    ['"quoted', ['"quoted"']],
    ['NEAR(a b)', ['"NEAR a"', '"b"']],
    ['a OR b', ['"a"', '"OR"', '"b"']],
    ['body:x', ['"body x"']],
    ['wild*', ['"wild"']],
    ['{heading}: x', ['"heading"', '"x"']],
    ['a\0b', ['"a b"']],
  ])('reads the words of %s', (question, words) => {
    expect(all(question)).toEqual(words)
  })

  it('reads each word once, whatever its form', () => {
    expect(telling('Test tests TESTING')).toEqual(['test'])
  })

  it.each([
    ['What do our standards say about testing in Python?', ['testing', 'python']],
    ['go testing coding standards', ['go', 'testing']],
    ["Don't we have rules for logging?", ['logging']],
    ['Wie gehe ich mit der Ausnahme um?', ['ausnahme']],
    ['a die is rolled', ['die', 'rolled']],
  ])('finds the telling words of %s', (question, words) => {
    expect(telling(question)).toEqual(words)
  })

  it('takes every word of a question without a telling one', () => {
    expect(telling('what are the rules')).toEqual(['what', 'are', 'the', 'rules'])
  })

  it.each(['', ' \n\t', '"', '***', '()[]{}', '-- + ^ :', '\0', '\ud800', '…—'])(
    'finds no word in %j',
    (question) => {
      expect(readQuestion(question)).toBeNull()
    },
  )

  it('gives FTS5 only quoted words and *', () => {
    const string = /^"[\p{L}\p{N}\p{M} ]+"(?: \*)?$/u
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (question) => {
        for (const term of readQuestion(question)?.terms ?? [])
          for (const expression of [...stringsOf(term), ...prefixesOf(term)])
            expect(expression).toMatch(string)
      }),
      { numRuns: runs(500) },
    )
  })

  it('limits the length of a long question', () => {
    const question = readQuestion(Array.from({ length: 20_000 }, (_, at) => `w${at}`).join(' '))
    expect(question?.terms.length).toBe(32)
  })
})

describe('prefixesOf', () => {
  it('returns no prefix of one or two letters', () => {
    expect(prefixesOf(termOf('io'))).toEqual([])
  })

  it('also returns the prefix without letters that stemming removes', () => {
    expect(prefixesOf(termOf('encry'))).toEqual(['"encry" *', '"encr" *'])
    expect(prefixesOf(termOf('testin'))).toEqual(['"testin" *', '"test" *'])
  })
})
