import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText } from './cut-text.ts'

describe('cutText', () => {
  it('gives the whole text when it fits', () => {
    expect(cutText('one\ntwo\n', 0, 8)).toEqual({ text: 'one\ntwo\n' })
  })
  it('ends behind a line', () => {
    expect(cutText('one\ntwo\nthree\n', 0, 10)).toEqual({ text: 'one\ntwo\n', next: 8 })
  })
  it('takes a line that ends exactly at the limit', () => {
    expect(cutText('one\ntwo\n', 0, 4)).toEqual({ text: 'one\n', next: 4 })
  })
  it('cuts inside a line that is longer than the limit', () => {
    expect(cutText('abcdefgh', 0, 3)).toEqual({ text: 'abc', next: 3 })
  })
  it('cuts inside a long line rather than giving next to nothing before it', () => {
    expect(cutText('# T\n\nabcdefghijklmnop', 0, 12)).toEqual({ text: '# T\n\nabcdefg', next: 12 })
  })
  it('never splits a surrogate pair, not even at an offset inside it or a limit of one', () => {
    expect(cutText('a😀b', 0, 2)).toEqual({ text: 'a', next: 1 })
    expect(cutText('a😀b', 1, 1)).toEqual({ text: '😀', next: 3 })
    expect(cutText('a😀b', 2, 9)).toEqual({ text: '😀b' })
  })
  it('gives nothing behind the end', () => {
    expect(cutText('abc', 9, 5)).toEqual({ text: '' })
  })
  it('gives pieces that join to the whole text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), (text, max) => {
        const pieces: string[] = []
        for (let offset: number | undefined = 0; offset !== undefined; ) {
          const piece = cutText(text, offset, max)
          pieces.push(piece.text)
          expect(piece.text.isWellFormed()).toBe(true)
          offset = piece.next
        }
        expect(pieces.join('')).toBe(text)
      }),
    )
  })
})
