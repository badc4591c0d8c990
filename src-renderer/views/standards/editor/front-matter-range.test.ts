import { describe, expect, it } from 'vitest'
import { editableFrontMatterEnd, frontMatterEnd, linesUpTo } from './front-matter-range.ts'

describe('the range of the front matter', () => {
  it.each([
    ['---\ntitle: A\n---\n\n# A', '---\ntitle: A\n---'],
    ['---\n---\ntext', '---\n---'],
    ['---\na: 1\n...\ntext', '---\na: 1\n...'],
    ['---\nnever closed\n', ''],
    ['<!-- licence -->\n\n---\ntitle: A\n---\n\n# A', '<!-- licence -->\n\n---\ntitle: A\n---'],
    ['+++\ntitle = "A"\n+++\ntext', '+++\ntitle = "A"\n+++'],
    ['# A\n\n---\n\n---\n', ''],
    ['', ''],
  ])('of %j', (text, range) => expect(text.slice(0, frontMatterEnd(text))).toBe(range))

  it('is nothing to fold when the form cannot change it', () => {
    expect(editableFrontMatterEnd('+++\ntitle = "A"\n+++\ntext')).toBe(0)
    expect(editableFrontMatterEnd('---\ntitle: A\n---\n')).toBe(16)
  })

  it('counts its lines', () => {
    const text = '---\ntitle: A\n---\n\n# A'
    expect(linesUpTo(text, frontMatterEnd(text))).toBe(3)
    expect(linesUpTo('x', 0)).toBe(1)
  })
})
