import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gap } from '../../src-shared/contract/activity.ts'
import type { MethodInput } from '../../src-shared/contract/contract.ts'
import { METHODS } from '../../src-shared/contract/contract.ts'
import type { HostCore } from '../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../testing/temp-library.ts'
import { createStandardsHandlers, type StandardsHandlersDeps } from './handlers.ts'

let library: TempLibrary
let core: HostCore
type StandardsHandlers = ReturnType<typeof createStandardsHandlers>

let handlers: StandardsHandlers
const gaps = new Map<string, Gap>()
const revealed: unknown[] = []

const BROKEN =
  '---\r\ntitle: Go: errors\r\ntags: [a]\r\n---\r\n\r\n# Errors\r\n\r\n- [ ] Wrap\r\n\r\n```go\r\nx\r\n```\r\n'

function make(deps: Partial<StandardsHandlersDeps> = {}): StandardsHandlers {
  return createStandardsHandlers({
    library: core.library,
    index: core.index,
    usage: () => new Map([['go/errors.md', 3]]),
    standardUsage: (id, days) => ({
      id,
      times: 3,
      lastAt: 1,
      lastClient: null,
      sections: {},
      days: new Array(days).fill(0),
    }),
    gapOf: (id) => gaps.get(id) ?? null,
    ...deps,
  })
}

beforeAll(async () => {
  library = makeTempLibrary({ 'go/errors.md': BROKEN, 'python/testing.md': '# Testing\n\nPytest.\n' })
  core = library.openCore()
  await core.whenFresh()
  handlers = make()
})
afterAll(() => library.close())

const gap = (tool: string, args: Record<string, unknown>): MethodInput<'standards.template'> => {
  const id = `gap ${gaps.size}`
  gaps.set(id, {
    id,
    tool,
    question: '',
    args,
    times: 1,
    clients: [],
    firstAt: 0,
    lastAt: 0,
    dismissed: false,
  })
  return { gap: id }
}

describe('createStandardsHandlers', () => {
  it('returns a standard with its details', async () => {
    const view = await handlers['standards.get']({ id: 'go/errors.md' })
    expect(view).toMatchObject({
      id: 'go/errors.md',
      title: 'Go: errors',
      checklist: 1,
      examples: 1,
      globs: [],
      createdAt: null,
      rules: { language: 'path', domain: 'path' },
      problems: [{ code: 'front-matter-colon', line: 2 }],
    })
    expect(view?.sections.map(({ slug }) => slug)).toEqual(['errors'])
    expect(await handlers['standards.get']({ id: 'nowhere.md' })).toBeNull()
    expect(await handlers['standards.usage']({ id: 'go/errors.md', days: 2 })).toMatchObject({ days: [0, 0] })
  })

  it('opens a file for editing and saves it; the index follows', async () => {
    const draft = await handlers['standards.draft']({ id: 'go/errors.md' })
    expect(draft).toMatchObject({ lineEnding: 'CRLF', encoding: 'UTF-8', problems: [] })
    if (!draft) throw new Error('no draft')
    const text = draft.text.replace('Go: errors', '"Go: errors"').replace('[a]', '[a, wrap]')
    expect(
      await handlers['standards.save']({ id: 'go/errors.md', text, version: draft.version }),
    ).toMatchObject({ kind: 'saved' })
    expect(readFileSync(library.path('go/errors.md'), 'utf8')).toBe(
      BROKEN.replace('Go: errors', '"Go: errors"').replace('[a]', '[a, wrap]'),
    )
    await eventually(
      async () => (await handlers['standards.get']({ id: 'go/errors.md' }))?.problems.length === 0,
    )
    expect(await handlers['standards.draft']({ id: 'nowhere.md' })).toBeNull()
  })

  it('creates, duplicates, moves, deletes and restores a standard', async () => {
    const { id, text } = await handlers['standards.template']({
      title: 'Error: “retry” with backoff',
      language: 'py',
    })
    expect(id).toBe('python/error-retry-with-backoff.md')
    expect(await handlers['standards.create']({ id, text })).toMatchObject({ id })
    await expect(Promise.resolve(handlers['standards.create']({ id, text }))).rejects.toMatchObject({
      code: 'standard-exists',
    })
    expect(
      (await handlers['standards.template']({ title: 'Error: “retry” with backoff', language: 'python' })).id,
    ).toBe('python/error-retry-with-backoff-standard.md')
    await handlers['standards.duplicate']({ id, to: 'python/copy.md' })
    await handlers['standards.move']({ id: 'python/copy.md', to: 'shared/copy.md' })
    const has = (wanted: string) => async () =>
      (await handlers['standards.list']({ filter: {}, order: 'path', offset: 0, limit: 50 })).rows.some(
        (row) => row.id === wanted,
      )
    await eventually(has('shared/copy.md'))
    const { undo } = await handlers['standards.remove']({ id: 'shared/copy.md' })
    await eventually(async () => !(await has('shared/copy.md')()))
    await handlers['standards.restore']({ undo: undo ?? '' })
    await eventually(has('shared/copy.md'))
  })

  it.each<[string, Record<string, unknown>, string, () => boolean]>([
    [
      'get_stdlib',
      { language: 'kt', domain: 'tests' },
      'kotlin/testing.md',
      () => core.library.findByTopic('kt', 'tests').found !== null,
    ],
    [
      'get_stdlib',
      { language: 'Foo Bar', domain: 'Odd Topic' },
      'foo-bar/odd-topic.md',
      () =>
        core.library.findByTopic(
          core.library.resolveLanguage('Foo Bar') ?? '',
          core.library.resolveDomain('Odd Topic') ?? '',
        ).found !== null,
    ],
    [
      'search_standards',
      { query: 'idempotency_key for *payments*', language: 'rust', tag: 'money' },
      'rust/idempotency-key-for-payments.md',
      () =>
        core.library.search('idempotency_key for *payments*', { language: 'rust', tag: 'money' }, 5).total >
        0,
    ],
    [
      'search_standards',
      { query: `${'lorem '.repeat(30)}zebracrossing` },
      '',
      () => !core.library.search(`${'lorem '.repeat(30)}zebracrossing`, {}, 5).isGap,
    ],
    [
      'search_standards',
      { query: '---\ntitle: [x' },
      'title-x.md',
      () => core.library.search('---\ntitle: [x', {}, 5).total > 0,
    ],
    [
      'get_standard',
      { id: 'standard:///ops/on%20call.md', section: 'Who calls' },
      'ops/on call.md',
      () =>
        core.library.get('ops/on call.md')?.sections.some(({ heading }) => heading === 'Who calls') === true,
    ],
    ['get_standard', { id: '../../etc/passwd' }, 'passwd.md', () => true],
    [
      'get_checklist',
      { language: 'swift', domain: 'security' },
      'swift/security.md',
      () => core.library.checklist({ language: 'swift', domain: 'security' }).length > 0,
    ],
    [
      'list_standards',
      { tag: 'gdpr' },
      'gdpr.md',
      () => core.library.list({ tag: 'gdpr' }, null, 5).total > 0,
    ],
    [
      'search_standards',
      { query: 'con' },
      'con-standard.md',
      () => core.library.search('con', {}, 5).hits.some(({ id }) => id === 'con-standard.md'),
    ],
  ])('fills a gap of %s, so that the same question finds it: %j', async (tool, args, expected, isFound) => {
    const { id, text } = await handlers['standards.template'](gap(tool, args))
    if (expected !== '') expect(id).toBe(expected)
    await handlers['standards.create']({ id, text })
    await eventually(() => core.library.get(id) !== null)
    expect(isFound()).toBe(true)
    expect(core.library.problems().filter(({ path }) => path === id)).toEqual([])
  })

  it('creates a template for a gap that no longer exists', async () => {
    const { id, text } = await handlers['standards.template']({ gap: 'gone' })
    expect(id).toBe('new-standard.md')
    expect(text).toContain('# New standard')
  })

  it('returns the lines around a line', async () => {
    const lines = (id: string, line: number, around: number) => handlers['errors.lines']({ id, line, around })
    expect(await lines('python/testing.md', 2, 1)).toEqual({ first: 1, lines: ['# Testing', '', 'Pytest.'] })
    expect(await lines('python/testing.md', 1, 0)).toEqual({ first: 1, lines: ['# Testing'] })
    for (const [id, line] of [
      ['python/testing.md', 99],
      ['nowhere.md', 1],
      ['../x.md', 1],
      ['python', 1],
    ] as const) {
      expect(await lines(id, line, 3)).toBeNull()
    }
  })

  it('reveals and opens files, and throws when the host cannot', async () => {
    const able = make({
      reveal: async (file) => void revealed.push(file),
      openFile: async (file, line) => void revealed.push([file, line]),
    })
    await able['standards.reveal']({ id: 'python/testing.md' })
    await able['standards.openOutside']({ id: 'python/testing.md', line: 3 })
    const file = library.path('python/testing.md')
    expect(revealed).toEqual([file, [file, 3]])
    const code = (work: unknown) =>
      Promise.resolve(work).then(
        () => null,
        (error) => error.code,
      )
    expect(await code(handlers['standards.reveal']({ id: 'python/testing.md' }))).toBe('not-here')
    expect(await code(handlers['standards.openOutside']({ id: 'python/testing.md' }))).toBe('not-here')
    expect(await code(able['standards.reveal']({ id: 'nowhere.md' }))).toBe('standard-missing')
    expect(await code(able['standards.reveal']({ id: '../../etc/hosts.md' }))).toBe('path-unusable')
  })

  it('reads the current library folder', async () => {
    const other = makeTempLibrary({ 'x.md': '# X\n' })
    const there = make({ index: { ...core.index, root: () => other.root } })
    expect(await there['standards.draft']({ id: 'x.md' })).toMatchObject({ text: '# X\n' })
    rmSync(other.folder, { recursive: true })
  })

  it('has a handler for every method of its part of the contract', () => {
    const names = Object.keys(METHODS).filter(
      (name) => name.startsWith('standards.') || name === 'errors.lines',
    )
    expect(Object.keys(handlers).sort()).toEqual(names.sort())
  })
})
