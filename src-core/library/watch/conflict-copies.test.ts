import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HostCore } from '../../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { findConflictCopies } from './conflict-copies.ts'

const COPIES = [
  "testing (Ann's conflicted copy 2026-11-01).md",
  "testing (HOST's conflicted copy 2026-11-01) (1).md",
  'testing (In Konflikt stehende Kopie von Anns PC 2026-11-01).md',
  'testing (Copie en conflit de Ann 2026-11-01).md',
  'testing (Copia en conflicto de Ann 2026-11-01).md',
  'testing (конфликтующая копия Ann 2026-11-01).md',
  'testing (Ann の競合コピー 2026-11-01).md',
  'testing (Ann 的冲突副本 2026-11-01).md',
  'testing (conflicted copy 2026-11-01 101010).md',
  'testing (Case Conflict).md',
  'testing.sync-conflict-20261101-101010-ABCDEFG.md',
  'testing_conflict-20261101-101010.md',
  'testing (SFConflict ann@example.com 2026-11-01-10-10-10).md',
  'testing_DISKSTATION_Nov-01-1010-2026_Conflict.md',
  'testing (1).md',
  'testing 2.md',
  'testing-DESKTOP-1A2B.md',
  'testing-Anns-MacBook-Pro.md',
  'testing-ANNSPC.md',
  'testing copy.md',
  'testing - Copy (2).md',
  'Copy of testing.md',
  'testing.orig.md',
  'testing.md.BACKUP.1234.md',
  'testing_LOCAL_1234.md',
]

describe('findConflictCopies', () => {
  it.each(COPIES)('finds %s beside testing.md', (name) => {
    expect(findConflictCopies([`go/${name}`, 'go/testing.md'])).toMatchObject([
      { path: `go/${name}`, original: 'go/testing.md', hasOriginal: true },
    ])
  })

  it.each([
    'chapter 2.md',
    'chapter (1).md',
    'chapter-DESKTOP-1A2B.md',
    'chapter copy.md',
    'merge (conflict resolution).md',
    'chapter.orig.md',
    'errors-go.md',
    'Copy of chapter.md',
  ])('takes %s without its original for a standard', (name) => {
    expect(findConflictCopies([`go/${name}`, 'chapter.md', 'go/errors.md'])).toEqual([])
  })

  it('takes numbers that begin with 1 for chapters', () => {
    expect(findConflictCopies(['part.md', 'part 1.md', 'part 2.md'])).toEqual([])
  })

  it('finds unmistakable names also without the original', () => {
    const alone = ['a (conflicted copy 2026-11-01).md', 'b.sync-conflict-20261101-101010-ABCDEFG.md']
    expect(findConflictCopies(alone)).toMatchObject([
      { original: 'a.md', hasOriginal: false },
      { original: 'b.md', hasOriginal: false },
    ])
  })

  it.each([
    ['a.instructions.md', 'a 2.instructions.md'],
    ['a.instructions.md', 'a.instructions 2.md'],
    ['a.mdc', 'a (1).mdc'],
  ])('finds the copy of %s', (original, path) => {
    expect(findConflictCopies([original, path])).toMatchObject([{ path, original }])
  })
})

describe('a library with conflict copies', () => {
  let library: TempLibrary
  let core: HostCore
  const text = (words: string) =>
    `---\nlanguage: go\ndomain: testing\n---\n# Testing in Go\n\n${words}\n\n- [ ] ${words}\n`
  beforeEach(async () => {
    library = makeTempLibrary({ 'go/testing.md': text('the long text of today, about tables') })
    for (const name of COPIES) library.write(`go/${name}`, text('text of last month about tables'))
    core = library.openCore()
    await core.whenFresh()
  })
  afterEach(() => library.close())

  const first = () => core.library.search('tables testing', {}, 1).hits[0]?.id
  const problems = () => core.library.problems().filter(({ code }) => code === 'conflict-copy')

  it('never answers with one of them first', () => {
    const topic = core.library.findByTopic('go', 'testing')
    expect(topic.found?.id).toBe('go/testing.md')
    expect(topic.also).toHaveLength(10)
    expect(first()).toBe('go/testing.md')
    expect(core.library.search('month', {}, 5).hits).toHaveLength(5)
    expect(core.library.search('tables', {}, 100).total).toBe(COPIES.length + 1)
    expect(core.library.checklist({ language: 'go' })[0]?.id).toBe('go/testing.md')
    expect(core.library.list({}, null, 100).items[0]?.id).toBe('go/testing.md')
    expect(core.library.completeId('go/', 3).ids[0]).toBe('go/testing.md')
    expect(core.library.nearestIds('go/testin.md', 3)[0]?.id).toBe('go/testing.md')
  })

  it('names the original in a problem of each', () => {
    expect(problems().map(({ path }) => path)).toEqual(COPIES.map((name) => `go/${name}`).sort())
    for (const { message, remedy } of problems()) {
      expect(message).toContain('go/testing.md')
      expect(remedy).toContain('testing.md')
    }
  })

  it('follows copies and originals that come and go', async () => {
    library.write('errors.md', '---\nlanguage: go\ndomain: errors\n---\n# Errors\n\nwrapping\n')
    library.write('errors 2.md', '---\nlanguage: go\ndomain: errors\n---\n# Errors\n\nwrapping, long ago\n')
    await eventually(() => core.library.get('errors 2.md') && core.library.get('errors.md'))
    expect(core.library.findByTopic('go', 'errors').found?.id).toBe('errors.md')
    await eventually(() => problems().some(({ path }) => path === 'errors 2.md'))
    library.write('errors 2.md', '---\nlanguage: go\ndomain: errors\n---\n# Errors\n\nedited\n')
    await eventually(() => core.library.search('edited', {}, 1).total === 1)
    expect(core.library.findByTopic('go', 'errors').found?.id).toBe('errors.md')

    library.write('errors.md', '# Something else\n')
    await eventually(() => core.library.get('errors.md')?.title === 'Something else')
    expect(core.library.findByTopic('go', 'errors').found?.id).toBe('errors 2.md')
    expect(problems().some(({ path }) => path === 'errors 2.md')).toBe(false)
  })

  it('does not answer with a copy on what its original is no longer about', async () => {
    const about = (domain: string) => `---\nlanguage: go\ndomain: ${domain}\n---\n# Names\n`
    library.write('names.md', about('naming'))
    library.write('names.sync-conflict-20261101-101010-ABCDEFG.md', about('security'))
    await core.reindex(false)
    const topic = core.library.findByTopic('go', 'security')
    expect(topic.found).toBeNull()
    expect(topic.also.map(({ id }) => id)).toEqual(['names.sync-conflict-20261101-101010-ABCDEFG.md'])
    expect(topic.nearest[0]?.id).toBe('go/testing.md')
  })

  it('serves a copy whose original is gone, after everything else', async () => {
    library.remove('go')
    library.write('b (conflicted copy 2026-11-01).md', text('only here'))
    await eventually(() => core.library.status().standards === 1)
    expect(core.library.findByTopic('go', 'testing').found?.id).toBe('b (conflicted copy 2026-11-01).md')
    await eventually(() => problems().length === 1)
    library.write('z/other.md', text('and another one'))
    await eventually(() => core.library.findByTopic('go', 'testing').found?.id === 'z/other.md')
  })
})
