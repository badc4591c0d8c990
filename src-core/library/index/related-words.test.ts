import { describe, expect, it } from 'vitest'
import { isCjk } from '../../base/fold.ts'
import { englishFor, englishForCjk, englishForInflected } from './glossary.ts'
import { GLOSSARY_TERMS } from './glossary-terms.ts'
import { acronymsFor, americanSpelling } from './related-words.ts'
import { synonymsOf } from './synonyms.ts'

describe('americanSpelling', () => {
  it.each([
    ['serialise', 'serialize'],
    ['organisations', 'organizations'],
    ['behaviours', 'behaviors'],
    ['centred', 'centred'],
    ['centre', 'center'],
    ['analysing', 'analyzing'],
    ['cancelled', 'canceled'],
    ['licence', 'license'],
    ['catalogue', 'catalog'],
    ['exercise', 'exercise'],
    ['compromised', 'compromised'],
    ['four', 'four'],
  ])('spells %s as %s', (british, american) => {
    expect(americanSpelling(british)).toBe(american)
  })
})

describe('related words', () => {
  it('are found in any inflection', () => {
    expect(acronymsFor('pull requests')).toContain('pr')
    expect(synonymsOf('hackers')).toEqual(['attack', 'threat'])
    expect(synonymsOf('mocking')).toContain('stub')
  })
  it('do not hold the word itself', () => {
    for (const word of ['mock', 'stub', 'retry', 'retries', 'lock'])
      expect(synonymsOf(word)).not.toContain(word)
  })
})

describe('the glossary', () => {
  it('has each term in nine languages', () => {
    for (const line of GLOSSARY_TERMS.trim().split('\n')) {
      const words = line.split('|')[1]?.split(';') ?? []
      expect(words, line).toHaveLength(9)
      expect(
        words.map((word) => isCjk(word)),
        line,
      ).toEqual([...Array(6).fill(false), true, true, true])
    }
  })
  it('reads words with and without accents and endings', () => {
    expect(englishFor('sécurité')).toEqual(['security'])
    expect(englishFor('securite')).toEqual(['security'])
    expect(englishForInflected('schwachstellen')).toEqual(['vulnerability'])
    expect(englishForInflected('wachtwoorden')).toEqual(['password'])
    expect(englishFor('pruebas unitarias')).toEqual(['unit test'])
  })
  it('reads the longest words in a run without spaces', () => {
    expect(englishForCjk('如何进行错误处理')).toEqual(['error handling'])
    expect(englishForCjk('単体テストの命名規則')).toEqual(['unit test', 'naming conventions'])
    expect(englishForCjk('비밀번호')).toEqual(['password'])
  })
})
