import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from './decode.ts'

const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

function utf16(text: string, order: 'le' | 'be', mark: boolean): Uint8Array {
  const buffer = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
  return order === 'le' ? buffer : buffer.swap16()
}

describe('decode', () => {
  it('returns valid UTF-8 unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(!text.includes('\0') && !text.startsWith('\uFEFF') && /\S/.test(text))
        expect(decode(Buffer.from(text))).toEqual({ text, problems: [] })
      }),
    )
  })

  it('removes one byte order mark without a problem', () => {
    expect(decode(bytesOf([0xef, 0xbb, 0xbf], '# Hi\n'))).toEqual({ text: '# Hi\n', problems: [] })
    expect(decode(bytesOf([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], 'a')).text).toBe('\uFEFFa')
  })

  it('keeps every kind of line end', () => {
    expect(decode(bytesOf('a\r\nb\rc\n')).text).toBe('a\r\nb\rc\n')
  })

  it('reads a part of a larger buffer', () => {
    const whole = Buffer.from('xx# Hé\nyy')
    expect(decode(whole.subarray(2, whole.length - 2)).text).toBe('# Hé\n')
  })

  it.each(['le', 'be'] as const)('reads UTF-16 %s with and without a mark and says so', (order) => {
    for (const mark of [true, false]) {
      const { text, problems } = decode(utf16('# Überschrift\r\n\r\nText → 文\r\n', order, mark))
      expect(text).toBe('# Überschrift\r\n\r\nText → 文\r\n')
      expect(problems).toMatchObject([{ code: 'utf-16', severity: 'warning', line: null }])
      expect(problems[0]?.remedy).toContain('UTF-8')
    }
  })

  it('reads UTF-16 that ends in the middle of a character', () => {
    expect(decode(bytesOf([0xff, 0xfe, 0x61, 0, 0x62])).text).toBe('a\uFFFD')
  })

  it('replaces bytes that are not UTF-8 and names the line of the first', () => {
    const cases: [Uint8Array, number][] = [
      [bytesOf([0xe9], 'a'), 1],
      [bytesOf('a\nb\r\ncaf', [0xe9], '\nd', [0xff]), 3],
      [bytesOf('a\rb\rc', [0xc3]), 3],
      [bytesOf('a\r\r\n\r', [0x80], '\r\r'), 4],
      [bytesOf('é\n'.repeat(100_000), 'x', [0xed, 0xa0, 0x80], '\n', 'y\n'.repeat(10)), 100_001],
    ]
    for (const [bytes, line] of cases) {
      const { text, problems } = decode(bytes)
      expect(text).toContain('\uFFFD')
      expect(problems).toMatchObject([{ code: 'invalid-utf8', severity: 'warning', line }])
      expect(problems[0]?.message).toContain(`Line ${line} `)
    }
  })

  it('replaces NUL bytes and names the line of the first', () => {
    const { text, problems } = decode(bytesOf('one\ntwo\0three\n\0\n'))
    expect(text).toBe('one\ntwo\uFFFDthree\n\uFFFD\n')
    expect(problems).toMatchObject([{ code: 'nul-bytes', line: 2 }])
  })

  it.each(['', ' \n\t\r\n', '\uFEFF\n'])('warns of a file without text: %j', (text) => {
    expect(decode(Buffer.from(text)).problems).toMatchObject([{ code: 'empty-file', severity: 'warning' }])
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { text, problems } = decode(bytes)
        expect(text).not.toContain('\0')
        for (const { line } of problems) expect(line === null || line >= 1).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
