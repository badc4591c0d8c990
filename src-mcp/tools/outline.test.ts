import { describe, expect, it } from 'vitest'
import type { Section } from '../../src-shared/standard/standard.ts'
import { buildOutline, findSection, slugIn } from './outline.ts'

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
  it('leaves the deepest levels out when there are too many', () => {
    const many = Array.from({ length: 500 }, (_, at) => section(at % 5 === 0 ? 1 : 2, `H${at}`, at))
    const outline = buildOutline(many)
    expect(outline).toHaveLength(100)
    expect(outline.every((entry) => entry.level === 1)).toBe(true)
    expect(buildOutline(many.map((section) => ({ ...section, level: 1 })))).toHaveLength(300)
  })
})

const find = (sections: typeof SECTIONS, text: string) => findSection(sections, { text, isSlug: false })

describe('findSection', () => {
  it('takes a heading with everything below it', () => {
    expect(find(SECTIONS, 'Set up')).toEqual({ start: 20, stop: 40 })
    expect(find(SECTIONS, 'testing')).toEqual({ start: 10, stop: 60 })
  })
  it('takes a slug, any case, marks of a heading and more spaces', () => {
    expect(find(SECTIONS, 'SET-UP-1')).toEqual({ start: 40, stop: 50 })
    expect(find(SECTIONS, '##  set   UP ')).toEqual({ start: 20, stop: 40 })
    expect(find(SECTIONS, 'C++ & you')).toEqual({ start: 50, stop: 60 })
  })
  it('takes a heading to the letter before a slug, but not in a URI', () => {
    const names = ['C++', 'C#', 'C'].map((name, at) => section(2, name, at * 10))
    expect(find(names, 'C')?.start).toBe(20)
    expect(find(names, 'c')?.start).toBe(0)
    expect(findSection(names, { text: 'c', isSlug: true })?.start).toBe(0)
    expect(findSection(names, { text: 'c-2', isSlug: true })?.start).toBe(20)
    const listed = buildOutline(names)
    expect(slugIn(listed, { text: 'C', isSlug: false })).toBe('c-2')
    expect(slugIn(listed, { text: 'c', isSlug: true })).toBe('c')
  })
  it('knows no other section, and never the text before the first heading', () => {
    expect(find(SECTIONS, 'Teardown')).toBeNull()
    expect(find(SECTIONS, ' ')).toBeNull()
    expect(find([], 'x')).toBeNull()
  })
})
