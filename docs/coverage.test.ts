import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testTitlesOf } from '../scripts/source-files.ts'
import { parse } from '../src-shared/standard/parse.ts'

const ROOT = join(import.meta.dirname, '..')
const TEXT = readFileSync(join(import.meta.dirname, 'coverage.md'), 'utf8')
const DOCUMENT = 'src-shared/standard/fixtures/mcp-protocol.md'

const ROWS = Array.from(TEXT.matchAll(/^\| (?!requirement|code|the documents)(.+?) \| (.+) \|$/gm)).map(
  ([, requirement = '', proof = '']) => ({ requirement, proof }),
)

/** The tests that a row names: a file in backticks, a colon, then titles in quotation marks. */
function testsOf(proof: string): { file: string; title: string }[] {
  return Array.from(proof.matchAll(/`([^`]+\.test\.ts)`: ((?:“[^”]+”(?: \([^;]*?\))?(?:, )?)+)/g)).flatMap(
    ([, file = '', titles = '']) =>
      Array.from(titles.matchAll(/“([^”]+)”/g), ([, title = '']) => ({ file, title })),
  )
}

const NAMED = ROWS.flatMap(({ requirement, proof }) =>
  testsOf(proof).map((test) => ({ requirement, ...test })),
)

describe('docs/coverage.md', () => {
  it('has every point of the checklist of the first document', () => {
    const { checklist } = parse(readFileSync(join(ROOT, DOCUMENT), 'utf8'), DOCUMENT)
    expect(checklist).toHaveLength(26)
    const requirements = new Set(ROWS.map(({ requirement }) => requirement))
    expect(checklist.filter(({ text }) => !requirements.has(text))).toEqual([])
  })

  it('names every test in a form that is checked here', () => {
    const checked = TEXT.slice(0, TEXT.indexOf('## Differences')).match(/“[^”]+”/g) ?? []
    expect(NAMED).toHaveLength(checked.length)
    const unproved = ROWS.filter(({ proof }) => testsOf(proof).length === 0 && !proof.includes('](#'))
    const differences = TEXT.slice(TEXT.indexOf('## Differences'))
    expect(unproved.filter(({ requirement }) => !differences.includes(requirement))).toEqual([])
  })

  it.each([...new Set(NAMED.map(({ file }) => file))])('names tests that exist in %s', (file) => {
    expect(existsSync(join(ROOT, file))).toBe(true)
    const titles = new Set(testTitlesOf(file))
    const missing = NAMED.filter((test) => test.file === file && !titles.has(test.title))
    expect(missing.map(({ requirement, title }) => `${title} (named for: ${requirement})`)).toEqual([])
  })
})
