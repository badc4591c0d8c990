import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { makeTempHome, type TempHome } from '../testing/built-server.ts'
import { SAMPLE } from '../testing/indexed-library.ts'

// Resources, prompts, completion, subscriptions and the extension, through the built server and the official client.

const opened: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

type Versions = NonNullable<ClientOptions['versionNegotiation']>

function tempHome(files: Readonly<Record<string, string>> = SAMPLE): TempHome {
  const home = makeTempHome(files)
  opened.push(() => home.remove())
  return home
}

/** A client, and the notifications that it got. */
async function connect(home: TempHome, versions: Versions) {
  const client = new Client({ name: 'e2e', version: '1' }, { versionNegotiation: versions })
  const updated: string[] = []
  const messages: { level: string; data: unknown }[] = []
  const received = { updated, messages, lists: 0 }
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void updated.push(params.uri),
  )
  client.setNotificationHandler('notifications/resources/list_changed', () => {
    received.lists += 1
  })
  client.setNotificationHandler('notifications/message', ({ params }) => void messages.push(params))
  const command = process.execPath
  await client.connect(new StdioClientTransport({ command, args: [...home.args], stderr: 'ignore' }))
  opened.push(() => client.close())
  return { client, received }
}

type Connected = Awaited<ReturnType<typeof connect>>

const Anything = z.looseObject({})
const call = (client: Client, method: string, params: Record<string, unknown> = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: tests read fields of any answer
  client.request({ method, params }, Anything) as Promise<any>

const LEGACY: Versions = { mode: 'legacy' }
const MODERN: Versions = { mode: { pin: '2026-07-28' } }

/** Subscribes to these resources and the list, as the protocol generation does it. */
async function follow({ client }: Connected, versions: Versions, uris: string[]): Promise<void> {
  if (versions === LEGACY) {
    for (const uri of uris) await client.subscribeResource({ uri })
    return
  }
  const listening = await client.listen({ resourcesListChanged: true, resourceSubscriptions: uris })
  opened.push(() => listening.close())
}

/** More files than one transaction of the index takes, so that there is progress before the last. */
const FILES = 2_100

describe.each([
  ['legacy', LEGACY],
  ['modern', MODERN],
] as const)('%s era', (_, versions) => {
  it('reads standards and sections, and finds nothing outside the library', async () => {
    const { client } = await connect(tempHome(), versions)
    const uri = 'standard:///python/testing.md'
    const whole = await client.readResource({ uri })
    expect(whole.contents).toEqual([{ uri, mimeType: 'text/markdown', text: SAMPLE['python/testing.md'] }])
    const part = await client.readResource({ uri: `${uri}#fixtures` })
    expect(part.contents[0]).toMatchObject({ text: expect.stringMatching(/^## Fixtures/) })
    for (const wrong of ['standard:///../home/index.db', 'file:///etc/passwd', 'standard:///a%00.md']) {
      await expect(client.readResource({ uri: wrong })).rejects.toMatchObject({
        code: -32602,
        data: { uri: wrong },
      })
    }
    await expect(call(client, 'resources/read')).rejects.toMatchObject({ code: -32602 })
  })

  it('lists page by page while files come and go', async () => {
    const id = (n: number) => `list/${String(n).padStart(4, '0')}.md`
    const home = tempHome(Object.fromEntries(Array.from({ length: 250 }, (_, n) => [id(n), `# ${n}\n`])))
    const { client } = await connect(home, versions)
    const page = (cursor?: string) => call(client, 'resources/list', cursor === undefined ? {} : { cursor })
    await expect.poll(async () => (await call(client, 'plumbline/status')).standards).toBe(250)
    const first = await page()
    expect(first.resources).toHaveLength(100)
    expect(first.resources[0]).toEqual({
      uri: 'standard:///list/0000.md',
      name: 'list/0000.md',
      title: '0',
      mimeType: 'text/markdown',
      size: 4,
      annotations: { lastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
    })
    home.write('a-first.md', '# Before\n')
    home.write(id(0), null)
    home.write(id(99), null)
    home.write('list/0100-before.md', '# Next\n')
    home.write('list/0100.md.md', '# After it\n')
    // On the way there are as many once before.
    const last = { uri: 'standard:///list/0100.md.md' }
    await expect.poll(() => call(client, 'resources/read', last).catch(() => null)).not.toBeNull()
    await expect.poll(async () => (await call(client, 'plumbline/status')).standards).toBe(251)
    const second = await page(first.nextCursor)
    const third = await page(second.nextCursor)
    expect(third.nextCursor).toBeUndefined()
    const names = [first, second, third].flatMap(({ resources }) =>
      resources.map(({ name }: { name: string }) => name),
    )
    // Nothing twice, nothing left out, and behind the cursor what came meanwhile.
    const rest = Array.from({ length: 149 }, (_, n) => id(101 + n))
    const expected = [id(100), ...rest, 'list/0100-before.md', 'list/0100.md.md'].sort()
    expect(names).toEqual([...Array.from({ length: 100 }, (_, n) => id(n)), ...expected])
    await expect(page('zzz')).rejects.toMatchObject({ code: -32602 })
    for (const method of ['resources/templates/list', 'prompts/list'])
      await expect(call(client, method, { cursor: 'x' })).rejects.toMatchObject({ code: -32602 })
  })

  it('completes ids, languages, domains and tags', async () => {
    const { client } = await connect(tempHome(), versions)
    const template = (await client.listResourceTemplates()).resourceTemplates[0]!.uriTemplate
    const complete = async (ref: Parameters<Client['complete']>[0]['ref'], name: string, value: string) =>
      (await client.complete({ ref, argument: { name, value } })).completion
    expect(await complete({ type: 'ref/resource', uri: template }, 'id', 'PYTHON/')).toEqual({
      values: ['python/security.md', 'python/testing.md'],
      total: 2,
      hasMore: false,
    })
    expect((await complete({ type: 'ref/resource', uri: template }, 'id', 'testing')).values).toEqual([
      'go/testing.md',
      'python/testing.md',
    ])
    const apply = { type: 'ref/prompt', name: 'apply-standards' } as const
    expect((await complete(apply, 'language', '')).values).toEqual(['go', 'python'])
    expect((await complete(apply, 'language', 'golang')).values).toEqual(['go'])
    expect((await complete(apply, 'domain', 'se')).values).toEqual(['security'])
    expect((await complete(apply, 'tag', 'py')).values).toEqual(['pytest'])
    expect((await complete(apply, 'task', 'x')).values).toEqual([])
    for (const wrong of [
      complete({ type: 'ref/prompt', name: 'nope' }, 'language', ''),
      complete({ type: 'ref/resource', uri: 'file:///{x}' }, 'id', ''),
      complete(apply, 'nope', ''),
    ])
      await expect(wrong).rejects.toMatchObject({ code: -32602 })
  })

  it('gives prompts', async () => {
    const { client } = await connect(tempHome(), versions)
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name, title }) => [name, title])).toEqual([
      ['apply-standards', 'Apply our standards'],
      ['review-against-standards', 'Review against our standards'],
      ['write-a-standard', 'Write a standard'],
    ])
    const { messages } = await client.getPrompt({
      name: 'apply-standards',
      arguments: { language: 'py', domain: 'testing' },
    })
    expect(messages).toContainEqual({
      role: 'user',
      content: {
        type: 'resource',
        resource: {
          uri: 'standard:///python/testing.md',
          mimeType: 'text/markdown',
          text: SAMPLE['python/testing.md'],
        },
      },
    })
    for (const [name, args, why] of [
      ['nope', {}, /There are: apply-standards/],
      ['apply-standards', {}, /needs the argument "language"/],
      ['apply-standards', { language: 'klingon' }, /It has: go, python/],
    ] as const) {
      await expect(client.getPrompt({ name, arguments: args })).rejects.toMatchObject({
        code: -32602,
        message: expect.stringMatching(why),
      })
    }
  })

  it('is notified of changes by a server that does not index, as by one that does', async () => {
    const home = tempHome()
    const indexing = await connect(home, versions)
    await call(indexing.client, 'plumbline/status')
    const other = await connect(home, versions)
    const status = await call(other.client, 'plumbline/status')
    expect(status.indexer).toEqual({ running: true, here: false, pid: expect.any(Number) })
    const both = [indexing, other]
    for (const connected of both) await follow(connected, versions, ['standard:///review.md'])

    home.write('go/testing.md', '# Go testing\n\nNobody follows this.\n')
    home.write('review.md', '# Code review\n\nBe precise.\n')
    for (const { received, client } of both) {
      await expect.poll(() => received.updated).toEqual(['standard:///review.md'])
      const { contents } = await client.readResource({ uri: 'standard:///review.md' })
      expect(contents[0]).toMatchObject({ text: expect.stringContaining('precise') })
    }

    const lists = () => both.map(({ received }) => received.lists)
    const before = lists()
    home.write('new.md', '# New\n')
    await expect.poll(lists).toEqual(before.map((count) => count + 1))
    home.write('new.md', null)
    await expect.poll(lists).toEqual(before.map((count) => count + 2))

    home.write('review.md', null)
    for (const { received } of both) await expect.poll(() => received.updated.length).toBe(2)
  })

  it('reindexes from any process, showing how far it is, and stops', async () => {
    const many = Array.from({ length: FILES }, (_, n) => [
      `n/${n}.md`,
      `# ${n}\n\n${'Words to index.\n'.repeat(150)}`,
    ])
    const home = tempHome(Object.fromEntries(many))
    const indexing = await connect(home, versions)
    expect((await call(indexing.client, 'plumbline/status')).standards).toBe(FILES)
    const other = await connect(home, versions)
    for (const [{ client }, here] of [
      [indexing, true],
      [other, false],
    ] as const) {
      expect((await call(client, 'plumbline/status')).indexer).toMatchObject({ running: true, here })
      const progress: number[] = []
      const reindex = (options: object) =>
        client.request({ method: 'plumbline/reindex', params: { force: true } }, Anything, {
          onprogress: ({ progress: done, total }) => {
            expect(total).toBe(FILES)
            progress.push(done)
          },
          ...options,
        })
      expect(await reindex({})).toMatchObject({ files: FILES, read: FILES, removed: 0, standards: FILES })
      // The client throws away a notification that comes in one piece with the answer, so the last one may be missing.
      expect(progress.length).toBeGreaterThan(0)
      expect(progress).toEqual([...new Set(progress)].sort((a, b) => a - b))

      const cut = async () => {
        const stop = new AbortController()
        await reindex({ signal: stop.signal, onprogress: () => stop.abort('enough') })
      }
      // On a slow machine the word to stop may come when all has been read.
      const isStopped = () =>
        cut().then(
          () => false,
          (error) => String(error).includes('enough'),
        )
      await eventually(isStopped)
      // What was under way when it stopped may still come before the next comparison; after that, nothing more.
      const compare = async () => {
        expect(await call(client, 'plumbline/reindex')).toMatchObject({ files: FILES, removed: 0 })
        return (await call(client, 'plumbline/status')).generation
      }
      const settled = await compare()
      expect(await compare()).toBe(settled)
    }
    const quick = await call(other.client, 'plumbline/reindex')
    expect(quick).toMatchObject({ files: FILES, removed: 0 })
    await expect(call(other.client, 'plumbline/reindex', { force: 'yes' })).rejects.toMatchObject({
      code: -32602,
    })
  })
})

describe('the legacy generation alone', () => {
  it('follows sections too, until it unsubscribes', async () => {
    const home = tempHome()
    const { client, received } = await connect(home, LEGACY)
    const section = 'standard:///python/testing.md#fixtures'
    await client.subscribeResource({ uri: section })
    home.write('python/testing.md', '# Python testing\n\n## Fixtures\n\nNone.\n')
    await expect.poll(() => received.updated).toEqual([section])
    await client.unsubscribeResource({ uri: section })
    await client.subscribeResource({ uri: 'standard:///review.md' })
    home.write('python/testing.md', '# Python testing\n\n## Fixtures\n\nSome.\n')
    home.write('review.md', '# Code review\n\nBe brief.\n')
    await expect.poll(() => received.updated).toContain('standard:///review.md')
    expect(received.updated).toEqual([section, 'standard:///review.md'])
    await expect(client.subscribeResource({ uri: 'standard:///nope.md' })).rejects.toMatchObject({
      code: -32602,
      data: { uri: 'standard:///nope.md' },
    })
  })

  it('may follow 1,000 resources', async () => {
    const files = Array.from({ length: 1_001 }, (_, n) => [`n/${n}.md`, `# ${n}\n`])
    const { client } = await connect(tempHome(Object.fromEntries(files)), LEGACY)
    const subscribe = (n: number) => client.subscribeResource({ uri: `standard:///n/${n}.md` })
    for (let n = 0; n < 1_000; n++) await subscribe(n)
    await expect(subscribe(1_000)).rejects.toMatchObject({
      code: -32600,
      message: expect.stringContaining('1000'),
    })
    await client.unsubscribeResource({ uri: 'standard:///n/0.md' })
    await subscribe(1_000)
  })

  it('has a log: what is wrong unasked, everything on demand', async () => {
    const home = tempHome()
    const { client, received } = await connect(home, LEGACY)
    await client.listTools()
    home.write('broken.md', '---\ntitle: [a\n---\n# Broken\n')
    await expect
      .poll(() => received.messages)
      .toEqual([
        { level: 'warning', logger: 'plumbline', data: expect.stringContaining("in the library's files") },
      ])
    await client.setLoggingLevel('info')
    home.write('review.md', '# Code review\n\nBe brief.\n')
    await expect
      .poll(() => received.messages)
      .toContainEqual({
        level: 'info',
        logger: 'plumbline',
        data: expect.stringContaining('The index changed'),
      })
    await client.setLoggingLevel('emergency')
    const count = received.messages.length
    home.write('review.md', '# Code review\n\nBe kind.\n')
    await expect
      .poll(() => call(client, 'plumbline/status'))
      .toMatchObject({ progress: { state: 'watching' } })
    expect(received.messages).toHaveLength(count)
    await expect(call(client, 'logging/setLevel', { level: 'loud' })).rejects.toMatchObject({ code: -32602 })
  })
})
