import { describe, expect, it } from 'vitest'
import { parse } from '../parse.ts'
import { fixDate } from './date-fix.ts'
import { applyFix } from './quick-fixes.ts'

const around = (yaml: string) => `---\n${yaml}\n---\n\n# Body\n`

/** Fixes the first problem with the code. */
function fixFirst(text: string, code: string): string | null {
  const problem = parse(text, 'a.md').problems.find((candidate) => candidate.code === code)
  if (!problem) throw new Error(`There is no ${code}`)
  return applyFix(text, code, problem.line)?.text ?? null
}

describe('applyFix', () => {
  it.each([
    ['front-matter-asterisk', 'a: 1\nglobs: **/*', 'a: 1\nglobs: "**/*"'],
    ['front-matter-asterisk', 'globs:   *.ts,*.tsx # all', 'globs:   "*.ts,*.tsx # all"'],
    ['front-matter-colon', 'title: Go: the "good" parts # x', 'title: "Go: the \\"good\\" parts # x"'],
    ['front-matter-reserved', 'owner: @team\n# stays', 'owner: "@team"\n# stays'],
    ['front-matter-quote', "title: 'it's'", 'title: "it\'s"'],
    ['front-matter-open-quote', 'title: "open\ntags: [a]', 'title: "open"\ntags: [a]'],
    ['front-matter-open-bracket', 'tags: [a, b\ntitle: x', 'tags: [a, b]\ntitle: x'],
    ['front-matter-open-bracket', 'tags: [a,\n  b\ntitle: x', 'tags: [a,\n  b]\ntitle: x'],
    ['front-matter-tab', 'tags:\n\t- a\n\t- b\nb: c', 'tags:\n  - a\n  - b\nb: c'],
    ['front-matter-list', 'globs: [**/*.ts, b]', 'globs: ["**/*.ts", b]'],
    ['front-matter-list', 'globs:\n  - a\n  - **/*.ts\nb: c', 'globs:\n  - a\n  - "**/*.ts"\nb: c'],
    ['front-matter-duplicate-key', 'a: 1\nb: 2\na: 1', 'a: 1\nb: 2'],
    ['updatedAt-date', 'updatedAt: 31.01.2026 # day', 'updatedAt: 2026-01-31 # day'],
    ['createdAt-date', "createdAt: '20260131'", "createdAt: '2026-01-31'"],
  ])('%s: %j', (code, before, after) => {
    expect(fixFirst(around(before), code)).toBe(around(after))
  })

  it('adds the closing fence below the last key', () => {
    expect(fixFirst('---\ntitle: Open\n\n# Unclosed\n', 'front-matter-unclosed')).toBe(
      '---\ntitle: Open\n---\n\n# Unclosed\n',
    )
    expect(fixFirst('---\ntags:\n  - a\n- b\n# Unclosed\n', 'front-matter-unclosed')).toBeNull()
    expect(fixFirst('---\ntitle: Open\n# Unclosed\n', 'front-matter-unclosed')).toBe(
      '---\ntitle: Open\n---\n# Unclosed\n',
    )
  })

  it('fixes one of several problems and leaves the others', () => {
    const text = around('a: *b\nc: "d\ne: f: g')
    expect(fixFirst(text, 'front-matter-colon')).toBe(around('a: *b\nc: "d\ne: "f: g"'))
    expect(fixFirst(text, 'front-matter-asterisk')).toBe(around('a: "*b"\nc: "d\ne: f: g'))
  })

  it.each([
    ['front-matter-duplicate-key', 'a: 1\nb: 2\na: 3'],
    ['front-matter-stray-line', 'a: b\nstray words\nc: d'],
    ['title-type', 'title: [a, list]'],
    ['updatedAt-date', 'updatedAt: someday'],
    ['updatedAt-date', 'updatedAt: 31.04.2026'],
  ])('returns null for %s: %j', (code, before) => {
    expect(fixFirst(around(before), code)).toBeNull()
  })

  it('returns null for a problem that does not exist', () => {
    for (const code of ['front-matter-colon', 'nonsense', '__proto__', '', 'x-date']) {
      for (const line of [null, 1, 2, 3, 99]) {
        expect(applyFix('# Plain\n', code, line)).toBeNull()
        expect(applyFix(around('title: fine'), code, line)).toBeNull()
      }
    }
  })
})

describe('fixDate', () => {
  it.each([
    ['31.1.2026', '2026-01-31'],
    ['31/12/2026', '2026-12-31'],
    ['12/31/2026', '2026-12-31'],
    ['20260131', '2026-01-31'],
    ['2026年1月31日', '2026-01-31'],
    ['31st of January 2026', '2026-01-31'],
    ['January 31st, 2026', '2026-01-31'],
    ['1769817600', '2026-01-31T00:00:00.000Z'],
    ['3/4/2026', null],
    ['31.02.2026', null],
    ['soon', null],
  ])('%s', (written, date) => {
    expect(fixDate(written)).toBe(date)
  })
})

it('fixes one of more problems than are reported', () => {
  const text = around(Array.from({ length: 50 }, (_, at) => `key${at}: a: b`).join('\n'))
  expect(fixFirst(text, 'front-matter-colon')).toBe(text.replace('key0: a: b', 'key0: "a: b"'))
})
