import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HostCore } from '../../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'

let library: TempLibrary
let core: HostCore
beforeEach(async () => {
  library = makeTempLibrary({
    '_standards.yml': 'domain: style\ntags: [team]\n',
    'a.md': '# Apple\n',
    'teams/go/_standards.yml': 'language: golang\ntags: [backend]\n',
    'teams/go/b.md': '# Banana\n',
    'teams/go/deep/c.md': '---\nlanguage: rust\n---\n# Cherry\n',
    'teams/other/date.md': '# Date\n',
  })
  core = library.openCore()
  await core.whenFresh()
  await eventually(() => core.library.status().progress.state === 'watching')
})
afterEach(() => library.close())

const facts = (id: string) => {
  const found = core.library.get(id)
  return found && [found.language, found.domain, ...found.tags].join(' ')
}
const problems = () => core.library.problems().map(({ path, code, line }) => [path, code, line])

describe('_standards.yml', () => {
  it('gives what a standard does not state, key by key from the nearest folder', () => {
    expect(facts('a.md')).toBe(' style team')
    expect(facts('teams/go/b.md')).toBe('go style backend')
    expect(facts('teams/go/deep/c.md')).toBe('rust style backend')
    expect(facts('teams/other/date.md')).toBe(' style team')
    expect(core.library.status().progress.total).toBe(4)
    expect(problems()).toEqual([])
  })

  it('reclassifies the standards below when it is changed, added and deleted', async () => {
    library.write('teams/go/_standards.yml', 'language: python\n')
    await eventually(() => facts('teams/go/b.md') === 'python style team')
    expect(facts('teams/go/deep/c.md')).toBe('rust style team')
    library.write('teams/other/_standards.yml', 'domain: testing\n')
    await eventually(() => facts('teams/other/date.md') === ' testing team')
    library.remove('_standards.yml')
    await eventually(() => facts('a.md') === ' ')
    expect(facts('teams/other/date.md')).toBe(' testing')
  })

  it('is used for standards that are written later', async () => {
    library.write('teams/go/new.md', '# New\n')
    await eventually(() => facts('teams/go/new.md') === 'go style backend')
  })

  it('is a problem with its line where it is broken, while the rest still works', async () => {
    library.write('teams/go/_standards.yml', 'language: go\nowner: me\n')
    await eventually(() => problems().length === 1)
    expect(problems()).toEqual([['teams/go/_standards.yml', 'defaults-unknown-key', 2]])
    library.write('teams/go/_standards.yml', 'language: kotlin\ntags: [a\n')
    await eventually(() => facts('teams/go/b.md') === 'kotlin style team')
    await eventually(() => problems()[0]?.[1] === 'defaults-broken')
    expect(problems()).toHaveLength(1)
    library.remove('teams/go/_standards.yml')
    await eventually(() => problems().length === 0)
    expect(facts('teams/go/b.md')).toBe('go style team')
  })

  it('is found changed at the next start', async () => {
    await core.close()
    library.write('teams/go/_standards.yml', 'language: swift\n')
    core = library.openCore()
    await core.whenFresh()
    await eventually(() => facts('teams/go/b.md') === 'swift style team')
  })
})
