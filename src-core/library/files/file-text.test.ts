import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignLines } from '../../base/align-lines.ts'
import { runs } from '../../testing/long.ts'
import { decode, utf16Of } from '../watch/decode.ts'
import {
  encodingLabel,
  lineEndingLabel,
  readFileText,
  TornLineError,
  textOf,
  writeFileText,
} from './file-text.ts'

const read = (bytes: Uint8Array) => readFileText(bytes, utf16Of(bytes))
const ending = fc.constantFrom('\n', '\r\n')
const uniqueLines = fc
  .uniqueArray(fc.stringMatching(/^[a-zé日 ]{0,6}$/), { minLength: 1, maxLength: 30 })
  .chain((texts) =>
    fc.tuple(fc.constant(texts), fc.array(ending, { minLength: texts.length, maxLength: texts.length })),
  )

describe('readFileText and writeFileText', () => {
  it('write unchanged bytes of any kind, and read the same text as the indexer', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
      fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(`\uFEFFabc${text}`, 'utf16le'))),
      fc
        .string({ unit: 'binary' })
        .map((text) => new Uint8Array(Buffer.from(`\uFEFFabc${text}`, 'utf16le').swap16())),
      fc
        .array(
          fc.constantFrom(
            0xe2,
            0x82,
            0xac,
            0xf0,
            0x9f,
            0x98,
            0x80,
            0xed,
            0xa0,
            0x41,
            0x0a,
            0x0d,
            0,
            0xef,
            0xbb,
            0xbf,
          ),
        )
        .map((all) => Uint8Array.from(all)),
    )
    fc.assert(
      fc.property(bytes, (all) => {
        const file = read(all)
        expect(Buffer.from(writeFileText(file, textOf(file)))).toEqual(Buffer.from(all))
        expect(textOf(file)).toBe(decode(all).text.replace(/\r\n?/g, '\n'))
      }),
      { numRuns: runs(2_000) },
    )
  })

  it('keep the line ends of unchanged lines when others are added, changed and removed', () => {
    fc.assert(
      fc.property(
        uniqueLines,
        fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }),
        ([texts, endings], plan) => {
          const source = texts.map((text, at) => text + (endings[at] ?? '')).join('')
          const file = read(Buffer.from(source))
          const now = texts.flatMap((text, at) =>
            plan[at] === 1
              ? []
              : plan[at] === 2
                ? [`NEW${at}`, text]
                : plan[at] === 3
                  ? [`${text}!`]
                  : [text],
          )
          const written = Buffer.from(writeFileText(file, now.map((line) => `${line}\n`).join(''))).toString()
          const lines = written.match(/[^\r\n]*(?:\r\n|\n|\r)/g) ?? []
          expect(lines.map((line) => line.replace(/[\r\n]+$/, ''))).toEqual(now)
          texts.forEach((text, at) => {
            if (plan[at] !== 1 && plan[at] !== 3) expect(lines).toContain(text + endings[at])
          })
        },
      ),
    )
  })

  it('end the file as in the edited text', () => {
    const file = read(Buffer.from('a\r\nb'))
    expect(Buffer.from(writeFileText(file, 'a\nb\n')).toString()).toBe('a\r\nb\r\n')
    expect(Buffer.from(writeFileText(file, 'a')).toString()).toBe('a')
    expect(Buffer.from(writeFileText(read(Buffer.from('a\r\nb\r\n')), 'a\nb')).toString()).toBe('a\r\nb')
  })

  it('give a new line the line end of the line above, and keep that of a changed line', () => {
    const file = read(Buffer.from('a\nb\r\nc\n'))
    expect(Buffer.from(writeFileText(file, 'a\nB\nnew\nc\n')).toString()).toBe('a\nB\r\nnew\r\nc\n')
  })

  it('return the labels of line ends and encoding', () => {
    expect(lineEndingLabel(read(Buffer.from('a\r\nb\r\n')))).toBe('CRLF')
    expect(lineEndingLabel(read(Buffer.from('a\r\nb\n')))).toBe('mixed')
    expect(lineEndingLabel(read(Buffer.from('a')))).toBe('LF')
    expect(encodingLabel(read(Buffer.from('\uFEFFa')))).toBe('UTF-8 with BOM')
    expect(encodingLabel(read(Buffer.from('\uFFFD')))).toBe('UTF-8')
    expect(encodingLabel(read(Buffer.from('\xdf', 'latin1')))).toBe('not UTF-8')
    expect(encodingLabel(read(Buffer.from('\uFEFFa', 'utf16le')))).toBe('not UTF-8')
  })

  it('keep bytes that are not text, also on a changed line', () => {
    const file = read(Buffer.from('one\nStra\xdfe und Gr\xf6\xdfe\n', 'latin1'))
    const written = writeFileText(file, textOf(file).replace('one', 'two').replace('und', 'oder'))
    expect(Buffer.from(written).toString('latin1')).toBe('two\nStra\xdfe oder Gr\xf6\xdfe\n')
    expect(Buffer.from(writeFileText(file, 'one\nStraße\n')).toString()).toBe('one\nStraße\n')
    expect(
      Buffer.from(writeFileText(file, 'Stra\uFFFDe und Gr\uFFFD\uFFFDe\none\n')).toString('latin1'),
    ).toBe('Stra\xdfe und Gr\xf6\xdfe\none\n')
    expect(() => writeFileText(file, 'one\nStraße und Gr\uFFFD\uFFFDe\n')).toThrow(TornLineError)
  })
})

describe('alignLines', () => {
  it('returns ascending indexes and finds unchanged lines', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 20 })
    fc.assert(
      fc.property(lines, lines, (before, now) => {
        const known = alignLines(before, now).filter((at) => at !== null)
        expect(known).toEqual([...new Set(known)].sort((a, b) => a - b))
        expect(known.every((at) => at < before.length)).toBe(true)
      }),
    )
    expect(alignLines(['a', 'x', 'b'], ['a', 'b'])).toEqual([0, 2])
    expect(alignLines(['a', 'b'], ['b', 'a'])).toHaveLength(2)
  })

  it('is fast for two long texts without common lines', () => {
    const text = (word: string) => Array.from({ length: 50_000 }, (_, at) => `${word} ${at % 7}`)
    expect(alignLines(text('a'), text('b'))).toHaveLength(50_000)
  })
})
