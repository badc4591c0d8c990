import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineSplitter, type Line } from './line-splitter.ts'

function split(chunks: readonly (string | Buffer)[], max: number): string[] {
  const splitter = createLineSplitter(max)
  const show = (line: Line) => ('tooLong' in line ? '<too long>' : line.bytes.toString())
  return [...chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk))), ...splitter.end()].map(show)
}

describe('createLineSplitter', () => {
  it('joins chunks and cuts at line feeds', () => {
    expect(split(['a', 'b\nc', 'd\n', '\n'], 9)).toEqual(['ab', 'cd', ''])
  })
  it('gives the rest behind the last line feed', () => {
    expect(split(['a\nb'], 9)).toEqual(['a', 'b'])
    expect(split(['a\n'], 9)).toEqual(['a'])
  })
  it('keeps a character whole that came in two chunks', () => {
    const bytes = Buffer.from('ü😀\n')
    expect(
      split(
        [...bytes].map((byte) => Buffer.from([byte])),
        9,
      ),
    ).toEqual(['ü😀'])
  })
  it('reports a long line once and reads on behind it', () => {
    expect(split(['1234', '5678', '9\nok\n'], 5)).toEqual(['<too long>', 'ok'])
    expect(split(['123456\nok'], 5)).toEqual(['<too long>', 'ok'])
    expect(split(['12345\nok\n123456'], 5)).toEqual(['12345', 'ok', '<too long>'])
  })
  it('gives the same lines however the bytes arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'bb', '\n', 'cccccc', 'ü')),
        fc.integer({ min: 1, max: 6 }),
        (parts, max) => {
          const bytes = Buffer.from(parts.join(''))
          const single = [...bytes].map((byte) => Buffer.from([byte]))
          expect(split(single, max)).toEqual(split([bytes], max))
        },
      ),
    )
  })
})
