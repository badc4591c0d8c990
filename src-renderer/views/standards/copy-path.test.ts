import { describe, expect, it } from 'vitest'
import { copyPath, stemRange } from './copy-path.ts'

describe('the name of a copy', () => {
  it.each([
    ['go/errors.md', 'go/errors copy.md'],
    ['a.instructions.md', 'a copy.instructions.md'],
    ['v1.2/x', 'v1.2/x copy'],
    ['.md', '.md copy'],
  ])('of %s is %s', (id, copy) => expect(copyPath(id)).toBe(copy))

  it('finds the file name without its extension', () => {
    const { start, stop } = stemRange('a/b/rest api.md')
    expect('a/b/rest api.md'.slice(start, stop)).toBe('rest api')
  })
})
