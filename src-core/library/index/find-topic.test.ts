import { afterAll, describe, expect, it } from 'vitest'
import { openTempIndex, type TempIndex } from '../../testing/temp-index.ts'
import { findTopic } from './find-topic.ts'

const FILES = {
  'README.md': '---\nlanguage: go\ndomain: testing\n---\n# Our standards\n\nClone it, and read on.\n',
  'CONTRIBUTING.md': '# Contributing Go tests\n\nOpen a pull request.\n',
  'go/testing.md': '# Go testing\n\nTables.\n',
  'go/style.md':
    '# Go style\n\n## Errors\n\nWrap.\n\n## Error types\n\nFew.\n\n## Handling errors\n\nOnce.\n\n## Panics and exceptions\n\nNever.\n',
  'guides/playwright-python.md': '# Playwright with Python: tests\n\n## Test names\n\nShort.\n',
  'guides/python-moved.md': '# Python security\n\nMoved to [the wiki](https://wiki.example.com/python).\n',
  'guides/python-code.md': '# Python code\n\n## Tests\n\nUse pytest.\n\n## Unit tests\n\nSmall.\n',
  'general/logging.md': '# Logging\n\nOne event, one line.\n',
  'general/react-performance.md': '# React performance\n\nMemoise.\n',
  'general/accessibility.md': '# Accessibility\n\nUse a keyboard.\n',
  'ops/sql-injection.md': '# SQL injection\n\nBind parameters.\n',
}

const index: TempIndex = openTempIndex(FILES)
afterAll(() => index.close())
const find = (language: string, domain: string) => {
  const { found, rule, nearest } = findTopic(index.reader, language, domain)
  return { id: found?.id, rule, nearest: nearest.map(({ id }) => id) }
}

describe('findTopic', () => {
  it('finds the standard of a language and domain, never the README or the contributing guide', () => {
    expect(find('go', 'testing')).toMatchObject({ id: 'go/testing.md', rule: 'topic' })
  })

  it("finds the language's standard with sections on the domain", () => {
    expect(find('go', 'error-handling')).toMatchObject({ id: 'go/style.md', rule: 'sections' })
  })

  it('prefers a standard of the language to one of a framework', () => {
    expect(find('python', 'testing')).toMatchObject({ id: 'guides/python-code.md', rule: 'sections' })
  })

  it('finds a general standard, but not one for another technology', () => {
    expect(find('kotlin', 'logging')).toMatchObject({ id: 'general/logging.md', rule: 'general' })
    expect(find('kotlin', 'performance')).toMatchObject({ id: undefined, rule: null })
    expect(find('sql', 'security')).toMatchObject({ id: 'ops/sql-injection.md', rule: 'general' })
    expect(find('kotlin', 'security')).toMatchObject({ id: undefined, rule: null })
  })

  it('finds no file that only says where its content is', () => {
    expect(find('python', 'security').id).not.toBe('guides/python-moved.md')
  })

  it('names standards of the language, then of the domain, as the nearest', () => {
    expect(find('kotlin', 'testing')).toMatchObject({ id: undefined })
    expect(find('kotlin', 'testing').nearest[0]).toBe('go/testing.md')
    const { nearest } = find('go', 'performance')
    expect(nearest.slice(0, 2).every((id) => id.startsWith('go/'))).toBe(true)
    expect(nearest).toContain('general/react-performance.md')
    expect(nearest).not.toContain('general/accessibility.md')
  })
})
