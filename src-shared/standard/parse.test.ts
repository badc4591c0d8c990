import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src-core/library/watch/decode.ts'
import { runs } from '../../src-core/testing/long.ts'
import { parse } from './parse.ts'

const REAL = readFileSync(new URL('./fixtures/mcp-protocol.md', import.meta.url))
const withKeys = (yaml: string, path = 'x.md') => parse(`---\n${yaml}\n---\n\n# Heading\n\ntext\n`, path)
const codes = (yaml: string) => withKeys(yaml).problems.map(({ code, line }) => [code, line])

describe('parse', () => {
  it('reads a real standard', () => {
    const { text, problems } = decode(REAL)
    const parsed = parse(text, 'python/mcp-protocol.md')
    expect([...problems, ...parsed.problems]).toEqual([])
    expect(parsed).toMatchObject({
      title: 'Python MCP Protocol Standards',
      tags: ['mcp', 'protocol', 'json-rpc', 'tools', 'interfaces'],
      language: { value: 'python', rule: 'path' },
      domain: { value: 'protocols', rule: 'path' },
      globs: [],
      createdAt: '2025-06-27T15:39:08.522Z',
      updatedAt: '2025-06-27T15:39:08.522Z',
    })
    expect(parsed.description).toMatch(/^A document outlining standards/)
    expect(text.slice(parsed.bodyStart)).toMatch(/^\n# MCP Protocol Standards\n/)
    expect(parsed.sections[0]).toMatchObject({ level: 1, heading: 'MCP Protocol Standards', line: 14 })
    expect(parsed.checklist).toHaveLength(26)
    expect(parsed.checklist[0]).toMatchObject({
      text: 'JSON-RPC 2.0 compliance for all requests/responses',
      line: 583,
    })
    expect(parsed.examples).toHaveLength(12)
  })

  it('gives the same result with CRLF, a BOM or both', () => {
    const plain = parse(decode(REAL).text, 'python/mcp-protocol.md')
    const text = decode(Buffer.from(`\uFEFF${REAL.toString().replaceAll('\n', '\r\n')}`)).text
    const parsed = parse(text, 'python/mcp-protocol.md')
    expect(parsed.sections.map(({ heading, line }) => [heading, line])).toEqual(
      plain.sections.map(({ heading, line }) => [heading, line]),
    )
    expect({ ...parsed, bodyStart: 0, sections: [], examples: [] }).toEqual({
      ...plain,
      bodyStart: 0,
      sections: [],
      examples: [],
    })
  })

  it('uses the title of the front matter, else the name, else the heading above all, else the file name', () => {
    expect(parse('---\ntitle: A\n---\n# B', 'c.md').title).toBe('A')
    expect(parse('---\ntitle: 2024\n---\n# B', 'c.md').title).toBe('2024')
    expect(parse('---\ntitle: ""\n---\n## X\n# **B**', 'c.md').title).toBe('B')
    expect(parse('text\n## X\n### Y', 'c.md').title).toBe('X')
    expect(parse('#\ntext', 'a/mcp-protocol.md').title).toBe('Mcp protocol')
    expect(parse('text', 'a/error_handling.instructions.md').title).toBe('Error handling')
    expect(parse('text', 'a/Rules.mdc').title).toBe('Rules')
    expect(parse('---\nname: Code Reviewer\n---\n# Persona', 'c.md').title).toBe('Code Reviewer')
    expect(parse('---\nname: update-llms\n---\n# Update LLMs.txt', 'c.md').title).toBe('Update LLMs.txt')
    expect(parse('---\nname: pdf-forms\n---\ntext', 'pdf/SKILL.md').title).toBe('Pdf forms')
  })

  it('takes no heading from the middle, nor one of several parts, for the title', () => {
    expect(parse(`${'text '.repeat(300)}\n# Notes`, 'a/team-rules.md').title).toBe('Team rules')
    expect(parse('Be brief.\n## Style\ntext\n## Tests', 'a/team-rules.md').title).toBe('Team rules')
    expect(parse('Be brief.\n# Style\ntext\n# Tests', 'a/team-rules.md').title).toBe('Team rules')
    expect(parse('# Persona\ntext', 'a/team-rules.md').title).toBe('Team rules')
    expect(parse('# Team rules\ntext\n# Tests', 'a/x.md').title).toBe('Team rules')
    expect(parse('<!-- licence -->\n\n# Team rules\n# Tests', 'a/x.md').title).toBe('Team rules')
  })

  it('names README, index and SKILL after their folder, and leaves out the words of collections', () => {
    for (const name of ['README.md', 'index.md', 'SKILL.md'])
      expect(parse('text', `guides/code-review/${name}`).title).toBe('Code review')
    expect(parse('text', 'README.md').title).toBe('README')
    expect(parse('text', 'rules/react-nextjs-cursorrules-prompt-fil.mdc').title).toBe('React nextjs')
    expect(parse('text', 'agents/planner.agent.md').title).toBe('Planner')
  })

  it('reads tags as a list or comma-separated text, without duplicates, with numbers as words', () => {
    expect(withKeys('tags: [a, 2, " b ", a, null]').tags).toEqual(['a', '2', 'b'])
    expect(withKeys('tags: a, b,, c').tags).toEqual(['a', 'b', 'c'])
    expect(withKeys('tags: 7').tags).toEqual(['7'])
    expect(withKeys('tags:').tags).toEqual([])
  })

  it('reads globs and applyTo, with braces', () => {
    expect(withKeys('globs: "**/*.{ts,tsx}, src/**"\napplyTo: ["**/*.py", "src/**"]').globs).toEqual([
      '**/*.{ts,tsx}',
      'src/**',
      '**/*.py',
    ])
    expect(withKeys('paths: ["**/*.go"]\nfileMatchPattern: "cmd/**"\nglob: "*.mod"').globs).toEqual([
      '**/*.go',
      'cmd/**',
      '*.mod',
    ])
    expect(withKeys('globs: **/*.ts,**/*.tsx').globs).toEqual(['**/*.ts', '**/*.tsx'])
  })

  it('normalises dates to ISO 8601', () => {
    const { createdAt, updatedAt } = withKeys('createdAt: 2025-06-27\nupdatedAt: 27 June 2025 10:00 UTC')
    expect([createdAt, updatedAt]).toEqual(['2025-06-27T00:00:00.000Z', '2025-06-27T10:00:00.000Z'])
  })

  it('keeps unknown keys of any name', () => {
    const { extra } = withKeys('owner: team\nnested: {a: [1]}\n__proto__: x\nalwaysApply: false\ntitle: T')
    expect(JSON.stringify(extra)).toBe(
      '{"owner":"team","nested":{"a":[1]},"__proto__":"x","alwaysApply":false}',
    )
  })

  it.each<[string, [string, number][]]>([
    ['title: T\ntags: {a: b}', [['tags-type', 3]]],
    ['tags: [a, [b]]', [['tags-item-type', 2]]],
    ['title: [a]', [['title-type', 2]]],
    ['title: T\ndescription:\n  a: b', [['description-type', 3]]],
    ['globs: {a: b}', [['globs-type', 2]]],
    ['applyTo: {a: b}', [['applyTo-type', 2]]],
    ['title: T\ncreatedAt: soon', [['createdAt-date', 3]]],
    ['updatedAt: [2025]', [['updatedAt-date', 2]]],
    ['createdAt: 2025-02-30', [['createdAt-date', 2]]],
    ['title: T\nlanguage: {a: b}', [['language-type', 3]]],
    ['title: T\n\ndomain: [a, b]', [['domain-several', 4]]],
  ])('reports wrong types with the line: %j', (yaml, expected) => {
    expect(codes(yaml)).toEqual(expected)
    for (const { message, remedy } of withKeys(yaml).problems) {
      expect(message).toMatch(/^["A-Z].*\.$/)
      expect(remedy).toMatch(/\.$|Z\.$/)
    }
  })

  it('reports front matter without text below it', () => {
    expect(parse('---\ntitle: T\n---\n\n  \n', 'x.md')).toMatchObject({
      title: 'T',
      sections: [],
      problems: [{ code: 'no-text', severity: 'warning' }],
    })
    expect(parse('', 'x.md').problems).toEqual([])
  })

  it('reads a file with broken front matter', () => {
    const parsed = parse('---\ntitle: "T\nglobs: **/*\n---\n# A\n- [ ] b\n', 'go/x.md')
    expect(parsed).toMatchObject({
      title: 'T',
      globs: ['**/*'],
      language: { value: 'go' },
      checklist: [{ text: 'b', line: 6 }],
    })
    expect(parsed.problems.map(({ line }) => line)).toEqual([2, 3])
  })
})

function expectSound(text: string, path: string): void {
  const parsed = parse(text, path)
  const { sections, checklist, examples, problems, bodyStart } = parsed
  const lines = text.split(/\r\n?|\n/).length
  expect(parsed.title).not.toBe('')
  expect(() => JSON.stringify(parsed)).not.toThrow()
  let before = bodyStart
  for (const [at, { start, stop, line, level, heading }] of sections.entries()) {
    expect(level === 0 ? at === 0 && heading === '' : level <= 6).toBe(true)
    expect(at === 0 ? start >= before : start === before).toBe(true)
    expect(stop).toBeGreaterThan(start)
    expect(text.slice(0, start).split(/\r\n?|\n/).length).toBe(line)
    before = stop
  }
  expect(sections.length === 0 ? text.slice(bodyStart).replace(/[ \t\r\n]/g, '') : text.slice(before)).toBe(
    '',
  )
  for (const item of [...checklist, ...examples]) {
    expect(sections[item.section]).toBeDefined()
    expect(item.line <= lines && item.line >= (sections[item.section]?.line ?? 0)).toBe(true)
  }
  for (const { start, stop, section } of examples) {
    expect(start <= stop && stop <= (sections[section]?.stop ?? 0)).toBe(true)
  }
  for (const { text: words } of checklist) expect(words).toBe(words.trim())
  for (const { line, message, remedy, code } of problems) {
    expect(line === null || (line >= 1 && line <= lines)).toBe(true)
    expect(message !== '' && remedy !== '' && code !== '').toBe(true)
  }
}

describe('parse never throws, and its result is consistent', () => {
  const path = fc.constantFrom(
    'x.md',
    'python/a-b.md',
    'a/.md',
    'x',
    'c++/日本.instructions.md',
    '__proto__/constructor.mdc',
  )

  it('for any string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), path, expectSound), {
      numRuns: runs(2000),
    })
  })

  it('for random sequences of markdown and YAML lines', () => {
    const piece = fc.constantFrom(
      '---',
      '---\n',
      '...\n',
      '\n',
      '\n\n',
      '\r\n',
      '\r',
      '\t',
      '    ',
      ' ',
      '# ',
      '## a',
      '===',
      '```',
      '~~~',
      '- ',
      '- [ ] a',
      '1. ',
      '> ',
      '<!--',
      '-->',
      '<div>',
      '|a|b|\n|-|-|',
      '[a]: b',
      '\0',
      'title: ',
      'tags: ',
      '[a, b]',
      'globs: *',
      'createdAt: 2025',
      'language: ',
      'all',
      'domain: {a: b}',
      '"',
      "'",
      '{',
      '}',
      '&a ',
      '*a',
      '__proto__: ',
      'word',
      '文',
      '\u{1F600}',
      '\uD800',
      '\uFEFF',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')),
        path,
        expectSound,
      ),
      { numRuns: runs(4000) },
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 15 }).map((pieces) => `---\n${pieces.join('')}\n---\nbody`),
        path,
        expectSound,
      ),
      { numRuns: runs(2000) },
    )
  })

  it('for a real standard with bytes removed, repeated and changed', () => {
    const mutation = fc.tuple(
      fc.nat(REAL.length),
      fc.nat(80),
      fc.constantFrom('cut', 'double', 'flip'),
      fc.nat(255),
    )
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), fc.boolean(), (mutations, nearTop) => {
        let bytes = Buffer.from(REAL)
        for (const [where, length, how, byte] of mutations) {
          const at = nearTop ? where % 420 : where
          const part = bytes.subarray(at, at + length)
          if (how === 'flip') bytes[at] = byte
          else
            bytes = Buffer.concat([
              bytes.subarray(0, at),
              ...(how === 'cut' ? [] : [part, part]),
              bytes.subarray(at + length),
            ])
        }
        expectSound(decode(bytes).text, 'python/mcp-protocol.md')
      }),
      { numRuns: runs(300) },
    )
  })
})
