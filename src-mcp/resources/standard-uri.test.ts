import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardUri } from '../../src-shared/standard/uri.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../testing/indexed-library.ts'
import { readStandardUri } from './standard-uri.ts'

let temp: IndexedLibrary
beforeAll(async () => {
  temp = await openIndexedLibrary({
    ...SAMPLE,
    'c#/naming.md': '# C# naming\n',
    'odd 100% 😀?.md': '# Odd\n',
    'percent%20.md': '# Percent\n',
  })
})
afterAll(() => temp.close())

const read = (uri: string) => readStandardUri(temp.core.library, uri)

describe('readStandardUri', () => {
  it('reads a whole file, front matter included', () => {
    expect(read('standard:///python/testing.md')).toEqual({
      uri: 'standard:///python/testing.md',
      text: SAMPLE['python/testing.md'],
    })
  })

  it('reads a section with what is below it', () => {
    const { text = '' } = read('standard:///python/testing.md#fixtures') ?? {}
    expect(text).toMatch(/^## Fixtures\n/)
    expect(text).toContain('### Scopes')
    expect(text).not.toContain('Checklist')
    expect(read('standard:///python/testing.md#nope')).toBeNull()
  })

  it.each(['c#/naming.md', 'odd 100% 😀?.md', 'percent%20.md'])(
    'reads %s, encoded or put in as it is',
    (id) => {
      expect(read(standardUri(id))?.uri).toBe(standardUri(id))
      expect(read(`standard:///${id}`)?.uri).toBe(standardUri(id))
      expect(read(`STANDARD:///${encodeURIComponent(id)}`)?.uri).toBe(standardUri(id))
    },
  )

  it.each([
    'standard:///',
    'standard:///nope.md',
    'standard:///../library/review.md',
    'standard:///python/../review.md',
    'standard:///%2e%2e/review.md',
    'standard:///python/%2e%2e%2freview.md',
    'standard:////etc/passwd',
    'standard:///%2Fetc%2Fpasswd',
    'standard:///C:/Windows/win.ini',
    'standard:///..%5C..%5Creview.md',
    'standard:///%5C%5Chost%5Cshare%5Creview.md',
    'standard:////host/share/review.md',
    'standard://host/review.md',
    'standard:///review.md%00',
    'standard:///review.md\0.md',
    'standard:///%E0%A4%A',
    'file:///review.md',
    'review.md',
    '',
  ])('finds nothing at %j', (uri) => {
    expect(read(uri)).toBeNull()
  })
})
