import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Standard } from '../../src-shared/contract/library.ts'
import { parse } from '../../src-shared/standard/parse.ts'
import { readPage } from './document-page.ts'

function standard(text: string): Standard {
  const { sections, bodyStart } = parse(text, 'a.md')
  const facts = {
    title: 'A',
    description: '',
    tags: [],
    language: null,
    domain: null,
    updated: '',
    size: text.length,
  }
  return { id: 'a.md', uri: 'standard:///a.md', ...facts, text, sections, bodyStart }
}

const LONG = standard(
  `---\ntitle: A\n---\n# A\n\n${Array.from({ length: 30 }, (_, at) => `## Part ${at}\n\n${'A line of words.\n'.repeat(15)}\n`).join('')}`,
)

describe('readPage', () => {
  it('gives a short text whole, without outline', () => {
    const short = standard('# A\n\nText.\n')
    expect(readPage(short, { bytes: 7_500 })).toEqual({
      text: short.text,
      outline: [],
      length: short.text.length,
    })
  })
  it('ends at a heading, with the outline and within the bytes of the answer', () => {
    const page = readPage(LONG, { bytes: 7_500 })
    expect(Buffer.byteLength(page.text + page.outline.join('\n'))).toBeLessThan(7_500)
    expect(Buffer.byteLength(page.text)).toBeGreaterThan(5_000)
    expect(LONG.text.slice(LONG.bodyStart).slice(page.next)).toMatch(/^## Part \d+/)
    expect(page.outline).toHaveLength(31)
  })
  it('has pages that join to the whole, for any text and size', () => {
    const line = fc.oneof(
      fc.constantFrom('# Heading', '## Ü', '```', 'wörter '.repeat(20), ''),
      fc.string({ unit: 'grapheme' }),
    )
    const texts = fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(texts, fc.integer({ min: 520, max: 900 }), (text, bytes) => {
        const document = standard(text)
        let joined = ''
        for (let offset: number | undefined = 0; offset !== undefined; ) {
          const page = readPage(document, { bytes, offset })
          joined += page.text
          expect(page.next === undefined || page.next > offset).toBe(true)
          offset = page.next
        }
        expect(document.text.endsWith(joined)).toBe(true)
        expect(document.text.slice(document.bodyStart).trim()).toBe(joined.trim())
      }),
    )
  })
  it('keeps pages of any script within the bytes', () => {
    const wide = standard(`# 规则\n\n${'每个错误都要有一个测试。\n'.repeat(2_000)}`)
    expect(Buffer.byteLength(readPage(wide, { bytes: 7_500 }).text)).toBeLessThan(7_500)
  })
})
