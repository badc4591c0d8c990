import type { CallToolResult } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardUri } from '../../src-shared/standard/uri.ts'
import { writeInstructions } from '../instructions.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../testing/indexed-library.ts'
import { createToolCatalog } from './catalog.ts'
import { LIBRARY_TOOLS } from './registry.ts'
import { InvalidParams, ToolFailure } from './tool-failure.ts'

let temp: IndexedLibrary
beforeAll(async () => {
  temp = await openIndexedLibrary({
    ...SAMPLE,
    'long.md': `# Long\n\n${'A line of text.\n'.repeat(10_000)}`,
    'rust/logging.md': `\n\n# Rust logging\n\n${'Log lines, not novels.\n'.repeat(5_000)}`,
    'emoji 😀 100%.md': '# Emoji\n\nText.\n',
  })
})
afterAll(() => temp.close())

/** Runs a tool and checks that the answer is what its schema promises. */
async function call(name: string, args: unknown): Promise<Record<string, unknown>> {
  const tool = LIBRARY_TOOLS.find((tool) => tool.name === name)
  if (tool === undefined) throw new Error(`no tool ${name}`)
  const answer = await tool.run({ core: temp.core, signal: new AbortController().signal }, args)
  expect(tool.output.strict().parse(answer)).toEqual(answer)
  return answer
}

async function failure(name: string, args: unknown): Promise<string> {
  const error = await call(name, args).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(ToolFailure)
  return error.message
}

describe('standards_for', () => {
  it('gives what applies to a file, with its rules', async () => {
    const answer = await call('standards_for', { path: 'tests/test_orders.py' })
    expect((answer.standards as unknown[])[0]).toMatchObject({
      id: 'python/testing.md',
      why: 'folder test_orders.py',
      should: ['Prefer function scope.', 'Every bug has a test', 'No sleeping in tests'],
    })
  })
  it('takes several paths, as a list or as one text', async () => {
    expect(await call('standards_for', { paths: ['a.go', 'b.py'] })).toMatchObject({
      paths: ['a.go', 'b.py'],
    })
    expect(await call('standards_for', { path: 'a.go', paths: 'a.go' })).toMatchObject({ paths: ['a.go'] })
  })
  it('says what to call without a path', async () => {
    expect(await failure('standards_for', { task: 'x' })).toContain('needs the path of a file')
  })
})

describe('get_stdlib', () => {
  it('gives the standard without its front matter', async () => {
    const answer = await call('get_stdlib', { language: 'python', domain: 'testing' })
    expect(answer).toMatchObject({
      found: true,
      language: 'python',
      domain: 'testing',
      rule: 'topic',
      title: 'Python testing',
      tags: ['testing', 'pytest'],
      last_updated: '2026-01-02T03:04:05.000Z',
      path: 'python/testing.md',
    })
    expect(answer.content).toMatch(/^# Python testing\n/)
  })
  it('knows aliases', async () => {
    expect(await call('get_stdlib', { language: 'py', domain: 'tests' })).toMatchObject({
      path: 'python/testing.md',
    })
  })
  it('cuts what is too long for one answer, and says how to read on', async () => {
    const { content, more, outline } = await call('get_stdlib', { language: 'rust', domain: 'logging' })
    expect((content as string).length).toBeLessThan(7_500)
    expect(outline).toEqual(['# Rust logging'])
    const [, next] = /^\[Cut at .* Read on with get_standard (\{.*\}), or read one section\.\]$/.exec(
      more as string,
    )!
    const rest = await call('get_standard', { ...JSON.parse(next!), maxChars: 200_000 })
    expect((content as string) + rest.content).toBe(
      `# Rust logging\n\n${'Log lines, not novels.\n'.repeat(5_000)}`,
    )
  })
  it('names what comes closest when there is nothing', async () => {
    const answer = await call('get_stdlib', { language: 'go', domain: 'security' })
    expect(answer).toMatchObject({ found: false })
    expect(answer.message).toContain('no standard on security in go')
    expect((answer.nearest as { id: string }[]).map(({ id }) => id)).toContain('go/testing.md')
  })
  it('lists the known words for an unknown one', async () => {
    const message = await failure('get_stdlib', { language: 'klingon', domain: 'opera' })
    expect(message).toContain('"klingon" is not a language')
    expect(message).toContain('go, python')
    expect(message).toContain('"opera" is not a domain')
    expect(message).toContain('security, testing')
  })
})

describe('search_standards', () => {
  it('says when no hit has half of the words', async () => {
    expect(await call('search_standards', { query: 'fixtures' })).not.toHaveProperty('partial')
    expect(await call('search_standards', { query: 'quagga fixtures zebra okapi' })).toMatchObject({
      partial: true,
    })
  })
  it('says what it searched for instead of a word of another language', async () => {
    expect(await call('search_standards', { query: 'Protokollierung' })).toMatchObject({
      searchedFor: 'logging',
    })
    expect(await call('search_standards', { query: 'fixtures' })).not.toHaveProperty('searchedFor')
  })
  it('finds sections', async () => {
    const { hits, total } = await call('search_standards', { query: 'fixtures' })
    expect(total).toBeGreaterThan(0)
    expect((hits as unknown[])[0]).toMatchObject({
      id: 'python/testing.md',
      section: 'fixtures',
      title: 'Python testing',
      heading: 'Fixtures',
    })
  })
  it('narrows by language and limits', async () => {
    const { hits } = await call('search_standards', { query: 'testing', language: 'golang', limit: 1 })
    expect(hits).toHaveLength(1)
    expect((hits as unknown[])[0]).toMatchObject({ id: 'go/testing.md' })
  })
  it('is empty, not wrong, for a known language without standards', async () => {
    expect(
      await call('search_standards', { query: 'testing', language: 'rust', domain: 'testing' }),
    ).toMatchObject({
      hits: [],
      total: 0,
    })
  })
  it.each(['', '   '])('advises on the empty query %j', async (query) => {
    expect(await failure('search_standards', { query })).toContain('query is empty')
  })
})

describe('get_standard', () => {
  it('reads a whole standard, and no outline with it', async () => {
    const answer = await call('get_standard', { id: 'go/testing.md' })
    expect(answer).toMatchObject({ id: 'go/testing.md', title: 'Go testing' })
    expect(answer).not.toHaveProperty('outline')
    expect(answer.content).toContain('Table-driven')
    expect(answer).not.toHaveProperty('nextOffset')
  })
  it('reads a section with what is below it', async () => {
    const answer = await call('get_standard', { id: 'python/testing.md', section: 'fixtures' })
    expect(answer.content).toMatch(/^## Fixtures\n[\s\S]*Prefer function scope/)
    expect(answer.content).not.toContain('Checklist')
    expect(answer.outline).toHaveLength(4)
  })
  it('takes a URI, with or without a section', async () => {
    const { hits } = await call('search_standards', { query: 'fixtures' })
    const { id, section } = (hits as { id: string; section: string }[])[0]!
    expect((await call('get_standard', { id, section })).content).toMatch(/^## Fixtures/)
    expect((await call('get_standard', { id: standardUri(id, section) })).content).toMatch(/^## Fixtures/)
    const { standards } = await call('list_standards', {})
    const emoji = (standards as { id: string }[]).find(({ id }) => id.startsWith('emoji'))!
    const read = await call('get_standard', { id: emoji.id })
    expect(await call('get_standard', { id: standardUri(emoji.id) })).toEqual(read)
  })
  it('cuts a long text at line ends, and goes on where it stopped', async () => {
    const first = await call('get_standard', { id: 'long.md' })
    expect((first.content as string).length).toBeLessThanOrEqual(7_500)
    expect(first.content).toMatch(/\n$/)
    expect(first.outline).toHaveLength(1)
    const whole = [first.content]
    for (let offset = first.nextOffset; offset !== undefined; ) {
      const next = await call('get_standard', { id: 'long.md', offset, maxChars: 90_000 })
      whole.push(next.content)
      offset = next.nextOffset
    }
    expect(whole.join('').trim()).toBe(`# Long\n\n${'A line of text.\n'.repeat(10_000)}`.trim())
  })
  it('names the nearest ids, or the sections', async () => {
    expect(await failure('get_standard', { id: 'python/testng.md' })).toContain('python/testing.md')
    expect(await failure('get_standard', { id: 'python/testing.md', section: 'Mocks' })).toContain('Fixtures')
  })
  it.each(['../../etc/passwd', '/etc/passwd', 'standard:///../index.db', 'C:\\x', '\0'])(
    'never leaves the index: %j',
    async (id) => {
      expect(await failure('get_standard', { id })).toMatch(/no standard|wrong arguments/)
    },
  )
})

describe('list_standards', () => {
  it('pages through everything, whatever is added meanwhile', async () => {
    const seen: string[] = []
    let cursor: unknown
    do {
      const page = await call('list_standards', { limit: 2, ...(cursor !== undefined && { cursor }) })
      seen.push(...(page.standards as { id: string }[]).map(({ id }) => id))
      if (cursor === undefined) await temp.write({ 'aaa.md': '# First of all\n' })
      cursor = page.nextCursor
    } while (cursor !== undefined)
    await temp.write({ 'aaa.md': null })
    expect(seen).toEqual([...new Set(seen)])
    expect(seen).toHaveLength(7)
  })
  it('filters', async () => {
    expect(await call('list_standards', { tag: 'pytest' })).toMatchObject({ total: 1 })
    expect(await call('list_standards', { domain: 'testing', language: 'go' })).toMatchObject({ total: 1 })
    expect(await call('list_standards', { tag: 'nothing' })).toEqual({ standards: [], total: 0 })
  })
  it('rejects an invalid cursor as an invalid request', async () => {
    await expect(call('list_standards', { cursor: 'zzz' })).rejects.toBeInstanceOf(InvalidParams)
  })
})

describe('get_checklist', () => {
  it('gives everything, or what belongs to a topic or a standard', async () => {
    expect(await call('get_checklist', {})).toMatchObject({ total: 3 })
    expect(await call('get_checklist', { domain: 'security' })).toMatchObject({ total: 1 })
    expect(await call('get_checklist', { id: 'standard:///python/testing.md' })).toEqual({
      standards: [
        {
          id: 'python/testing.md',
          section: 'checklist',
          items: ['Every bug has a test'],
          checked: ['No sleeping in tests'],
        },
      ],
      total: 2,
    })
  })
  it('knows no other standard', async () => {
    expect(await failure('get_checklist', { id: 'python/tests.md' })).toContain('python/testing.md')
  })
})

describe('arguments', () => {
  it.each([
    ['get_stdlib', {}, ['"language" is missing', '"domain" is missing', 'It takes language, domain.']],
    ['get_stdlib', { language: 5, domain: null }, ['"domain" is missing']],
    ['get_stdlib', { language: '', domain: ' ' }, ['"language" must be text that is not empty']],
    ['search_standards', { query: 'x', limit: 500 }, ['"limit" must be at most 50, not 500']],
    ['search_standards', { query: 'x', limit: 1.5 }, ['"limit" must be a whole number, not 1.5']],
    ['search_standards', { query: 'x', limit: 'five' }, ['"limit" must be a number, not the text "five"']],
    ['search_standards', { query: 'x'.repeat(3_000) }, ['at most 2000 characters long']],
    [
      'search_standards',
      { question: 'x', lang: 'go' },
      ['"query" is missing', '"question", "lang" are not among its arguments', 'language (optional)'],
    ],
    ['get_standard', { id: 'a', offset: -1 }, ['"offset" must be at least 0']],
    ['list_standards', [1], ['the arguments must be an object, not a list']],
    ['list_standards', 'all', ['the arguments must be an object']],
  ])('%s %j', async (name, args, parts) => {
    const message = await failure(name, args)
    for (const part of parts) expect(message).toContain(part)
  })
  it.each([
    ['search_standards', { query: 'fixtures', limit: '5' }, { query: 'fixtures', limit: 5 }],
    ['search_standards', { query: 'fixtures', limit: '5.0' }, { query: 'fixtures', limit: 5 }],
    ['search_standards', { query: 'fixtures', limit: [3] }, { query: 'fixtures', limit: 3 }],
    ['search_standards', { query: 'fixtures', limit: null, tag: null }, { query: 'fixtures' }],
    ['search_standards', { query: 'fixtures', language: '', tag: ' ' }, { query: 'fixtures' }],
    ['search_standards', { query: 404 }, { query: '404' }],
    ['search_standards', { query: 'x', language: ['python'] }, { query: 'x', language: 'python' }],
    [
      'get_standard',
      { id: 'long.md', offset: '4', maxChars: '20' },
      { id: 'long.md', offset: 4, maxChars: 20 },
    ],
    ['list_standards', null, {}],
    ['list_standards', '', {}],
    ['list_standards', '{"limit":2}', { limit: 2 }],
    ['list_standards', { cursor: null, limit: 2.0 }, { limit: 2 }],
    ['list_standards', { cursor: '', limit: 2 }, { limit: 2 }],
    ['list_standards', { random_string: 'dummy' }, {}],
    ['list_standards', { _meta: {}, toolCallId: 'x' }, {}],
  ])('%s %j is read as %j', async (name, args, meant) => {
    expect(await call(name, args)).toEqual(await call(name, meant))
  })
  it('that a tool does not know are named in the answer', async () => {
    const clean = await call('list_standards', { limit: 2 })
    expect(await call('list_standards', { limit: 2, lang: 'go' })).toEqual({
      ...clean,
      note: '"lang" is not an argument of list_standards and had no effect. It takes language (optional), domain (optional), tag (optional), cursor (optional), limit (optional).',
    })
    const poisoned = await call('list_standards', JSON.parse('{"limit":2,"__proto__":{"limit":1}}'))
    expect(poisoned).toMatchObject({ ...clean, note: expect.stringContaining('"__proto__"') })
  })
  it('are many without the answer growing with them', async () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`argument number ${n}`, n]))
    const { note } = (await call('list_standards', { limit: 1, ...many })) as { note: string }
    expect(note).toContain('"argument number 0"')
    expect(note).toContain('and 99995 more')
    expect(note.length).toBeLessThan(400)
    expect((await failure('get_standard', many)).length).toBeLessThan(500)
    expect((await failure('get_standard', { ['x'.repeat(1e6)]: 1 })).length).toBeLessThan(300)
  })
  it('may be absent where none is needed', async () => {
    expect(await call('list_standards', undefined)).toMatchObject({ total: 7 })
  })
})

describe('an empty or missing library', () => {
  it('answers, or says what is wrong', async () => {
    const empty = await openIndexedLibrary({})
    const run = (name: string, args: unknown) =>
      LIBRARY_TOOLS.find((tool) => tool.name === name)!.run(
        { core: empty.core, signal: new AbortController().signal },
        args,
      )
    expect(await run('list_standards', {})).toEqual({ standards: [], total: 0 })
    expect(await run('get_stdlib', { language: 'python', domain: 'testing' })).toMatchObject({ found: false })
    const waiting = { ...empty.core.library.status(), progress: { state: 'indexing', done: 3, total: 9 } }
    const library = { ...empty.core.library, status: () => waiting as never }
    const [tool] = LIBRARY_TOOLS
    const context = { core: { ...empty.core, library }, signal: new AbortController().signal }
    await expect(tool!.run(context, { path: 'a.go' })).rejects.toThrow('3 of 9 files')
    empty.close()
  })
})

describe('cancelling', () => {
  it('stops a call that waits for the index', async () => {
    const abort = new AbortController()
    const core = { ...temp.core, whenFresh: () => new Promise<void>((resolve) => setTimeout(resolve, 5)) }
    const call = LIBRARY_TOOLS[0]!.run({ core, signal: abort.signal }, { path: 'a.go' })
    abort.abort(new Error('cancelled'))
    await expect(call).rejects.toThrow('cancelled')
  })
})

describe('the text of an answer', () => {
  async function contentFor(client: string | null, name: string, args: object) {
    const context = { core: temp.core, client, signal: new AbortController().signal }
    const result = (await LIBRARY_TOOLS.find((tool) => tool.name === name)!.call(
      context,
      args,
    )) as CallToolResult
    const [part] = result.content
    return { text: part?.type === 'text' ? part.text : '', structure: result.structuredContent }
  }
  it.each([
    ['standards_for', { path: 'tests/test_orders.py' }, '- Every bug has a test [1]\n'],
    ['get_stdlib', { language: 'python', domain: 'testing' }, '## Fixtures\n\nKeep fixtures small.\n'],
    ['get_stdlib', { language: 'go', domain: 'security' }, '- go/testing.md: Go testing\n'],
    [
      'search_standards',
      { query: 'fixtures' },
      '- python/testing.md#fixtures · Python testing: Fixtures\n  Keep',
    ],
    ['search_standards', { query: 'xylophone' }, 'Nothing found for "xylophone".'],
    ['get_standard', { id: 'go/testing.md' }, '# Go testing\n\nTable-driven tests.\n'],
    [
      'list_standards',
      { tag: 'pytest' },
      '- python/testing.md · Python testing · testing in python · tags testing, pytest · 2026-01-02\n',
    ],
    [
      'get_checklist',
      { id: 'python/testing.md' },
      'python/testing.md#checklist\n- [ ] Every bug has a test\n- [x] No sleeping',
    ],
  ])('is markdown, in lines: %s %j', async (name, args, part) => {
    const { text } = await contentFor(null, name, args)
    expect(text).toContain(part)
    expect(text).not.toMatch(/\\n|undefined|\[object/)
    expect(text.endsWith('\n')).toBe(true)
  })
  it.each([
    [null, 7_500, true],
    ['claude-code', 24_000, true],
    ['codex-mcp-client', 10_000, true],
    ['gemini-cli-mcp-client', 24_000, true],
    ['copilot-cli', 16_000, false],
    ['qwen-cli-mcp-client-plumbline', 16_000, false],
    ['@cline/core', 6_800, false],
  ])('fits %s, which gets pages of %i bytes', async (client, bytes, hasStructure) => {
    for (const [name, args] of [
      ['get_standard', { id: 'long.md' }],
      ['get_standard', { id: 'long.md', offset: 20_000 }],
      ['get_stdlib', { language: 'rust', domain: 'logging' }],
    ] as const) {
      const { text, structure } = await contentFor(client, name, args)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes)
      expect(Buffer.byteLength(text)).toBeGreaterThan(bytes * 0.8)
      expect(text).toMatch(/\[Cut at \d+ of \d+ characters. Read on with get_standard \{.*"offset":\d+\}/)
      expect(structure !== undefined).toBe(hasStructure)
    }
  })
  it('has ignored arguments in front, as the structure has', async () => {
    const { text, structure } = await contentFor(null, 'list_standards', { lang: 'go' })
    expect(text).toMatch(/^> "lang" is not an argument/)
    expect(Object.keys(structure ?? {})[0]).toBe('note')
  })
})

describe('lists', () => {
  it('end after some kilobytes, and go on where they ended', async () => {
    const many = await openIndexedLibrary(
      Object.fromEntries(
        Array.from({ length: 60 }, (_, at) => [
          `go/n${String(at).padStart(2, '0')}.md`,
          `---\ndescription: ${'words '.repeat(60)}\n---\n# N${at}\n\n- [ ] One of ${at}\n- [ ] ${'Two '.repeat(30)}\n`,
        ]),
      ),
    )
    const run = async (name: string, args: object) => {
      const tool = LIBRARY_TOOLS.find((tool) => tool.name === name)!
      const result = await tool.run({ core: many.core, signal: new AbortController().signal }, args)
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(10_000)
      return result
    }
    const seen: string[] = []
    for (let cursor: unknown = ''; cursor !== undefined; ) {
      const { standards, nextCursor } = await run('list_standards', { cursor })
      seen.push(...(standards as { id: string }[]).map(({ id }) => id))
      cursor = nextCursor
    }
    expect(seen).toEqual([...new Set(seen)].sort())
    expect(seen).toHaveLength(60)
    let items = 0
    for (let offset: unknown = 0; offset !== undefined; ) {
      const { standards, nextOffset } = await run('get_checklist', { language: 'go', offset })
      const page = (standards as { items: string[] }[]).flatMap((group) => group.items).length
      expect(page).toBeLessThanOrEqual(30)
      items += page
      offset = nextOffset
    }
    expect(items).toBe(120)
    await many.close()
  })
  it('have the items of the language itself first', async () => {
    await temp.write({ 'a-general.md': '# A\n\n- [ ] General\n' })
    const { standards } = await call('get_checklist', { language: 'python' })
    expect((standards as { id: string }[]).at(-1)?.id).toBe('a-general.md')
    await temp.write({ 'a-general.md': null })
  })
})

describe('the list', () => {
  it('is under 4.5 KB with the instructions, with five languages and thirteen domains', () => {
    const facets = {
      languages: ['go', 'javascript', 'python', 'rust', 'typescript'],
      domains: ['api-design', 'architecture', 'code-review', 'concurrency', 'documentation', 'error-handling', 'git',
        'logging', 'patterns', 'performance', 'security', 'style', 'testing'],
      tags: [],
      generation: 1,
    } // biome-ignore format: one list
    const topics = facets.languages.flatMap((language) =>
      facets.domains.map((domain) => ({ language, domain, standards: 1 })),
    )
    const tools = JSON.stringify({ tools: LIBRARY_TOOLS.map((tool) => tool.describe(facets)) })
    expect(Buffer.byteLength(tools) + Buffer.byteLength(writeInstructions(topics))).toBeLessThan(4_500)
    for (const tool of LIBRARY_TOOLS)
      expect(tool.describe(facets).description?.slice(0, 150)).toMatch(/^Call .*:/)
  })
  it('declares the tools read-only, and does not have a client reject unknown arguments', () => {
    for (const tool of createToolCatalog(temp.core, LIBRARY_TOOLS).list()) {
      expect(tool.annotations).toMatchObject({
        readOnlyHint: true,
        openWorldHint: false,
      })
      expect(tool.inputSchema).toMatchObject({ type: 'object' })
      expect(JSON.stringify(tool)).not.toContain('additionalProperties')
      expect(tool).not.toHaveProperty('outputSchema')
      expect(tool._meta).toMatchObject({ 'anthropic/alwaysLoad': true })
      expect(tool.title).toBeTruthy()
    }
  })
  it("has the library's words, and says when they change", async () => {
    const catalog = createToolCatalog(temp.core, LIBRARY_TOOLS)
    const languages = () =>
      (catalog.list()[1]!.inputSchema.properties as never as { language: unknown }).language
    expect(languages()).toMatchObject({ enum: ['go', 'python', 'rust'] })
    let changes = 0
    const stop = catalog.onChange(() => changes++)
    await temp.write({ 'python/more.md': '# More\n' })
    expect(changes).toBe(0)
    await temp.write({ 'java/testing.md': '# Java\n' })
    expect(changes).toBe(1)
    expect(languages()).toMatchObject({ enum: ['go', 'java', 'python', 'rust'] })
    stop()
    await temp.write({ 'java/testing.md': null, 'python/more.md': null })
    expect(changes).toBe(1)
  })
})
