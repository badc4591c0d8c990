import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../testing/long.ts'
import { readQuery } from './match-query.ts'

describe('readQuery', () => {
  it('returns every word, then the last one as a prefix, then any word', () => {
    expect(readQuery('retry with backoff')).toEqual({
      words: ['retry', 'with', 'backoff'],
      all: '"retry" AND "with" AND "backoff"',
      allWithPrefix: '"retry" AND "with" AND ("backoff" *)',
      any: '"retry" OR "backoff" *',
    })
  })

  it('returns no prefix of one or two letters', () => {
    expect(readQuery('use io')).toMatchObject({ allWithPrefix: null, any: '"io"' })
    expect(readQuery('call io')).toMatchObject({ allWithPrefix: null, any: '"call" OR "io"' })
  })

  it('also matches the prefix without letters that stemming removes', () => {
    expect(readQuery('encry')?.allWithPrefix).toBe('("encry" * OR "encr" *)')
    expect(readQuery('the testin')?.any).toBe('"testin" * OR "test" *')
  })

  it('returns each word once', () => {
    expect(readQuery('Test test TEST')).toMatchObject({ all: '"Test"', any: null })
  })

  it.each([
    ['snake_case', '"snake case"'],
    ['foo.bar()', '"foo bar"'],
    ['os.path.join', '"os path join"'],
    ['日本', '"日 本"'],
    ['C++ C# C', '"cplusplus" AND "csharp" AND "C"'],
  ])('makes %s a phrase', (query, all) => {
    expect(readQuery(query)?.all).toBe(all)
  })

  it('returns the parts of an identifier as the last alternative', () => {
    expect(readQuery('foo.bar()')?.any).toBe('"foo" OR "bar" *')
    expect(readQuery('日本 foo_io')?.any).toBe('"日 本" OR "foo" OR "io"')
    expect(readQuery('日本')?.any).toBeNull()
  })

  it.each([
    ['"quoted', '"quoted"'],
    ['NEAR(a b)', '"NEAR a" AND "b"'],
    ['-x', '"x"'],
    ['a OR b', '"a" AND "OR" AND "b"'],
    ['NOT a', '"NOT" AND "a"'],
    ['body:x', '"body x"'],
    ['^start', '"start"'],
    ['wild*', '"wild"'],
    ['{heading}: x', '"heading" AND "x"'],
    ['a\0b', '"a b"'],
  ])('reads %s as words', (query, all) => {
    expect(readQuery(query)?.all).toBe(all)
  })

  it.each(['', ' \n\t', '"', '***', '()[]{}', '-- + ^ :', '\0', '\ud800', '…—'])(
    'finds no word in %j',
    (query) => {
      expect(readQuery(query)).toBeNull()
    },
  )

  it('returns only quoted words, AND, OR and * for any query', () => {
    const token = String.raw`"[\p{L}\p{N}\p{M} ]+"`
    const all = new RegExp(`^${token}(?: AND ${token})*$`, 'u')
    const any = new RegExp(`^${token}(?: \\*)?(?: OR ${token}(?: \\*)?)*$`, 'u')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (query) => {
        const read = readQuery(query)
        if (!read) return
        expect(read.all).toMatch(all)
        if (read.any) expect(read.any).toMatch(any)
      }),
      { numRuns: runs(500) },
    )
  })

  it('limits the length for a long query', () => {
    const read = readQuery(Array.from({ length: 20_000 }, (_, at) => `w${at}`).join(' '))
    expect(read?.words.length).toBe(32)
  })
})
