import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import { fileOf, openTempIndex, type TempIndex } from '../../testing/temp-index.ts'

let index: TempIndex
beforeEach(() => {
  index = openTempIndex({ 'a.md': '# Apple\n\nred\n\n## Core\n\nseeds\n', 'b.md': '# Banana\n\nyellow\n' })
})
afterEach(() => index.close())

const hits = (query: string) => index.reader.search(query, { limit: 10 }).matches.length
const generation = () => index.reader.generation()

describe('IndexWriter', () => {
  it('replaces the content of a file', () => {
    index.put({ 'a.md': '# Apricot\n\norange\n' })
    expect(index.reader.byId('a.md')?.title).toBe('Apricot')
    expect([hits('apple'), hits('seeds'), hits('red'), hits('apricot')]).toEqual([0, 0, 0, 1])
    expect(index.reader.counts().standards).toBe(2)
  })

  it('replaces many sections by few and few by many', () => {
    const many = (word: string) =>
      Array.from({ length: 50 }, (_, at) => `## ${word} ${at}\n\ntext\n`).join('\n')
    index.put({ 'a.md': many('kiwi') })
    index.put({ 'a.md': '' })
    expect(hits('kiwi')).toBe(0)
    index.put({ 'a.md': many('lemon') })
    expect(index.reader.search('lemon', { limit: 100 }).total).toBe(50)
  })

  it('replaces thousands of files with many sections repeatedly', () => {
    const text = (n: number, word: string) => `# ${n}\n\n${`## Part\n\n${word}\n\n`.repeat(6)}`
    const files = (word: string) =>
      Object.fromEntries(Array.from({ length: 2_500 }, (_, n) => [`n/${n}.md`, text(n, word)]))
    index.writer.setBulk(true)
    for (const word of ['kiwi', 'lemon', 'mango']) index.put(files(word))
    index.writer.setBulk(false)
    expect([hits('kiwi'), hits('lemon'), index.reader.search('mango', { limit: 1 }).total]).toEqual([
      0, 0, 15_000,
    ])
  })

  it('removes everything of a removed file', () => {
    index.put({ 'a.md': null })
    expect(index.reader.byId('a.md')).toBeUndefined()
    expect(hits('apple')).toBe(0)
    expect(index.writer.file('a.md')).toBeUndefined()
    expect([...index.writer.files().keys()]).toEqual(['b.md'])
  })

  it('stores a file that could not be read, and serves nothing of it', () => {
    index.writer.change(() => index.writer.put({ ...fileOf('a.md', ''), standard: null, hash: '' }))
    expect(index.writer.file('a.md')).toMatchObject({ hash: '' })
    expect(index.reader.byId('a.md')).toBeUndefined()
    expect(hits('apple')).toBe(0)
  })

  it('increments the generation once for each change of what is served', () => {
    const before = generation()
    index.put({ 'a.md': '# Changed\n', 'c.md': '# New\n', 'b.md': null })
    expect(generation()).toBe(before + 1)
  })

  it('keeps the generation when nothing that is served changed', () => {
    const before = generation()
    const { writer } = index
    const doc = writer.file('a.md')?.doc ?? 0
    writer.change(() => {
      writer.restamp(doc, { size: 9, mtime: 9, ctime: 9 })
      writer.remove('never-there.md')
      writer.setManifest({ names: 'a', numbers: new Float64Array([1, 2, 3]) })
      writer.setMeta('complete', 1)
      writer.setProblems(['name-clash'], [])
    })
    writer.setProgress({ state: 'watching' })
    expect(generation()).toBe(before)
    expect(writer.file('a.md')).toMatchObject({ size: 9, mtime: 9, ctime: 9 })
  })

  it('rolls back a change that fails', () => {
    const before = generation()
    const failing = () =>
      index.writer.change(() => {
        index.writer.remove('a.md')
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect(generation()).toBe(before)
    expect(hits('apple')).toBeGreaterThan(0)
    index.writer.change(() => {})
    expect(generation()).toBe(before)
  })

  it('replaces and removes problems with their file', () => {
    index.put({ 'a.md': '---\ntags: {a: b}\n---\n# Apple\n' })
    expect(index.reader.problems()).toMatchObject([{ path: 'a.md', line: 2, code: 'tags-type' }])
    index.put({ 'a.md': '# Apple\n' })
    expect(index.reader.problems()).toEqual([])
    index.put({ 'a.md': '---\ntags: {a: b}\n---\n# Apple\n' })
    index.put({ 'a.md': null })
    expect(index.reader.problems()).toEqual([])
  })

  it('replaces the problems of given codes, and keeps the generation when they are equal', () => {
    const problem = (path: string, message: string): Problem => ({
      path,
      line: null,
      severity: 'warning',
      code: 'link-skipped',
      message,
      remedy: 'Fix it.',
    })
    const set = (problems: Problem[]) =>
      index.writer.change(() => index.writer.setProblems(['link-skipped', 'name-clash'], problems))
    const before = generation()
    set([problem('x', 'one'), problem('y', 'one')])
    expect(generation()).toBe(before + 1)
    set([problem('y', 'one'), problem('x', 'one')])
    expect(generation()).toBe(before + 1)
    set([problem('x', 'two'), problem('y', 'one')])
    expect(generation()).toBe(before + 2)
    expect(index.reader.problems().map((p) => p.message)).toEqual(['two', 'one'])
    set([])
    expect(index.reader.counts().problems).toBe(0)
  })

  it('returns the manifest and the progress that were set', () => {
    expect(index.writer.manifest()).toBeNull()
    index.writer.setManifest({ names: 'a.md\0b.md', numbers: new Float64Array([1, 2.5, 1e15]) })
    expect(index.writer.manifest()).toEqual({
      names: 'a.md\0b.md',
      numbers: new Float64Array([1, 2.5, 1e15]),
    })
    index.writer.dropManifest()
    expect(index.writer.manifest()).toBeNull()

    index.writer.setProgress({ state: 'missing', message: 'gone', pid: 7 })
    index.writer.setProgress({ aliveAt: 5 })
    expect(index.reader.progress()).toMatchObject({ state: 'missing', message: 'gone', pid: 7, aliveAt: 5 })
    index.writer.setProgress({ state: 'watching', message: null })
    expect(index.reader.progress()).toMatchObject({ state: 'watching', message: null })
  })

  it('gives the same search results after a bulk load and merging', () => {
    index.writer.setBulk(true)
    for (let at = 0; at < 40; at++) index.put({ [`bulk/${at}.md`]: `# Bulk ${at}\n\nmango${at} papaya\n` })
    index.writer.setBulk(false)
    let steps = 0
    for (let first = true; index.writer.mergeStep(first) && steps < 1000; first = false) steps++
    expect(steps).toBeLessThan(1000)
    expect(index.reader.search('papaya', { limit: 100 }).total).toBe(40)
    expect(hits('mango17')).toBe(1)
  })
})

describe('changedSince and listedAt', () => {
  const since = (from: number) => index.reader.changedSince(from).sort()
  const listedSince = (from: number) => index.reader.listedAt() > from

  it('return standards that were added, changed and removed', () => {
    const before = generation()
    expect([since(before), since(-1)]).toEqual([[], ['a.md', 'b.md']])
    index.put({ 'a.md': '# Apple\n\ngreen\n' })
    expect([since(before), listedSince(before)]).toEqual([['a.md'], false])
    const edited = generation()
    index.put({ 'b.md': null, 'c.md': '# Cherry\n' })
    expect([since(edited), listedSince(edited)]).toEqual([['b.md', 'c.md'], true])
    expect(since(before)).toEqual(['a.md', 'b.md', 'c.md'])
    const gone = generation()
    index.put({ 'b.md': '# Banana\n\nyellow\n' })
    expect(since(gone)).toEqual(['b.md'])
    expect(since(edited)).toEqual(['b.md', 'c.md'])
  })

  it('ignore a standard that was read again without a change', () => {
    const before = generation()
    index.put({ 'a.md': '# Apple\n\nred\n\n## Core\n\nseeds\n' })
    expect(generation()).toBe(before + 1)
    expect([since(before), listedSince(before)]).toEqual([[], false])
  })

  it('include the list when a title changed or a file can no longer be read', () => {
    const before = generation()
    index.put({ 'a.md': '# Apricot\n' })
    expect(listedSince(before)).toBe(true)
    const renamed = generation()
    index.writer.change(() => index.writer.put({ ...fileOf('a.md', ''), standard: null, hash: '' }))
    expect([since(renamed), listedSince(renamed)]).toEqual([['a.md'], true])
  })

  it('forget standards that were removed long ago', () => {
    index.put({ 'b.md': null })
    expect(since(-1)).toEqual(['a.md', 'b.md'])
    for (let n = 0; n < 2_002; n++) index.writer.change(() => index.writer.put(fileOf('a.md', `# ${n}\n`)))
    expect(since(-1)).toEqual(['a.md'])
  })
})
