import { describe, expect, it } from 'vitest'
import type { Section } from '../../src-shared/standard/standard.ts'
import { buildOutline, findSection, outlineLines } from './outline.ts'

function section(level: number, heading: string, start: number): Section {
  return { level, heading, line: start + 1, start, stop: start + 10 }
}

const SECTIONS = [
  section(0, '', 0),
  section(1, 'Testing', 10),
  section(2, 'Set up', 20),
  section(3, 'Fixtures', 30),
  section(2, 'Set up', 40),
  section(2, 'C++ & you', 50),
]

describe('buildOutline', () => {
  it('lists the headings with their slugs, without the text before the first', () => {
    expect(buildOutline(SECTIONS)).toEqual([
      { level: 1, heading: 'Testing', slug: 'testing' },
      { level: 2, heading: 'Set up', slug: 'set-up' },
      { level: 3, heading: 'Fixtures', slug: 'fixtures' },
      { level: 2, heading: 'Set up', slug: 'set-up-1' },
      { level: 2, heading: 'C++ & you', slug: 'c--you' },
    ])
  })
})

describe('outlineLines', () => {
  it('writes each heading as it is given to findSection, with the slug of a repeated one', () => {
    const lines = outlineLines(SECTIONS, 1_000)
    expect(lines).toEqual(['# Testing', '## Set up', '### Fixtures', '## Set up {#set-up-1}', '## C++ & you'])
    expect(lines.map((text) => find(SECTIONS, text)?.start)).toEqual([10, 20, 30, 40, 50])
  })
  it('leaves the deepest levels out when they are too long, and then the last headings', () => {
    const many = Array.from({ length: 500 }, (_, at) => section(at % 5 === 0 ? 1 : 2, `H${at}`, at))
    const outline = outlineLines(many, 1_000)
    expect(outline).toHaveLength(100)
    expect(outline.every((line) => line.startsWith('# '))).toBe(true)
    const flat = outlineLines(
      many.map((each) => ({ ...each, level: 1 })),
      1_000,
    )
    expect(flat.join('\n').length).toBeLessThanOrEqual(1_000)
    expect(flat.length).toBeGreaterThan(100)
  })
})

const find = (sections: typeof SECTIONS, text: string) => findSection(sections, { text, isSlug: false })

describe('findSection', () => {
  it('takes a heading with everything below it', () => {
    expect(find(SECTIONS, 'Set up')).toMatchObject({ start: 20, stop: 40 })
    expect(find(SECTIONS, 'testing')).toMatchObject({ start: 10, stop: 60 })
  })
  it('takes a slug, any case, marks of a heading and more spaces', () => {
    expect(find(SECTIONS, 'SET-UP-1')).toMatchObject({ start: 40, stop: 50, slug: 'set-up-1' })
    expect(find(SECTIONS, '##  set   UP ')).toMatchObject({ start: 20, stop: 40 })
    expect(find(SECTIONS, 'C++ & you')).toMatchObject({ start: 50, stop: 60 })
  })
  it('takes a heading to the letter before a slug, but not in a URI', () => {
    const names = ['C++', 'C#', 'C'].map((name, at) => section(2, name, at * 10))
    expect(find(names, 'C')?.start).toBe(20)
    expect(find(names, 'c')?.start).toBe(0)
    expect(findSection(names, { text: 'c', isSlug: true })?.start).toBe(0)
    expect(findSection(names, { text: 'c-2', isSlug: true })?.start).toBe(20)
  })
  it('knows no other section, and never the text before the first heading', () => {
    expect(find(SECTIONS, 'Teardown')).toBeNull()
    expect(find(SECTIONS, ' ')).toBeNull()
    expect(find([], 'x')).toBeNull()
  })
})
