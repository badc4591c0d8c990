import { describe, expect, it } from 'vitest'
import { splitPath, standardPath } from './paths.ts'

describe('paths', () => {
  it.each(['python/testing.md', 'a b/ö?#.md', '100%.md', '..'])('lead to %s and back', (id) => {
    const url = new URL(`http://host${standardPath(id === '..' ? 'x/..y' : id, { section: 'a b' })}`)
    expect(splitPath(url.pathname)).toEqual({ view: 'standards', rest: id === '..' ? 'x/..y' : id })
    expect(url.hash).toBe('#a%20b')
  })

  it('carry what to do with the standard', () => {
    expect(standardPath('go/errors.md', { edit: true, line: 4 })).toBe(
      '/standards/go/errors.md?edit=1&line=4',
    )
  })

  it('are read even when they are broken', () => {
    expect(splitPath('/standards/%E0%A4%A')).toEqual({ view: 'standards', rest: '%E0%A4%A' })
    expect(splitPath('/')).toEqual({ view: '', rest: '' })
  })
})
