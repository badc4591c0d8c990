import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, utimesSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { isStandardName, stampOf, walk } from './walk.ts'

let library: TempLibrary
beforeEach(() => {
  library = makeTempLibrary()
})
afterEach(() => library.close())

const paths = () =>
  walk(library.root)
    .files.map((file) => file.path)
    .sort()
const problems = () =>
  walk(library.root)
    .problems.map(({ path, severity, code }) => ({ path, severity, code }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))

describe('walk', () => {
  it('finds every kind of standard at every depth, with its stamp', () => {
    for (const name of ['a.md', 'b.MARKDOWN', 'c.mdc', 'd.instructions.md', 'deep/er/e.md'])
      library.write(name, 'text')
    for (const name of ['f.txt', 'md', 'g.md.bak', 'h.html']) library.write(name, 'text')
    utimesSync(library.path('a.md'), 1000, 2000)
    expect(paths()).toEqual(['a.md', 'b.MARKDOWN', 'c.mdc', 'd.instructions.md', 'deep/er/e.md'])
    expect(walk(library.root).files.find((file) => file.path === 'a.md')?.stamp).toMatchObject({
      size: 4,
      mtime: 2_000_000,
    })
    expect(problems()).toEqual([])
  })

  it('ignores hidden names and node_modules', () => {
    for (const name of [
      '.a.md',
      '.git/b.md',
      'node_modules/c.md',
      'x/node_modules/d.md',
      'x/.y/e.md',
      'kept.md',
    ])
      library.write(name, 'text')
    expect(paths()).toEqual(['kept.md'])
    expect(isStandardName('.hidden.md')).toBe(false)
  })

  it('reports a folder with a standard’s name, and lists its files', () => {
    library.write('x.md/inner.md', 'text')
    expect(paths()).toEqual(['x.md/inner.md'])
    expect(problems()).toEqual([{ path: 'x.md', severity: 'warning', code: 'folder-named-like-standard' }])
  })

  it('follows no link, and reports links to standards', () => {
    library.write('real/a.md', 'text')
    mkdirSync(`${library.folder}/outside`)
    symlinkSync('real/a.md', library.path('inside.md'))
    symlinkSync('/etc/hostname', library.path('outside.md'))
    symlinkSync(`${library.folder}/outside`, library.path('folder'))
    symlinkSync('.', library.path('loop'))
    symlinkSync('self.md', library.path('self.md'))
    symlinkSync('nowhere.md', library.path('broken.md'))
    symlinkSync('/etc/hostname', library.path('harmless'))
    expect(paths()).toEqual(['real/a.md'])
    expect(problems().map((problem) => problem.path)).toEqual([
      'broken.md',
      'folder',
      'inside.md',
      'loop',
      'outside.md',
      'self.md',
    ])
    const about = (path: string) =>
      walk(library.root).problems.find((problem) => problem.path === path)?.message
    expect(about('outside.md')).toMatch(/out of the library/)
    expect(about('folder')).toMatch(/out of the library/)
    expect(about('inside.md')).toMatch(/served from there/)
    expect(about('loop')).toMatch(/served from there/)
    expect(about('self.md')).toMatch(/back to itself/)
    expect(about('broken.md')).toMatch(/to nothing/)
  })

  it('lists a library that is itself a link', () => {
    library.write('a.md', 'text')
    const link = `${library.folder}/link`
    symlinkSync(library.root, link)
    symlinkSync('a.md', library.path('b.md'))
    expect(walk(link).files.map((file) => file.path)).toEqual(['a.md'])
    expect(walk(link).problems[0]?.message).toMatch(/served from there/)
  })

  it('reports names that differ in case only, and lists both', () => {
    library.write('a.md', 'one')
    library.write('A.md', 'two')
    if (paths().length < 2) return
    expect(paths()).toEqual(['A.md', 'a.md'])
    expect(problems()).toMatchObject([{ severity: 'warning', code: 'name-clash' }])
  })

  it('reports names that differ in Unicode spelling only, also beside one that differs in case', () => {
    library.write('\u00e9.md', 'one')
    library.write('e\u0301.md', 'two')
    library.write('\u00c9.md', 'three')
    if (paths().length < 3) return
    const severities = walk(library.root)
      .problems.map((problem) => problem.severity)
      .sort()
    expect(severities).toEqual(['error', 'warning'])
  })

  it.skipIf(process.platform === 'win32')(
    'tells of a pipe with a standard’s name, and does not wait for it',
    () => {
      execFileSync('mkfifo', [library.path('pipe.md')])
      expect(paths()).toEqual([])
      expect(problems()).toEqual([{ path: 'pipe.md', severity: 'error', code: 'file-unseen' }])
    },
  )

  it('ends in a folder of any depth', () => {
    library.write(`${'d/'.repeat(80)}too-deep.md`, 'text')
    library.write(`${'d/'.repeat(60)}deep.md`, 'text')
    expect(paths()).toEqual([`${'d/'.repeat(60)}deep.md`])
  })

  it('throws the file system’s error when the library is missing', () => {
    expect(() => walk(library.path('nowhere'))).toThrow(/ENOENT/)
  })
})

describe('stampOf', () => {
  it('returns null for anything but a file', () => {
    library.write('folder/a.md', 'text')
    symlinkSync('folder/a.md', library.path('link.md'))
    expect(stampOf(library.path('folder'))).toBeNull()
    expect(stampOf(library.path('link.md'))).toBeNull()
    expect(stampOf(library.path('nowhere.md'))).toBeNull()
    expect(stampOf(library.path('folder/a.md/b.md'))).toBeNull()
    expect(stampOf(library.path('nul\0.md'))).toBeNull()
  })
})
