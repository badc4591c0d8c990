import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErrorCode, PlumblineError } from '../../src-shared/contract/errors.ts'
import { openDatabase } from '../base/open-database.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../testing/temp-library.ts'

let library: TempLibrary
beforeEach(() => {
  library = makeTempLibrary({ 'a.md': '# Apple\n' })
})
afterEach(() => library.close())

/** Indexes the library and closes the index. */
async function indexOnce(): Promise<void> {
  const core = library.openCore()
  await core.whenFresh()
  await eventually(() => core.library.status().progress.state === 'watching')
  await core.close()
}

interface Other {
  /** The standard as this process returns it, as JSON. */
  ask(id: string): Promise<string>
  stop(): Promise<void>
}

/** Another process with a core. Default library: the one of the settings. The process ends with the test at the latest. */
async function startProcess(root?: string): Promise<Other> {
  const script = join(import.meta.dirname, '../testing/core-process.ts')
  const args = [script, library.home, ...(root === undefined ? [] : [root])]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data) => {
    output += String(data)
  })
  await eventually(() => output.includes('"ready"'))
  return {
    async ask(id) {
      output = ''
      child.stdin.write(`${id}\n`)
      return eventually(() => output.split('\n').find((line) => line.startsWith('{"id"')))
    },
    async stop() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

function codeOf(work: () => unknown): ErrorCode | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error
    expect(error.remedy).not.toBe('')
    return error.code
  }
}

describe('an index that cannot be used', () => {
  const served = async () => {
    const core = library.openCore()
    await core.whenFresh()
    await eventually(() => core.library.get('a.md')?.title === 'Apple')
    await eventually(() => core.library.search('apple', {}, 5).total === 1)
    library.write('b.md', '# Banana\n')
    await eventually(() => core.library.get('b.md')?.title === 'Banana')
  }

  it('is created again when it is no database', async () => {
    mkdirSync(library.home)
    writeFileSync(join(library.home, 'index.db'), 'no database at all '.repeat(1000))
    await served()
    expect(library.logged.join('\n')).toMatch(/is damaged/)
  })

  it('is created again when it is truncated', async () => {
    await indexOnce()
    const file = join(library.home, 'index.db')
    truncateSync(file, Math.floor(statSync(file).size / 2))
    await served()
  })

  it('is created again when its content is damaged', async () => {
    for (let at = 0; at < 50; at++)
      library.write(`more/${at}.md`, `# Number ${at}\n\n${'word '.repeat(500)}\n`)
    await indexOnce()
    const file = join(library.home, 'index.db')
    const descriptor = openSync(file, 'r+')
    // The first page stays, because it identifies the file as a database of this version.
    const { size } = statSync(file)
    for (let at = 8192; at < size; at += 8192) writeSync(descriptor, Buffer.alloc(4096, 0xab), 0, 4096, at)
    closeSync(descriptor)
    await served()
  })

  it.each([
    ['an older', 0],
    ['a newer', 4711],
  ])('is created again when it has %s version', async (_, version) => {
    await indexOnce()
    const db = openDatabase(join(library.home, 'index.db'))
    db.exec('CREATE TABLE from_the_future (x); DROP TABLE standards')
    db.pragma(`user_version = ${version}`)
    db.close()
    await served()
  })

  it('is reported by a process that only reads', async () => {
    await indexOnce()
    const db = openDatabase(join(library.home, 'index.db'))
    db.pragma('user_version = 4711')
    db.close()
    const core = library.openCore({ indexes: false })
    expect(codeOf(() => core.library.status())).toBe('version-mismatch')
  })

  it('is opened again when it is deleted while it is read', async () => {
    const reading = library.openCore({ indexes: false })
    await indexOnce()
    expect(reading.library.get('a.md')?.title).toBe('Apple')
    for (const end of ['', '-wal', '-shm'])
      renameSync(join(library.home, `index.db${end}`), join(library.folder, `old${end}`))
    library.write('a.md', '# Avocado\n')
    await indexOnce()
    await eventually(() => reading.library.get('a.md')?.title === 'Avocado')
  })

  it.skipIf(process.platform === 'win32')(
    'is created again when it is deleted while this process indexes',
    async () => {
      const writer = library.openCore()
      await writer.whenFresh()
      await eventually(() => writer.library.status().progress.state === 'watching')
      const reader = library.openCore({ indexes: false })
      for (const end of ['', '-wal', '-shm']) rmSync(`${writer.home.indexDb}${end}`, { force: true })
      library.write('b.md', '# Banana\n')
      for (const core of [writer, reader]) await eventually(() => core.library.list({}, null, 9).total === 2)
    },
  )
})

describe('a home', () => {
  it('is reported when it cannot be created', () => {
    writeFileSync(join(library.folder, 'file'), '')
    expect(codeOf(() => library.openCore({ home: join(library.folder, 'file') }))).toBe('home-unusable')
    expect(codeOf(() => library.openCore({ home: join(library.folder, 'file/inside') }))).toBe(
      'home-unusable',
    )
  })

  it('is reported while its lease cannot be opened, and used when it can', async () => {
    const lease = join(library.home, 'lease.db')
    mkdirSync(lease, { recursive: true })
    const core = library.openCore()
    await core.whenFresh()
    expect(await eventually(() => core.library.trouble())).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('cannot write to its folder'),
    })
    rmSync(lease, { recursive: true })
    await eventually(() => core.isIndexing() && core.library.trouble() === null)
  })

  it.each([
    ['{"library": ', /is not JSON/],
    ['[]', /is not a JSON object/],
    ['null', /is not a JSON object/],
    ['{"library": 7}', /not a path/],
    ['{"library": "  "}', /not a path/],
  ])('is reported when its settings are %s', (text, message) => {
    mkdirSync(library.home)
    writeFileSync(join(library.home, 'settings.json'), text)
    expect(() => library.openCore({ library: undefined })).toThrow(message)
    expect(codeOf(() => library.openCore({ library: undefined }))).toBe('settings-broken')
  })

  it('names the library in its settings', async () => {
    mkdirSync(library.home)
    const text = `\uFEFF${JSON.stringify({ library: library.root, someday: true })}`
    writeFileSync(join(library.home, 'settings.json'), text)
    const core = library.openCore({ library: undefined })
    await core.whenFresh()
    expect(core.library.get('a.md')?.title).toBe('Apple')
  })

  it('gets a library of starter standards on its first use, and not again', async () => {
    const first = library.openCore({ library: undefined })
    await first.whenFresh()
    const { standards } = first.library.status()
    expect(standards).toBeGreaterThanOrEqual(24)
    expect(first.library.problems()).toEqual([])
    await first.close()

    const root = join(library.home, 'standards')
    renameSync(root, join(library.folder, 'away'))
    const second = library.openCore({ library: undefined })
    await second.whenFresh()
    await eventually(() => second.library.status().progress.state === 'missing')
    expect(existsSync(root)).toBe(false)
    expect(second.library.status().standards).toBe(standards)
  })

  it('is not filled for a library that the user named', async () => {
    const named = join(library.folder, 'named')
    const core = library.openCore({ library: named })
    await core.whenFresh()
    expect(existsSync(named)).toBe(false)
    expect(core.library.status().progress).toMatchObject({ state: 'missing' })
  })
})

describe('two processes', () => {
  it('reject answers from another library, and name the process that indexes it', async () => {
    const other = join(library.folder, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'o.md'), '# Other\n')
    const holder = await startProcess(other)
    const core = library.openCore()
    await core.whenFresh()
    expect(codeOf(() => core.library.status())).toBe('library-mismatch')
    expect(() => core.library.search('apple', {}, 5)).toThrow(other)
    expect(() => core.library.search('apple', {}, 5)).toThrow(library.root)

    await holder.stop()
    await eventually(() => core.library.get('a.md')?.title === 'Apple')
    expect(core.library.get('o.md')).toBeNull()
  })

  it('notify each other of changes', async () => {
    const holder = await startProcess(library.root)
    const core = library.openCore()
    await core.whenFresh()
    expect(core.isIndexing()).toBe(false)
    let changes = 0
    let others = 0
    const stop = core.onIndexChange(() => changes++)
    core.onIndexChange(() => others++)
    library.write('b.md', '# Banana\n')
    await eventually(() => changes === 1 && others === 1)
    expect(core.library.get('b.md')?.title).toBe('Banana')

    stop()
    library.write('c.md', '# Cherry\n')
    await eventually(() => others === 2)
    expect(changes).toBe(1)
    // A request to the process that holds the lease.
    expect(await core.reindex(false)).toMatchObject({ files: 3 })
    await holder.stop()
  })
})

describe('another library in the settings', () => {
  it.each([
    ['the process that indexes', true],
    ['a process that only reads', false],
  ])('is followed by every process when %s chooses it', async (_, indexes) => {
    const other = join(library.folder, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'o.md'), '# Other\n')
    mkdirSync(library.home)
    writeFileSync(join(library.home, 'settings.json'), JSON.stringify({ library: library.root }))
    const mine = () => library.openCore({ library: undefined })
    const early = indexes ? mine() : null
    await early?.whenFresh()
    const child = await startProcess()
    const core = early ?? mine()
    await core.whenFresh()
    await eventually(async () => (await child.ask('a.md')).includes('Apple'))
    expect(core.isIndexing()).toBe(indexes)
    let notifications = 0
    core.onIndexChange(() => notifications++)

    core.settings.change({ library: other })
    expect(core.root).toBe(other)
    expect(notifications).toBe(1)
    await core.whenFresh()
    expect(core.library.get('o.md')?.title).toBe('Other')
    expect(core.library.get('a.md')).toBeNull()
    expect(core.library.search('apple', {}, 5).total).toBe(0)
    expect(core.library.status()).toMatchObject({ library: other, standards: 1 })
    await eventually(async () => (await child.ask('o.md')).includes('Other'))
    expect(await child.ask('a.md')).toContain('"title":null')
    await eventually(() => notifications > 1)

    // The new library is watched as well.
    writeFileSync(join(other, 'p.md'), '# Pear\n')
    await eventually(() => core.library.get('p.md')?.title === 'Pear')
    await eventually(async () => (await child.ask('p.md')).includes('Pear'))

    // Back to the home's own library, which was never used before.
    core.settings.change({ library: null })
    await core.whenFresh()
    await eventually(() => core.library.status().standards >= 24)
    expect(core.library.get('o.md')).toBeNull()
    expect(core.isIndexing()).toBe(indexes)
    await child.stop()
  })

  it('that is missing shows nothing of the old library', async () => {
    mkdirSync(library.home)
    writeFileSync(join(library.home, 'settings.json'), JSON.stringify({ library: library.root }))
    const core = library.openCore({ library: undefined })
    await core.whenFresh()
    core.settings.change({ library: join(library.folder, 'nowhere') })
    await core.whenFresh()
    await eventually(() => core.library.status().progress.state === 'missing')
    expect(core.library.status().standards).toBe(0)
    expect(core.library.get('a.md')).toBeNull()
  })

  it('is ignored by a process that was started with a library', async () => {
    const core = library.openCore()
    await core.whenFresh()
    core.settings.change({ library: join(library.folder, 'nowhere') })
    expect(core.root).toBe(library.root)
    expect(core.library.get('a.md')?.title).toBe('Apple')
  })
})

describe('whenFresh', () => {
  it('ends when it is cancelled, and when the core is closed', async () => {
    const core = library.openCore({ indexes: false })
    await core.whenFresh(AbortSignal.abort())
    let ended = false
    const waiting = core.whenFresh().then(() => {
      ended = true
    })
    await core.whenFresh(AbortSignal.abort())
    expect(ended).toBe(false)
    await core.close()
    await waiting
  })

  it('continues for one caller when another aborts', async () => {
    for (let at = 0; at < 400; at++) library.write(`n/${at}.md`, `# ${at}\n\n${'Some text.\n'.repeat(50)}`)
    const core = library.openCore()
    await core.whenFresh()
    await eventually(() => core.library.status().progress.state === 'watching')
    const stop = new AbortController()
    const continued = core.reindex(true)
    const aborted = core.reindex(true, stop.signal)
    stop.abort()
    await expect(aborted).rejects.toThrow(/abort/i)
    expect(await continued).toMatchObject({ read: 401 })
  })

  it('lets a core be closed at any moment', async () => {
    for (let at = 0; at < 600; at++) library.write(`many/${at}.md`, `# ${at}\n`)
    for (const least of [0, 1, 300, 600]) {
      const core = library.openCore()
      if (least > 0) await eventually(() => core.library.status().progress.done >= least)
      await core.close()
    }
    const core = library.openCore()
    await core.whenFresh()
    expect(core.library.status().standards).toBe(601)
  })
})

describe('the error log', () => {
  it('contains the current problems of the library, from the process that indexes', async () => {
    library.write('broken.md', '---\ntitle: [\n---\n# Broken\n')
    const core = library.openCore()
    await core.whenFresh()
    const problems = () =>
      core.activity.errors({ acknowledged: false }).filter(({ source }) => source === 'index')
    const [problem] = await eventually(() => (problems().length > 0 ? problems() : null))
    expect(problem).toMatchObject({ where: 'broken.md', count: 1 })
    expect(problem?.remedy).not.toBe('')
    library.write('broken.md', '# Mended\n')
    await eventually(() => problems().length === 0)
  })

  it('contains the errors that the process logged, but not its warnings', async () => {
    const core = library.openCore()
    core.log('warn', 'This is nothing')
    core.log('error', `The part broke: ${new Error('bad luck').stack}`)
    expect(library.logged).toContain('warn This is nothing')
    expect(core.activity.errors({ acknowledged: false })).toMatchObject([
      {
        source: 'system',
        title: 'The part broke',
        cause: 'The part broke: Error: bad luck',
        where: 'plumbline',
      },
    ])
  })
})
