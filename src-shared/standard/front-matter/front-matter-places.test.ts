import { describe, expect, it } from 'vitest'
import { PlumblineError } from '../../contract/errors.ts'
import { parse } from '../parse.ts'
import { applyFix } from '../quick-fixes/quick-fixes.ts'
import { readFrontMatter } from './front-matter.ts'
import { readFields } from './front-matter-fields.ts'
import { setFrontMatter } from './set-front-matter.ts'

const YAML = '---\ntitle: Errors\nlanguage: go\n---\n'
const BODY = '# Heading\n\ntext\n'

describe('front matter below other lines', () => {
  it.each([
    ['blank lines', '\n \n\n'],
    ['a byte order mark', '\uFEFF'],
    ['two byte order marks and a blank line', '\uFEFF\uFEFF\n'],
    ['a licence in an HTML comment', '<!-- SPDX-License-Identifier: MIT -->\n'],
    ['a comment of several lines with a key in it', '<!--\ntitle: not this\n-->\n\n<!-- two -->\n'],
    ['comments of Markdown and MDX', '[//]: # (by hand)\n{/* kept */}\n'],
    ['licence lines as in source code', '# SPDX-License-Identifier: MIT\n# Copyright 2026 Ann\n\n'],
    ['a comment with CRLF', '<!-- licence -->\r\n\r\n'],
  ])('is read below %s, and edited without a change above it', (_, above) => {
    const text = `${above}${YAML}${BODY}`
    const { data, bodyStart, problems } = readFrontMatter(text)
    expect({ ...data }).toEqual({ title: 'Errors', language: 'go' })
    expect(text.slice(bodyStart)).toBe(BODY)
    expect(problems).toEqual([])
    expect(setFrontMatter(text, { language: 'rust' })).toBe(
      `${above}---\ntitle: Errors\nlanguage: rust\n---\n${BODY}`,
    )
    expect(setFrontMatter(text, { title: '', language: null })).toBe(`${above}${BODY}`)
  })

  it('names the lines of the file in its problems, and fixes them there', () => {
    const text = '<!-- a\nb -->\n\n---\nlanguage: go\ntitle: Errors: how\n---\n'
    const [problem] = readFrontMatter(text).problems
    expect(problem).toMatchObject({ code: 'front-matter-colon', line: 6 })
    expect(applyFix(text, 'front-matter-colon', 6)?.text).toBe(
      '<!-- a\nb -->\n\n---\nlanguage: go\ntitle: "Errors: how"\n---\n',
    )
    expect(parse('\n\n---\ntags: {a: b}\n---\nx', 'a.md').problems).toMatchObject([
      { line: 4, code: 'tags-type' },
    ])
    const open = '\n<!-- x -->\n---\ntitle: never closed\n\n# Text\n'
    expect(readFrontMatter(open).problems).toMatchObject([{ line: 3, code: 'front-matter-unclosed' }])
    expect(applyFix(open, 'front-matter-unclosed', 3)?.text).toBe(
      '\n<!-- x -->\n---\ntitle: never closed\n---\n\n# Text\n',
    )
  })

  it.each([
    ['rules around prose', '\n---\n\nprose: with a colon\n\n---\n'],
    ['rules around keys that no tool has', '<!-- x -->\n---\nNote: be careful\n---\n'],
    ['a comment that never closes', '<!-- x\n---\ntitle: a\n---\n'],
    ['text above', 'Text\n\n---\ntitle: a\n---\n'],
    ['a heading about a copyright', '# Copyright\n\nText\n---\ntitle: a\n---\n'],
    ['a template tag', '{% raw %}\ntitle: a\n'],
    ['a template value', '{{ page.title }}\n'],
  ])('is not seen in %s', (_, text) => {
    expect(readFrontMatter(text)).toEqual({ data: {}, bodyStart: 0, problems: [] })
  })

  it('is named when it is indented, and when there are two', () => {
    const indented = '  ---\n  title: A\n  ---\n\n# B\n'
    expect(readFrontMatter(indented)).toMatchObject({
      bodyStart: 0,
      problems: [{ line: 1, code: 'front-matter-indented' }],
    })
    expect(() => setFrontMatter(indented, { title: 'C' })).toThrow(PlumblineError)
    const two = '---\ntitle: First\n---\n---\ntitle: Second\n---\n'
    expect(readFrontMatter(two)).toMatchObject({
      data: { title: 'First' },
      problems: [{ line: 4, code: 'second-front-matter' }],
    })
  })
})

describe('front matter in TOML and JSON', () => {
  it.each([
    ['TOML', '+++\ntitle = "Errors" # short\ntags = ["a", 3.10]\nupdatedAt = 2026-01-02\n+++\n'],
    ['TOML between ---', '---toml\ntitle = "Errors"\ntags = ["a", 3.10]\nupdatedAt = 2026-01-02\n---\n'],
    ['an object', '{\n\t"title": "Errors",\n\t"tags": ["a", 3.10],\n\t"updatedAt": "2026-01-02"\n}\n'],
    ['members between ;;;', ';;;\n"title": "Errors", "tags": ["a", 3.10], "updatedAt": "2026-01-02"\n;;;\n'],
    [
      'JSON between ---',
      '---json\n{"title": "Errors", "tags": ["a", 3.10], "updatedAt": "2026-01-02"}\n---\n',
    ],
  ])('is read as %s, also below a comment, and changed only as text', (_, source) => {
    for (const above of ['', '<!-- licence -->\n\n']) {
      const text = `${above}${source}${BODY}`
      const parsed = parse(text, 'x.md')
      expect(parsed).toMatchObject({
        title: 'Errors',
        tags: ['a', '3.10'],
        updatedAt: '2026-01-02T00:00:00.000Z',
        problems: [],
      })
      expect(text.slice(parsed.bodyStart)).toBe(BODY)
      expect(setFrontMatter(text, { title: 'Errors' })).toBe(text)
      expect(() => setFrontMatter(text, { title: 'B' })).toThrow(/TOML or JSON/)
    }
  })

  it.each([
    ['+++\ntitle = "a"\nlanguage = go\n+++\n', 3, 'front-matter-source'],
    ['\n+++\ntitle = "a"\n', 2, 'front-matter-unclosed'],
    ['{\n  "title": "a",\n  "language": go\n}\n', 3, 'front-matter-json'],
    ['{\n  "title": "a",\n\n# Text\n', 1, 'front-matter-unclosed'],
    [';;;\n"title": "a",\n"tags": [,]\n;;;\n', 3, 'front-matter-source'],
  ])('is named with its line when it is broken: %j', (text, line, code) => {
    expect(readFrontMatter(text).problems).toMatchObject([{ line, code }])
    expect(readFields(text)).toBeNull()
    expect(() => setFrontMatter(text, { title: 'B' })).toThrow(PlumblineError)
  })
})

describe('the spelling of values', () => {
  it.each([
    ['title: 1.10\ntags: [3.10, 08]', '1.10', ['3.10', '08']],
    ['title: 007\ntags:\n  - 3.10 # Python\n  - 1e3\n  - 0x10', '007', ['3.10', '1e3', '0x10']],
    [
      'title: True\ntags: [FALSE, yes, 12345678901234567890]',
      'True',
      ['FALSE', 'yes', '12345678901234567890'],
    ],
    ['title: 2026-01-02\ntags: [2026-01-02T10, +1, .5]', '2026-01-02', ['2026-01-02T10', '+1', '.5']],
    ['title: &t 1.10\ntags: [*t, "08"]', '1.10', ['1.10', '08']],
  ])('is kept in %j', (yaml, title, tags) => {
    const text = `---\n${yaml}\n---\n${BODY}`
    expect(parse(text, 'x.md')).toMatchObject({ title, tags, problems: [] })
    expect(readFields(text)).toMatchObject({ title, tags })
  })

  it('stays when another item is added', () => {
    expect(setFrontMatter('---\ntags: [3.10, 08]\n---\n', { tags: ['3.10', '08', '2.0', 'x'] })).toBe(
      '---\ntags: [3.10, 08, "2.0", x]\n---\n',
    )
    expect(setFrontMatter('---\ntags:\n  - 3.10 # py\n  - 08\n---\n', { tags: ['08', '3.10', 'x'] })).toBe(
      '---\ntags:\n  - 08\n  - 3.10 # py\n  - x\n---\n',
    )
  })

  it('leaves a number or boolean whose text is its spelling as it is', () => {
    const { data } = readFrontMatter('---\nalwaysApply: false\npriority: 3\nratio: 1.5\n---\n')
    expect({ ...data }).toEqual({ alwaysApply: false, priority: 3, ratio: 1.5 })
  })
})
