import { statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { IndexReader } from '../index/index-reader.ts'
import { IndexWriter } from '../index/index-writer.ts'
import { openIndexForWriting } from '../index/open-index.ts'
import { type ReconcileOptions, reconcile, refresh } from './reconcile.ts'
import { stampOf } from './walk.ts'

let library: TempLibrary
let db: Database
let writer: IndexWriter
let reader: IndexReader
beforeEach(() => {
  library = makeTempLibrary({ 'a.md': '# Apple\n', 'b.md': '# Banana\n', 'dir/c.md': '# Cherry\n' })
  db = openIndexForWriting(join(library.folder, 'index.db'), undefined, () => {})
  writer = new IndexWriter(db)
  reader = new IndexReader(db)
})
afterEach(async () => {
  db.close()
  await library.close()
})

const run = (options: Partial<ReconcileOptions> = {}) =>
  reconcile({
    root: library.root,
    writer,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  })
const ids = () => reader.list({}, '', 10_000).map((row) => row.id)
const titles = () => reader.list({}, '', 10_000).map((row) => row.title)

describe('reconcile', () => {
  it('reads everything at first, and nothing when nothing changed', async () => {
    expect(await run()).toEqual({ files: 3, read: 3, removed: 0 })
    expect(titles()).toEqual(['Apple', 'Banana', 'Cherry'])
    const { generation } = { generation: reader.generation() }
    expect(await run()).toEqual({ files: 3, read: 0, removed: 0 })
    expect(reader.generation()).toBe(generation)
    expect(reader.meta('complete')).toBe(1)
  })

  it('finds new, changed and removed files', async () => {
    await run()
    library.write('new.md', '# New\n')
    library.write('a.md', '# Apricot\n')
    library.remove('b.md')
    expect(await run()).toEqual({ files: 3, read: 2, removed: 1 })
    expect(ids()).toEqual(['a.md', 'dir/c.md', 'new.md'])
    expect(titles()).toEqual(['Apricot', 'Cherry', 'New'])
  })

  it('finds a change that keeps size and modification time', async () => {
    await run()
    const { atime, mtime } = statSync(library.path('a.md'))
    library.write('a.md', '# Ample\n')
    utimesSync(library.path('a.md'), atime, mtime)
    await run()
    expect(titles()[0]).toBe('Ample')
  })

  it('keeps the generation when only the time changed', async () => {
    await run()
    const generation = reader.generation()
    utimesSync(library.path('a.md'), 1, 1)
    expect((await run()).read).toBe(0)
    expect(reader.generation()).toBe(generation)
    expect(writer.file('a.md')?.mtime).toBe(1000)
  })

  it('follows a renamed folder in one transaction', async () => {
    for (let at = 0; at < 20; at++) library.write(`dir/${at}.md`, `# ${at}\n`)
    await run()
    const generation = reader.generation()
    library.rename('dir', 'moved')
    expect(await run()).toEqual({ files: 23, read: 21, removed: 21 })
    expect(ids().filter((id) => id.startsWith('dir/'))).toEqual([])
    expect(reader.byId('moved/c.md')?.title).toBe('Cherry')
    expect(reader.generation()).toBe(generation + 1)
  })

  it('reads everything again when forced', async () => {
    await run()
    expect((await run({ force: true })).read).toBe(3)
    expect(titles()).toEqual(['Apple', 'Banana', 'Cherry'])
  })

  it('aborts between transactions, and continues from there', async () => {
    const count = 4500
    for (let at = 0; at < count; at++) library.write(`many/${at}.md`, `# Number ${at}\n`)
    const stop = new AbortController()
    const progress: number[] = []
    const stopped = run({
      signal: stop.signal,
      onProgress(done) {
        progress.push(done)
        stop.abort()
      },
    })
    await expect(stopped).rejects.toThrow(/abort/i)
    const indexed = ids().length
    expect(indexed).toBeGreaterThan(0)
    expect(indexed).toBeLessThan(count)
    expect(progress).toEqual([indexed])
    expect(reader.meta('complete')).not.toBe(1)

    expect(await run()).toEqual({ files: count + 3, read: count + 3 - indexed, removed: 0 })
    expect(reader.search('number', { limit: 1 }).total).toBe(count)
    expect(reader.search('"Number 4321"', { limit: 1 }).matches).toHaveLength(1)
  })

  it('does nothing for an aborted signal', async () => {
    await expect(run({ signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
    expect(ids()).toEqual([])
  })

  it('reports its progress', async () => {
    for (let at = 0; at < 600; at++) library.write(`many/${at}.md`, `# ${at}\n`)
    const seen: [number, number][] = []
    await run({ onProgress: (done, total) => void seen.push([done, total]) })
    expect(seen.at(-1)).toEqual([603, 603])
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b))
  })

  it('removes the standards of another library', async () => {
    await run()
    const other = makeTempLibrary({ 'a.md': '# Other apple\n', 'z.md': '# Zebra\n' })
    await run({ root: other.root })
    await other.close()
    expect(ids()).toEqual(['a.md', 'z.md'])
    expect(titles()).toEqual(['Other apple', 'Zebra'])
  })

  it('serves one of two Unicode spellings of a name, and the other one after the first is removed', async () => {
    library.write('\u00e9.md', '# Composed\n')
    library.write('e\u0301.md', '# Decomposed\n')
    await run()
    if (reader.problems().length === 0) return
    expect(reader.problems()).toMatchObject([{ code: 'name-clash', severity: 'error' }])
    const first = reader.byId('\u00e9.md')?.title
    library.remove(first === 'Composed' ? '\u00e9.md' : 'e\u0301.md')
    await run()
    expect(reader.byId('\u00e9.md')?.title).toBe(first === 'Composed' ? 'Decomposed' : 'Composed')
    expect(reader.problems()).toEqual([])
  })

  it('throws when the library is missing, and keeps the index', async () => {
    await run()
    await expect(run({ root: `${library.root}-gone` })).rejects.toThrow(/ENOENT/)
    expect(ids()).toHaveLength(3)
  })
})

describe('refresh', () => {
  const touch = (...names: string[]) =>
    refresh(library.root, writer, new Map(names.map((name) => [name, stampOf(library.path(name))])))

  it('reads new, changed and removed files, and counts those that differed', async () => {
    await run()
    library.write('new.md', '# New\n')
    library.write('a.md', '# Apricot\n')
    library.remove('b.md')
    expect(touch('new.md', 'a.md', 'b.md', 'dir/c.md', 'never.md')).toBe(3)
    expect(titles()).toEqual(['Apricot', 'Cherry', 'New'])
    const generation = reader.generation()
    expect(touch('new.md', 'a.md', 'b.md', 'dir/c.md')).toBe(0)
    expect(reader.generation()).toBe(generation)
  })
})
