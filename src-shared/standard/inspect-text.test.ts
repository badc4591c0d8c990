import { describe, expect, it } from 'vitest'
import { inspectText } from './inspect-text.ts'

const around = (yaml: string) => `---\n${yaml}\n---\n\n# Body\n`

describe('inspectText', () => {
  it('returns the form fields, the facets, the problems and what the quick fix does', () => {
    expect(inspectText('go/a.md', around('title: Go: errors\nx: 1'))).toMatchObject({
      fields: null,
      language: { value: 'go', rule: 'path' },
      domain: { value: 'error-handling', rule: 'title' },
      frontMatterLines: 4,
      problems: [{ code: 'front-matter-colon', line: 2, fix: 'Add quotes' }],
    })
    expect(inspectText('a.md', '# A\n')).toMatchObject({
      fields: { title: '', tags: [], language: null },
      frontMatterLines: 0,
      problems: [],
    })
  })

  it('counts the lines of front matter that ends the text', () => {
    expect(inspectText('a.md', '---\na: b\n---').frontMatterLines).toBe(3)
  })

  it('reports a text without words', () => {
    expect(inspectText('a.md', ' \n').problems).toMatchObject([{ code: 'empty-file', fix: null }])
  })

  it('reports at most 20 problems of a front matter, each with its quick fix', () => {
    const yaml = Array.from({ length: 50 }, (_, index) => `key${index}: a: b`).join('\n')
    const { problems } = inspectText('a.md', around(yaml))
    expect(problems).toHaveLength(20)
    expect(problems[0]?.fix).toBe('Add quotes')
  })
})
