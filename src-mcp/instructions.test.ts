import { describe, expect, it } from 'vitest'
import { writeInstructions } from './instructions.ts'

function facets(languages: string[], domains: string[]) {
  return { languages, domains, tags: [], generation: 1 }
}

describe('writeInstructions', () => {
  it('names the tools and what the library has', () => {
    const text = writeInstructions(facets(['go', 'python'], ['testing']))
    expect(text).toContain('Languages: go, python.')
    expect(text).toContain('Domains: testing.')
    for (const tool of [
      'get_stdlib',
      'search_standards',
      'get_standard',
      'get_checklist',
      'list_standards',
    ]) {
      expect(text).toContain(tool)
    }
  })
  it('stays under 2 KB whatever the library has', () => {
    const words = (length: number) => Array.from({ length: 500 }, (_, at) => `${at}`.padEnd(length, 'ü'))
    for (const length of [1, 10, 40, 200]) {
      expect(Buffer.byteLength(writeInstructions(facets(words(length), words(length))))).toBeLessThan(2_000)
    }
    expect(writeInstructions(facets([], []))).not.toContain('Languages')
  })
})
