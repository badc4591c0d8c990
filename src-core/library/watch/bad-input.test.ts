import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { HostCore } from '../../app/create-host-core.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'

/** The expected result for a file. */
type ExpectedProblem = Pick<Problem, 'code'> & Partial<Pick<Problem, 'line' | 'severity'>>

interface BadInput {
  readonly label: string
  readonly name: string
  /** Absent: `SPECIAL` creates the file. */
  readonly content?: string | Uint8Array
  /** The text that is served under the name in NFC; `null`: nothing is served. */
  readonly serves: string | null
  readonly title?: string
  /** A word by which a search must find the file. */
  readonly found?: string
  readonly reports: readonly ExpectedProblem[]
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const TWENTY_MB = 20 * 1024 * 1024

const BAD_INPUTS: readonly BadInput[] = [
  {
    label: 'invalid YAML',
    name: 'yaml.md',
    content: '---\ntitle: "open\ntags: [a, b]\n---\n# Heading\n\nquail\n',
    serves: 'quail',
    found: 'quail',
    reports: [{ code: 'front-matter-open-quote', line: 2 }],
  },
  {
    label: 'a colon in a title',
    name: 'colon.md',
    content: '---\ntitle: Go: the good parts\n---\n\nheron\n',
    serves: 'heron',
    title: 'Go: the good parts',
    found: 'heron',
    reports: [{ code: 'front-matter-colon', line: 2 }],
  },
  {
    label: 'a bare glob, as Cursor writes it',
    name: 'globs.mdc',
    content: '---\ndescription: Rules\nglobs: **/*\nalwaysApply: true\n---\n# Globs\n\nrobin\n',
    serves: 'robin',
    title: 'Globs',
    found: 'robin',
    reports: [],
  },
  {
    label: 'a bare glob',
    name: 'globs.md',
    content: '---\ndescription: Rules\nglobs: **/*\n---\n# Globs\n\nbluetit\n',
    serves: 'bluetit',
    title: 'Globs',
    found: 'bluetit',
    reports: [{ code: 'front-matter-asterisk', line: 3 }],
  },
  {
    label: 'tabs',
    name: 'tabs.md',
    content: '---\ntitle: Tabbed\ntags:\n\t- one\n\t- two\n---\n\nfinch\n',
    serves: 'finch',
    title: 'Tabbed',
    found: 'finch',
    reports: [{ code: 'front-matter-tab', line: 4 }],
  },
  {
    label: 'wrong types',
    name: 'types.md',
    content: '---\ntitle: [a, list]\ntags: {a: map}\nupdatedAt: someday\n---\n# Types\n\nowl\n',
    serves: 'owl',
    title: 'Types',
    found: 'owl',
    reports: [
      { code: 'title-type', line: 2 },
      { code: 'tags-type', line: 3 },
      { code: 'updatedAt-date', line: 4 },
    ],
  },
  {
    label: 'front matter that never closes',
    name: 'unclosed.md',
    content: '---\ntitle: Open\n\n# Unclosed\n\nstork\n',
    serves: 'stork',
    found: 'stork',
    reports: [{ code: 'front-matter-unclosed', line: 1 }],
  },
  {
    label: 'no front matter',
    name: 'plain.md',
    content: '# Plain\n\nraven\n',
    serves: 'raven',
    found: 'raven',
    reports: [],
  },
  {
    label: 'nothing but text',
    name: 'just-text.md',
    content: 'magpie',
    serves: 'magpie',
    title: 'Just text',
    found: 'magpie',
    reports: [],
  },
  {
    label: 'only front matter',
    name: 'only.md',
    content: '---\ntitle: Only lapwing\n---\n',
    serves: 'title: Only lapwing',
    title: 'Only lapwing',
    found: 'lapwing',
    reports: [{ code: 'no-text' }],
  },
  {
    label: 'an empty file',
    name: 'empty.md',
    content: '',
    serves: '',
    title: 'Empty',
    reports: [{ code: 'empty-file', line: null }],
  },
  {
    label: 'only blanks',
    name: 'blank.md',
    content: ' \n\t\n',
    serves: '\t',
    reports: [{ code: 'empty-file' }],
  },
  {
    label: 'a file of 20 MB',
    name: 'huge.md',
    content: Buffer.concat([
      Buffer.from('# Huge\n\npelican\n'),
      Buffer.alloc(TWENTY_MB, 'many words here\n'),
    ]),
    serves: 'pelican',
    title: 'Huge',
    found: 'pelican',
    reports: [{ code: 'file-too-large', line: null }],
  },
  {
    label: '20 MB on one line',
    name: 'one-line.md',
    content: Buffer.alloc(TWENTY_MB, 'x'),
    serves: 'xxxx',
    reports: [{ code: 'file-too-large', line: null }],
  },
  {
    label: 'invalid UTF-8',
    name: 'latin1.md',
    content: Buffer.from('# Latin\n\nStra\xdfe kestrel\n', 'latin1'),
    serves: 'Stra\uFFFDe',
    found: 'kestrel',
    reports: [{ code: 'invalid-utf8', line: 3 }],
  },
  {
    label: 'UTF-16 LE',
    name: 'utf16le.md',
    content: Buffer.from('\uFEFF# Sechzehn\n\nZeisig: Größe 日本\n', 'utf16le'),
    serves: 'Größe 日本',
    title: 'Sechzehn',
    found: '日本',
    reports: [{ code: 'utf-16', line: null }],
  },
  {
    label: 'UTF-16 BE',
    name: 'utf16be.md',
    content: utf16be('\uFEFF# Sixteen\n\nplover\n'),
    serves: 'plover',
    title: 'Sixteen',
    found: 'plover',
    reports: [{ code: 'utf-16' }],
  },
  {
    label: 'UTF-16 without a mark',
    name: 'utf16.md',
    content: Buffer.from('# Unmarked\n\ndunlin\n', 'utf16le'),
    serves: 'dunlin',
    title: 'Unmarked',
    found: 'dunlin',
    reports: [{ code: 'utf-16' }],
  },
  {
    label: 'a byte order mark',
    name: 'bom.md',
    content: '\uFEFF---\ntitle: Marked\n---\n# Heading\n\nswift bird\n',
    serves: 'swift bird',
    title: 'Marked',
    found: 'bird',
    reports: [],
  },
  {
    label: 'CRLF',
    name: 'crlf.md',
    content:
      '---\r\ntitle: Windows\r\ntags: {a: b}\r\n---\r\n# One\r\n\r\nbittern\r\n\r\n## Two\r\n\r\nmore\r\n',
    serves: 'bittern\r\n',
    title: 'Windows',
    found: 'bittern',
    reports: [{ code: 'tags-type', line: 3 }],
  },
  {
    label: 'NUL bytes',
    name: 'nul.md',
    content: '# Null\n\nmar\0tin avocet\n',
    serves: 'avocet',
    title: 'Null',
    found: 'avocet',
    reports: [{ code: 'nul-bytes', line: 3 }],
  },
  {
    label: 'no text at all',
    name: 'binary.md',
    content: Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256),
    serves: '\uFFFD',
    reports: [{ code: 'invalid-utf8' }, { code: 'nul-bytes' }],
  },
  {
    label: '1,000 headings, ever deeper and back',
    name: 'headings.md',
    content: Array.from(
      { length: 1000 },
      (_, at) => `${'#'.repeat(1 + (at % 6))} Level ${at}\n\ngull${at}\n`,
    ).join('\n'),
    serves: 'gull999',
    title: 'Level 0',
    found: 'gull999',
    reports: [],
  },
  {
    label: 'headings of 1,000 levels',
    name: 'levels.md',
    content: Array.from({ length: 1000 }, (_, at) => `${'#'.repeat(at + 1)} Depth${at}`).join('\n'),
    serves: 'Depth999',
    title: 'Depth0',
    found: 'Depth999',
    reports: [],
  },
  {
    label: '10,000 nested quotes and lists',
    name: 'nested.md',
    content: `# Nested\n\n${'> '.repeat(10_000)}ibis\n\n${'- '.repeat(10_000)}crane\n`,
    serves: 'ibis',
    title: 'Nested',
    reports: [],
  },
  {
    label: 'a million sections',
    name: 'sections.md',
    content: '# S\n'.repeat(1_000_000),
    serves: '# S',
    title: 'S',
    reports: [],
  },
  {
    label: 'emoji in a name',
    name: '🚀 launch.md',
    content: 'shrike',
    serves: 'shrike',
    found: 'shrike',
    reports: [],
  },
  {
    label: 'blanks in a name',
    name: 'my  rules/a b .md',
    content: 'tern',
    serves: 'tern',
    found: 'tern',
    reports: [],
  },
  {
    label: '# in a name',
    name: 'c#/rule #1.md',
    content: 'dipper',
    serves: 'dipper',
    found: 'dipper',
    reports: [],
  },
  {
    label: '% in a name',
    name: '100%/%2e%2e%2f.md',
    content: 'curlew',
    serves: 'curlew',
    found: 'curlew',
    reports: [],
  },
  {
    label: '? and quotes in a name',
    name: `what?/"it's".md`,
    content: 'linnet',
    serves: 'linnet',
    found: 'linnet',
    reports: [],
  },
  {
    label: 'a name in NFD',
    name: 'cafe\u0301/u\u0308ber.md',
    content: 'wigeon',
    serves: 'wigeon',
    found: 'wigeon',
    reports: [],
  },
  { label: 'a name of dots', name: '...md', content: 'hidden', serves: null, reports: [] },
  {
    label: 'a long name',
    name: `${'n'.repeat(200)}.md`,
    content: 'smew',
    serves: 'smew',
    found: 'smew',
    reports: [],
  },
  {
    label: 'a folder named like a standard',
    name: 'folder.md',
    serves: null,
    reports: [{ code: 'folder-named-like-standard', line: null }],
  },
  { label: 'a link to itself', name: 'self.md', serves: null, reports: [{ code: 'link-skipped' }] },
  { label: 'a loop of folders', name: 'loop', serves: null, reports: [{ code: 'link-skipped' }] },
  { label: 'a link out of the library', name: 'out.md', serves: null, reports: [{ code: 'link-skipped' }] },
  {
    label: 'a folder link out of the library',
    name: 'outside',
    serves: null,
    reports: [{ code: 'link-skipped' }],
  },
  { label: 'a link to nothing', name: 'broken.md', serves: null, reports: [{ code: 'link-skipped' }] },
]

let library: TempLibrary
let core: HostCore
let problems: readonly Problem[]

beforeAll(async () => {
  library = makeTempLibrary({ 'good.md': '# Good\n\nnightingale\n', 'folder.md/inner.md': '# Inner\n' })
  for (const { name, content } of BAD_INPUTS) if (content !== undefined) library.write(name, content)
  const secret = join(library.folder, 'secret')
  mkdirSync(secret)
  writeFileSync(join(secret, 'secret.md'), '# Secret\n\ncuckoo\n')
  symlinkSync('self.md', library.path('self.md'))
  symlinkSync('.', library.path('loop'))
  symlinkSync(join(secret, 'secret.md'), library.path('out.md'))
  symlinkSync(secret, library.path('outside'))
  symlinkSync('nowhere.md', library.path('broken.md'))
  core = library.openCore()
  await core.whenFresh()
  problems = core.library.problems()
})
afterAll(() => library.close())

describe('a library with bad input', () => {
  it.each(BAD_INPUTS)('copes with $label', ({ name, serves, title, found, reports }) => {
    const standard = core.library.get(name)
    if (serves === null) expect(standard).toBeNull()
    else expect(standard?.text.includes(serves)).toBe(true)
    if (title !== undefined) expect(standard?.title).toBe(title)
    if (found !== undefined) {
      const [hit] = core.library.search(found, {}, 5).hits
      expect(hit?.id).toBe(name.normalize('NFC'))
      expect(hit?.uri).toMatch(/^standard:\/\/\/[^\s#?]+(?:#[^\s#]*)?$/)
      const path = new URL(hit?.uri ?? '').pathname.slice(1).split('/').map(decodeURIComponent).join('/')
      expect(path).toBe(name.normalize('NFC'))
    }
    const reported = problems.filter((problem) => problem.path === name)
    expect(reported).toMatchObject(reports)
    for (const { message, remedy } of reported) {
      expect(message).toMatch(/^["A-Z].*\.$/)
      expect(remedy.length).toBeGreaterThan(10)
    }
  })

  it('serves the valid files beside the bad ones', () => {
    expect(core.library.get('good.md')?.title).toBe('Good')
    expect(core.library.get('folder.md/inner.md')?.title).toBe('Inner')
    expect(core.library.search('nightingale', {}, 5).hits[0]?.id).toBe('good.md')
    expect(core.library.status().progress.state).not.toBe('failed')
    expect(library.logged.filter((line) => line.startsWith('error'))).toEqual([])
  })

  it('answers every kind of request', () => {
    const { items } = core.library.list({}, null, 1000)
    for (const { id } of items) {
      expect(core.library.get(id)?.id).toBe(id)
      core.library.checklist({ id })
    }
    expect(core.library.search('many', {}, 50).hits.length).toBeGreaterThan(0)
    expect(core.library.search('xxx', {}, 50).hits.every((hit) => hit.snippet.length < 400)).toBe(true)
  })

  it.each([
    '../secret/secret.md',
    '..\\secret\\secret.md',
    'folder.md/../../secret/secret.md',
    '%2e%2e/secret/secret.md',
    '..%2fsecret%2fsecret.md',
    '/etc/passwd',
    'file:///etc/passwd',
    'good.md\0',
    '\0',
    'good.md/',
    './good.md',
    '/good.md',
    'out.md',
    'outside/secret.md',
    'loop/good.md',
    '',
    '.',
    '..',
    '\ud800',
    '__proto__',
  ])('gives nothing for the id %j', (id) => {
    expect(core.library.get(id)).toBeNull()
    expect(core.library.checklist({ id })).toEqual([])
    expect(core.library.nearestIds(id, 5).every((near) => core.library.get(near.id) !== null)).toBe(true)
  })

  it('never serves the target of a link', () => {
    expect(core.library.search('cuckoo', {}, 5).total).toBe(0)
    expect(core.library.list({}, null, 1000).items.some(({ id }) => id.includes('secret'))).toBe(false)
  })

  it('reads nothing again when nothing changed', async () => {
    const { generation } = core.library.status()
    expect(await core.reindex(false)).toMatchObject({ read: 0, removed: 0 })
    expect(core.library.status().generation).toBe(generation)
    expect(await core.reindex(true)).toMatchObject({ removed: 0 })
    expect(core.library.problems()).toEqual(problems)
  })
})

describe('names that clash', () => {
  it('in case only: both are served where possible, and reported', async () => {
    library.write('case/rule.md', '# Lower\n')
    library.write('case/RULE.md', '# Upper\n')
    if (readdirSync(library.path('case')).length < 2) return
    await core.reindex(false)
    expect(core.library.get('case/rule.md')?.title).toBe('Lower')
    expect(core.library.get('case/RULE.md')?.title).toBe('Upper')
    const reported = core.library.problems().filter((problem) => problem.path.startsWith('case/'))
    expect(reported).toMatchObject([{ code: 'name-clash', severity: 'warning' }])
    expect(reported[0]?.message).toMatch(/upper and lower case only/)
  })

  it('in Unicode spelling only: one is served, the other is reported', async () => {
    library.write('spelling/e\u0301.md', '# Decomposed\n')
    library.write('spelling/\u00e9.md', '# Composed\n')
    if (readdirSync(library.path('spelling')).length < 2) return
    await core.reindex(false)
    expect(core.library.list({}, 'spelling/', 1).items[0]?.id).toBe('spelling/\u00e9.md')
    expect(core.library.get('spelling/e\u0301.md')?.id).toBe('spelling/\u00e9.md')
    const reported = core.library.problems().filter((problem) => problem.path.startsWith('spelling/'))
    expect(reported).toMatchObject([{ code: 'name-clash', severity: 'error' }])
  })
})

// The superuser can read every file, so a process of the user `nobody` reads it.
const NOBODY = 65_534
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

describe.skipIf(process.platform === 'win32')('what the user may not read', () => {
  it('is reported, stops nothing, and is served as soon as it can be read', async () => {
    const own = makeTempLibrary({
      'good.md': '# Good\n',
      'locked.md': '# Locked\n',
      'closed/in.md': '# In\n',
    })
    chmodSync(own.folder, 0o777)
    chmodSync(own.path('locked.md'), 0)
    chmodSync(own.path('closed'), 0)
    const script = join(import.meta.dirname, '../../testing/core-process.ts')
    const child = spawn(process.execPath, [script, own.home, own.root], {
      stdio: ['pipe', 'pipe', 'inherit'],
      ...asNobody,
    })
    const received: { id?: string; title?: string | null; problems?: Problem[]; ready?: boolean }[] = []
    createInterface({ input: child.stdout }).on('line', (line) => received.push(JSON.parse(line)))
    const ask = async (id: string) => {
      const from = received.length
      child.stdin.write(`${id}\n`)
      return eventually(() => received.slice(from).find((message) => message.id === id))
    }
    try {
      await eventually(() => received.some((message) => message.ready))
      expect((await ask('good.md')).title).toBe('Good')
      const locked = await ask('locked.md')
      expect(locked.title).toBeNull()
      expect(locked.problems).toMatchObject([
        { path: 'closed', line: null, severity: 'error', code: 'folder-unreadable' },
        { path: 'locked.md', line: null, severity: 'error', code: 'file-unreadable' },
      ])
      for (const { message, remedy } of locked.problems ?? []) {
        expect(message).toMatch(/EACCES/)
        expect(remedy).toMatch(/right to read/)
      }
      chmodSync(own.path('locked.md'), 0o644)
      await eventually(async () => (await ask('locked.md')).title === 'Locked')
    } finally {
      child.kill('SIGKILL')
      chmodSync(own.path('closed'), 0o755)
      await own.close()
    }
  })
})
