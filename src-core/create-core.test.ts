import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErrorCode, PlumblineError } from '../src-shared/errors.ts'
import { openDatabase } from './store/open-database.ts'
import { eventually, makeTempLibrary, type TempLibrary } from './testing/temp-library.ts'

let library: TempLibrary
beforeEach(() => {
  library = makeTempLibrary({ 'a.md': '# Apple\n' })
})
afterEach(() => library.close())

/** Indexes the library and lets the index go again. */
async function indexOnce(): Promise<void> {
  const core = library.openCore()
  await core.whenFresh()
  await eventually(() => core.library.status().progress.state === 'watching')
  await core.close()
}

/** Another process with a core; ends with the test at the latest. */
async function startProcess(root: string): Promise<{ stop(): Promise<void> }> {
  const script = join(import.meta.dirname, 'testing/core-process.ts')
  const child = spawn(process.execPath, [script, library.home, root], { stdio: ['pipe', 'pipe', 'inherit'] })
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data) => {
      if (String(data).includes('"ready"')) resolve()
    })
  })
  return {
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

  it('is made anew when it is no database', async () => {
    mkdirSync(library.home)
    writeFileSync(join(library.home, 'index.db'), 'no database at all '.repeat(1000))
    await served()
    expect(library.logged.join('\n')).toMatch(/is damaged/)
  })

  it('is made anew when it was cut off', async () => {
    await indexOnce()
    const file = join(library.home, 'index.db')
    truncateSync(file, Math.floor(statSync(file).size / 2))
    await served()
  })

  it('is made anew when it is damaged inside', async () => {
    for (let at = 0; at < 50; at++)
      library.write(`more/${at}.md`, `# Number ${at}\n\n${'word '.repeat(500)}\n`)
    await indexOnce()
    const file = join(library.home, 'index.db')
    const descriptor = openSync(file, 'r+')
    // All but the first page, which says that it is a database of this version.
    const { size } = statSync(file)
    for (let at = 8192; at < size; at += 8192) writeSync(descriptor, Buffer.alloc(4096, 0xab), 0, 4096, at)
    closeSync(descriptor)
    await served()
  })

  it.each([
    ['an older', 0],
    ['a newer', 4711],
  ])('is made anew when it is of %s version', async (_, version) => {
    await indexOnce()
    const db = openDatabase(join(library.home, 'index.db'))
    db.exec('CREATE TABLE from_the_future (x); DROP TABLE standards')
    db.pragma(`user_version = ${version}`)
    db.close()
    await served()
  })

  it('is told of in a process that only reads', async () => {
    await indexOnce()
    const db = openDatabase(join(library.home, 'index.db'))
    db.pragma('user_version = 4711')
    db.close()
    const core = library.openCore({ indexes: false })
    expect(codeOf(() => core.library.status())).toBe('index-unavailable')
  })

  it('is found again when it is deleted while it is read', async () => {
    const reading = library.openCore({ indexes: false })
    await indexOnce()
    expect(reading.library.get('a.md')?.title).toBe('Apple')
    for (const end of ['', '-wal', '-shm'])
      renameSync(join(library.home, `index.db${end}`), join(library.folder, `old${end}`))
    library.write('a.md', '# Avocado\n')
    await indexOnce()
    await eventually(() => reading.library.get('a.md')?.title === 'Avocado')
  })
})

describe('a home', () => {
  it('is told of when it cannot be made', () => {
    writeFileSync(join(library.folder, 'file'), '')
    expect(codeOf(() => library.openCore({ home: join(library.folder, 'file') }))).toBe('home-unusable')
    expect(codeOf(() => library.openCore({ home: join(library.folder, 'file/inside') }))).toBe(
      'home-unusable',
    )
  })

  it('is told of when nothing can be opened in it', () => {
    mkdirSync(join(library.home, 'lease.db'), { recursive: true })
    expect(codeOf(() => library.openCore())).toBe('home-unusable')
  })

  it.each([
    ['{"library": ', /is not JSON/],
    ['[]', /is not a JSON object/],
    ['null', /is not a JSON object/],
    ['{"library": 7}', /not a path/],
    ['{"library": "  "}', /not a path/],
  ])('is told of when its settings are %s', (text, message) => {
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
  it('refuse to answer from another library, and say who is in the way', async () => {
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

  it('tell each other of changes', async () => {
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
    // Asked of the holder.
    expect(await core.reindex(false)).toMatchObject({ files: 3 })
    await holder.stop()
  })
})

describe('whenFresh', () => {
  it('ends when it is cancelled, and when the core is closed', async () => {
    const core = library.openCore({ indexes: false })
    await core.whenFresh(AbortSignal.abort())
    const waiting = core.whenFresh()
    expect(await Promise.race([waiting.then(() => 'ended'), sleep(100, 'waits')])).toBe('waits')
    await core.close()
    await waiting
  })

  it('lets a core be closed at any moment', async () => {
    for (let at = 0; at < 600; at++) library.write(`many/${at}.md`, `# ${at}\n`)
    for (const wait of [0, 20, 80, 150]) {
      const core = library.openCore()
      await sleep(wait)
      await core.close()
    }
    const core = library.openCore()
    await core.whenFresh()
    expect(core.library.status().standards).toBe(601)
  })
})
