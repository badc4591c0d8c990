import { afterEach, describe, expect, it } from 'vitest'
import { createHostCore } from '../../app/create-host-core.ts'
import { openDatabase } from '../../base/open-database.ts'
import { eventually, makeTempLibrary, SOURCE_PATHS, type TempLibrary } from '../../testing/temp-library.ts'

let temp: TempLibrary
afterEach(() => temp.close())

/** A core that indexes and one that does not, on one library. */
async function openTwo(files: Readonly<Record<string, string>>, options: { indexes?: boolean } = {}) {
  temp = makeTempLibrary(files)
  const holder = temp.openCore()
  await holder.whenFresh()
  const other = temp.openCore(options)
  expect([holder.isIndexing(), other.isIndexing()]).toEqual([true, false])
  return { holder, other }
}

const FILES = { 'a.md': '# A\n', 'b.md': '# B\n' }
const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `n/${n}.md`,
      `# ${n}\n\n${'Some text to index.\n'.repeat(200)}`,
    ]),
  )

function requests(): unknown[] {
  const db = openDatabase(`${temp.home}/index.db`)
  try {
    return db.prepare('SELECT id FROM requests').all()
  } finally {
    db.close()
  }
}

describe('a process that does not index', () => {
  it('requests a scan from the one that does', async () => {
    const { other } = await openTwo(FILES)
    expect(await other.reindex(false)).toEqual({ files: 2, read: 0, removed: 0 })
    expect(await other.reindex(true)).toEqual({ files: 2, read: 2, removed: 0 })
    expect(requests()).toEqual([])
  })

  it('does so also when it never indexes', async () => {
    const { other } = await openTwo(FILES, { indexes: false })
    expect(await other.reindex(true)).toEqual({ files: 2, read: 2, removed: 0 })
  })

  it('receives the progress', async () => {
    const { other } = await openTwo(many(1_500))
    const seen: [number, number][] = []
    await other.reindex(true, undefined, (done, total) => seen.push([done, total]))
    expect(seen.length).toBeGreaterThan(0)
    for (const [at, [done, total]] of seen.entries()) {
      expect(total).toBe(1_500)
      expect(done).toBeGreaterThan(seen[at - 1]?.[0] ?? 0)
    }
  })

  it('aborts a scan that it requested', async () => {
    const { holder, other } = await openTwo(many(6_000))
    const stop = new AbortController()
    let far = 0
    const running = other.reindex(true, stop.signal, (done) => {
      far = done
      stop.abort(new Error('enough'))
    })
    await expect(running).rejects.toThrow('enough')
    expect(far).toBeLessThan(6_000)
    expect(requests()).toEqual([])
    const progress = () => holder.library.status().progress
    await eventually(() => progress().state === 'watching')
    expect(progress().done).toBeLessThan(6_000)
    // Nothing goes on behind it: a whole comparison later nothing else was written.
    const { generation } = holder.library.status()
    expect(await holder.reindex(false)).toMatchObject({ files: 6_000, read: 0 })
    expect(holder.library.status().generation).toBe(generation)
    expect(await other.reindex(false)).toMatchObject({ files: 6_000 })
  })

  it('shares a scan with others, and a withdrawn request does not abort it', async () => {
    const { other } = await openTwo(many(3_000))
    const third = temp.openCore({ indexes: false })
    const stop = new AbortController()
    const both = Promise.allSettled([other.reindex(true, stop.signal), third.reindex(true)])
    await eventually(() => requests().length === 2)
    stop.abort()
    const [left, stayed] = await both
    expect(left.status).toBe('rejected')
    expect(stayed).toMatchObject({ status: 'fulfilled', value: { files: 3_000, read: 3_000 } })
  })

  it('requests nothing with an aborted signal', async () => {
    const { other } = await openTwo(FILES)
    await expect(other.reindex(true, AbortSignal.abort())).rejects.toThrow(/abort/i)
    expect(requests()).toEqual([])
  })

  it('is answered by the process that takes over', async () => {
    temp = makeTempLibrary(FILES)
    const holder = createHostCore({ home: temp.home, library: temp.root, log: () => {}, paths: SOURCE_PATHS })
    await holder.whenFresh()
    const other = temp.openCore()
    const asked = other.reindex(true)
    await holder.close()
    expect(await asked).toMatchObject({ files: 2, removed: 0 })
    await eventually(() => other.isIndexing())
    expect(await other.reindex(true)).toEqual({ files: 2, read: 2, removed: 0 })
  })

  it('receives the error when the library is missing', async () => {
    const { other } = await openTwo(FILES)
    temp.rename('', '../elsewhere')
    await expect(other.reindex(true)).rejects.toThrow(/is not there/)
    expect(requests()).toEqual([])
  })
})

describe('a process that only reads, alone', () => {
  it('throws because no process indexes', async () => {
    temp = makeTempLibrary(FILES)
    const core = temp.openCore({ indexes: false })
    await expect(core.reindex(false)).rejects.toThrow(/not indexing, and no other one is/)
  })
})
