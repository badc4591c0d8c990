import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostCore } from '../../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { createStandardsList, type ListQuery, type StandardsList } from './standards-list.ts'

const standard = (title: string, keys: string, body: string) =>
  `---\ntitle: ${title}\n${keys}---\n\n# ${title}\n\n${body}\n`

const FILES = {
  'python/testing.md': standard(
    'Python testing',
    'tags: [pytest, ci]\n',
    'Intro.\n\n## Fixtures\n\nKeep the fixture scope narrow.\n\n## Slow tests\n\nA wide fixture hides order.',
  ),
  'python/errors.md': standard('Ärger 10', 'domain: errors\ntags: [ci]\n', 'Raise early.'),
  'go/testing.md': standard('Go testing', 'tags: [ci, http]\n', 'Tables and one fixture.'),
  'go/errors.md': standard('Ärger 9', 'domain: errors\nupdatedAt: 2030-01-01\n', 'Wrap them.'),
  'all/data.md': standard('Test data', 'language: all\ndomain: testing\n', 'Builders beat fixtures.'),
  'broken.md': '---\ntitle: A: b\nglobs: *\n---\n\nNothing of note.\n',
}

let library: TempLibrary
let core: HostCore
let list: StandardsList
const usage = new Map([
  ['go/testing.md', 7],
  ['python/testing.md', 9],
])

beforeAll(async () => {
  library = makeTempLibrary(FILES)
  core = library.openCore()
  await core.whenFresh()
  list = createStandardsList({ index: core.index, usage: () => usage })
})
afterAll(() => library.close())

const ask = (query: Partial<ListQuery> = {}) =>
  list.page({ filter: {}, order: 'title', offset: 0, limit: 100, ...query })
const ids = async (query: Partial<ListQuery> = {}) => (await ask(query)).rows.map(({ id }) => id)

describe('the list of standards', () => {
  it('sorts by title, ignoring accents and comparing numbers by value', async () => {
    expect(await ids()).toEqual([
      'broken.md',
      'go/errors.md',
      'python/errors.md',
      'go/testing.md',
      'python/testing.md',
      'all/data.md',
    ])
    expect(await ids({ order: 'path' })).toEqual(Object.keys(FILES).sort())
    expect((await ids({ order: 'updated' }))[0]).toBe('go/errors.md')
    expect((await ids({ order: 'requests' })).slice(0, 3)).toEqual([
      'python/testing.md',
      'go/testing.md',
      'broken.md',
    ])
  })

  it('returns pages by offset, with the total', async () => {
    const { rows, total } = await ask({ offset: 4, limit: 3 })
    expect(rows.map(({ id }) => id)).toEqual(['python/testing.md', 'all/data.md'])
    expect(total).toBe(6)
    expect(rows[0]).toMatchObject({
      requests: 9,
      problems: 0,
      hits: [],
      language: 'python',
      tags: ['pytest', 'ci'],
    })
  })

  it('matches any value within a facet and all facets, and counts the matches of each further value', async () => {
    const { rows, facets } = await ask({ filter: { languages: ['python', 'go'], domains: ['testing'] } })
    expect(rows.map(({ id }) => id)).toEqual(['go/testing.md', 'python/testing.md'])
    expect(facets.languages).toEqual([
      { value: '', count: 1 },
      { value: 'go', count: 1 },
      { value: 'python', count: 1 },
    ])
    expect(facets.domains).toEqual([
      { value: 'error-handling', count: 2 },
      { value: 'testing', count: 2 },
    ])
    expect(facets.tags).toEqual([
      { value: 'ci', count: 2 },
      { value: 'http', count: 1 },
      { value: 'pytest', count: 1 },
    ])
  })

  it("filters by '' for standards of every language, and by the code of a problem", async () => {
    expect(await ids({ filter: { languages: [''], domains: ['testing'] } })).toEqual(['all/data.md'])
    const { rows, facets } = await ask({ filter: { problems: ['front-matter-colon'] } })
    expect(rows.map(({ id, problems }) => [id, problems])).toEqual([['broken.md', 2]])
    expect(facets.problems).toEqual([
      { value: 'front-matter-asterisk', count: 1 },
      { value: 'front-matter-colon', count: 1 },
    ])
  })

  it('counts a chosen value even when it matches nothing', async () => {
    const { total, facets } = await ask({ filter: { tags: ['pytest'], languages: ['go'] } })
    expect(total).toBe(0)
    expect(facets.languages).toContainEqual({ value: 'go', count: 0 })
  })

  it('searches, best first, with the matching sections', async () => {
    const { rows, total, sections } = await ask({ text: 'keep fixture', order: 'match' })
    expect(total).toBe(3)
    expect(sections).toBe(4)
    expect(rows[0]?.id).toBe('python/testing.md')
    const hit = rows[0]?.hits.find(({ heading }) => heading === 'Fixtures')
    expect(hit).toMatchObject({ path: 'Python testing', slug: 'fixtures' })
    expect(hit?.snippet).toContain('**fixture**')
    expect(rows.every(({ hits }) => hits.length > 0)).toBe(true)
  })

  it('filters and sorts the results of a search, and counts facets within them', async () => {
    const { rows, sections, facets } = await ask({ text: 'fixture', filter: { languages: ['python'] } })
    expect(rows.map(({ id }) => id)).toEqual(['python/testing.md'])
    expect(sections).toBe(2)
    expect(facets.languages.map(({ value }) => value).sort()).toEqual(['', 'go', 'python'])
    expect(await ids({ text: 'fixture', order: 'title' })).toEqual([
      'go/testing.md',
      'python/testing.md',
      'all/data.md',
    ])
  })

  it('matches the last word as a prefix, and finds nothing for a query without words', async () => {
    expect(await ids({ text: 'buil', order: 'match' })).toEqual(['all/data.md'])
    expect(await ask({ text: '"*', order: 'match' })).toMatchObject({ rows: [], total: 0, sections: 0 })
  })

  it.each(['fixture', 'keep fixture', 'fixt', 'wrap fixture', 'stripes builders', 'Ärger', 'nowhere', '"'])(
    'finds the same sections as the tools: %s',
    async (text) => {
      const { rows, sections } = await ask({ text, order: 'match' })
      const { hits, total } = core.library.search(text, {}, 50)
      expect(sections).toBe(total)
      expect(rows.map(({ id }) => id)).toEqual([...new Set(hits.map(({ id }) => id))])
    },
  )

  it('completes titles and paths', async () => {
    const complete = async (text: string) => (await list.complete(text, 3)).map(({ id }) => id)
    expect(await complete('test')).toEqual(['all/data.md', 'python/testing.md', 'go/testing.md'])
    expect(await complete('go err')).toEqual(['go/errors.md'])
    expect(await complete('arger')).toEqual(['go/errors.md', 'python/errors.md'])
    expect(await complete('')).toEqual(['python/testing.md', 'go/testing.md', 'broken.md'])
    expect(await complete('nowhere')).toEqual([])
    library.write('rfc-2119-words.md', '# Requirement levels\n')
    library.write('modules.md', '# ES2022 modules\n')
    library.write('café.md', '# Coffee\n')
    await eventually(async () => (await complete('coffee')).length === 1)
    expect(await complete('2119')).toEqual(['rfc-2119-words.md'])
    expect(await complete('rfc-21')).toEqual(['rfc-2119-words.md'])
    expect(await complete('es20')).toEqual(['modules.md'])
    expect(await complete('cafe')).toEqual(['café.md'])
    for (const name of ['rfc-2119-words.md', 'modules.md', 'café.md']) library.remove(name)
    await eventually(async () => (await complete('coffee')).length === 0)
  })

  it('follows added, changed, fixed and removed files', async () => {
    library.write('go/new.md', standard('Zebra', '', 'Stripes.'))
    library.write('broken.md', '# Mended\n')
    library.remove('all/data.md')
    await eventually(
      async () =>
        (await ids()).join() ===
        [
          'go/errors.md',
          'python/errors.md',
          'go/testing.md',
          'broken.md',
          'python/testing.md',
          'go/new.md',
        ].join(),
    )
    expect((await ask()).facets.problems).toEqual([])
    expect(await ids({ text: 'builders', order: 'match' })).toEqual([])
    expect(await ids({ text: 'stripes', order: 'match' })).toEqual(['go/new.md'])
  })
})
