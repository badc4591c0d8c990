import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ForFilesQuestion } from '../../../src-shared/contract/applied-standards.ts'
import { briefStandards, writeStandardsFor } from '../../../src-shared/standard/write-standards-for.ts'
import { estimateTokens } from '../../../src-shared/tokens.ts'
import { openTempIndex, type TempIndex } from '../../testing/temp-index.ts'
import { ScopeTable } from './scope-table.ts'
import { standardsFor } from './standards-for.ts'

const STARTER = join(import.meta.dirname, '../../../resources/starter-standards')
const starter = () =>
  Object.fromEntries(
    globSync('**/*.md', { cwd: STARTER }).map((path) => [
      path.replaceAll('\\', '/'),
      readFileSync(join(STARTER, path), 'utf8'),
    ]),
  )

let index: TempIndex
let table: ScopeTable
afterEach(() => index.close())

function open(files: Readonly<Record<string, string>>): void {
  index = openTempIndex(files)
  table = new ScopeTable()
}
const ask = (path: string | string[], more: Partial<ForFilesQuestion> = {}) =>
  standardsFor(index.reader, table, { paths: [path].flat(), ...more })
const idsFor = (...args: Parameters<typeof ask>) => ask(...args).standards.map(({ id }) => id)
const textFor = (...args: Parameters<typeof ask>) => writeStandardsFor(briefStandards(ask(...args)))

const RULES = {
  'go/errors.md': '# Go errors\n\n- Wrap errors.\n- Never panic.\n',
  'api.md': '---\nglobs: src/api/**\n---\n# API\n\n- Version each route.\n',
  'all.md': '---\nalwaysApply: true\n---\n# For all\n\n- Always sign commits.\n',
  'plain.md': '# Plain\n\n- You may write notes.\n',
  'python/x.md': '# Python\n\n- Use ruff.\n',
}

describe('standardsFor', () => {
  it('finds what applies, the nearest first, and says why', () => {
    open(RULES)
    const { standards, total } = ask('src/api/users.go')
    expect(standards.map(({ id, why }) => [id, why])).toEqual([
      ['api.md', 'glob src/api/**'],
      ['go/errors.md', 'language go'],
      ['all.md', 'every language'],
      ['plain.md', 'every language'],
    ])
    expect(total).toBe(4)
  })
  it('has the strictest rules first, with their sections', () => {
    open(RULES)
    expect(ask('main.go').standards[0]?.rules).toEqual([
      { text: 'Never panic.', strength: 'must', section: 'go-errors' },
      { text: 'Wrap errors.', strength: 'should', section: 'go-errors' },
    ])
  })
  it('takes absolute paths and those of Windows', () => {
    open(RULES)
    const workspaces = ['/home/mira/shop', 'C:\\work\\shop']
    for (const path of ['/home/mira/shop/src/api/a.go', 'c:\\work\\shop\\src\\api\\a.go']) {
      expect(ask(path, { workspaces }).paths).toEqual(['src/api/a.go'])
      expect(idsFor(path, { workspaces })[0]).toBe('api.md')
    }
    expect(ask('/tmp/elsewhere/a.go', { workspaces }).paths).toEqual(['/tmp/elsewhere/a.go'])
  })
  it('says for several files which standards are for some of them', () => {
    open(RULES)
    const { standards } = ask(['a.go', 'b.py'])
    expect(standards.find(({ id }) => id === 'go/errors.md')?.paths).toEqual([0])
    expect(standards.find(({ id }) => id === 'all.md')).not.toHaveProperty('paths')
    expect(textFor(['a.go', 'b.py'])).toContain('python/x.md (language python; only b.py)')
  })
  it('brings what the task is about forward, with sections on it', () => {
    open(starter())
    const path = 'src/orders.ts'
    const plain = idsFor(path).indexOf('typescript/testing.md')
    const withTask = ask(path, { task: 'write tests with fakes for the store' })
    expect(withTask.standards[0]).toMatchObject({ id: 'typescript/testing.md', why: 'task: testing' })
    expect(plain, 'its globs name test files').toBe(-1)
    expect(withTask.sections[0]?.id).toBe('typescript/testing.md')
  })
  it('puts standards on a related language last where the own language has the same topic', () => {
    open(starter())
    const ids = idsFor('src/api/users.ts')
    expect(ids).toContain('general/api-design.md')
    expect(ids.filter((id) => id.startsWith('javascript/'))).toEqual([])
    expect(idsFor('src/api/users.js').slice(0, 3)).toContainEqual(expect.stringMatching(/^javascript\//))
  })
  it('follows changes of the index', () => {
    open(RULES)
    expect(idsFor('a.rs')).toEqual(['all.md', 'plain.md'])
    index.put({ 'rust/a.md': '# Rust\n', 'plain.md': null, 'all.md': '# For all\n\n- One.\n' })
    expect(idsFor('a.rs')).toEqual(['rust/a.md', 'all.md'])
    index.put(Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`rust/many-${at}.md`, '# Rust\n'])))
    expect(ask('a.rs').total).toBe(602)
  })
  it('says when nothing applies', () => {
    open({ 'python/x.md': '# Python\n' })
    expect(ask('values.yaml')).toMatchObject({ standards: [], sections: [], total: 0 })
    expect(textFor('values.yaml')).toContain('No standard applies to values.yaml.')
  })
})

describe('the text', () => {
  it('is within 2,000 tokens, whatever applies', () => {
    const long = `# T\n\n${`- ${'Never write a very long rule without a reason. '.repeat(30)}\n`.repeat(50)}`
    const rules = Array.from(
      { length: 40 },
      (_, at) => `- Rule ${at} of the many that there are here.\n`,
    ).join('')
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`go/topic-${at}.md`, `# Topic ${at}\n\n${rules}`]),
    )
    for (const files of [starter(), { 'go/long.md': long }, many, { ...many, ...starter() }]) {
      open(files)
      for (const path of ['src/a.test.ts', 'cmd/main.go', 'README.md', 'x.py']) {
        for (const task of [undefined, 'retry HTTP calls and test the error handling']) {
          expect(estimateTokens(textFor(path, { task }))).toBeLessThan(2_000)
          expect(estimateTokens(JSON.stringify(briefStandards(ask(path, { task }))))).toBeLessThan(2_000)
        }
      }
      index.close()
    }
    open({})
  })
  it('has one line a rule with the number of its standard, and says how to get the rest', () => {
    open(RULES)
    const text = textFor('main.go')
    expect(text).toContain('1. go/errors.md (language go)\n')
    expect(text).toContain('## Must\n- Never panic. [1]\n- Always sign commits. [2]\n')
    expect(text).toContain('## May\n- You may write notes. [3]\n')
    expect(text).toMatch(/No further rules .*get_standard .* get_checklist .*\n$/)
  })
})
