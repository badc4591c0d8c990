import { describe, expect, it } from 'vitest'
import { sectionSlugs, slugOf } from './slug.ts'
import type { Section } from './standard.ts'

const section = (heading: string, level = 2): Section => ({ level, heading, line: 1, start: 0, stop: 0 })

describe('slugOf', () => {
  it.each([
    ['Error Handling', 'error-handling'],
    ['JSON-RPC 2.0 Foundation', 'json-rpc-20-foundation'],
    ['What? Why! How…', 'what-why-how'],
    ['get_stdlib()', 'get_stdlib'],
    ['a & b', 'a--b'],
    ['Überblick für Anfänger', 'überblick-für-anfänger'],
    ['概述 与 方法', '概述-与-方法'],
    ['🚀 Launch', '-launch'],
    ['C++ / C#', 'c--c'],
  ])('%s', (heading, slug) => expect(slugOf(heading)).toBe(slug))
})

describe('sectionSlugs', () => {
  it('numbers repeated headings', () => {
    expect(sectionSlugs(['Notes', 'notes', 'Other', 'Notes'].map((heading) => section(heading)))).toEqual([
      'notes',
      'notes-1',
      'other',
      'notes-2',
    ])
  })

  it('returns no slug twice, even when a heading looks like a numbered one', () => {
    const slugs = sectionSlugs(
      ['Notes', 'Notes 1', 'Notes', 'Notes 1', 'Notes'].map((heading) => section(heading)),
    )
    expect(slugs).toEqual(['notes', 'notes-1', 'notes-2', 'notes-1-1', 'notes-3'])
  })

  it('returns an empty slug for text before the first heading', () => {
    expect(sectionSlugs([section('', 0), section('A', 1)])).toEqual(['', 'a'])
  })
})
