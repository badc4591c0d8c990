import { afterEach, describe, expect, it } from 'vitest'
import type { LibraryStatus } from '../../src-shared/contract/library.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../testing/indexed-library.ts'
import { createToolCatalog } from '../tools/catalog.ts'
import { LIBRARY_TOOLS } from '../tools/registry.ts'
import { LibraryChanges, type LibraryNotice, noticesOf } from './library-changes.ts'

let temp: IndexedLibrary
afterEach(() => temp.close())

async function follow(pause = 0) {
  temp = await openIndexedLibrary(SAMPLE)
  const changes = new LibraryChanges(temp.core, createToolCatalog(temp.core, LIBRARY_TOOLS), pause)
  const updated: string[] = []
  const notices: LibraryNotice[] = []
  const seen = { lists: 0, updated, notices }
  const stops = [
    changes.onResourcesChanged(() => {
      seen.lists += 1
    }),
    changes.onResourceUpdated((uri) => updated.push(uri)),
    changes.onNotice((notice) => notices.push(notice)),
  ]
  return { seen, stop: () => stops.forEach((end) => void end()) }
}

describe('LibraryChanges', () => {
  it('tells an edit from a change of the list', async () => {
    const { seen } = await follow()
    await temp.write({ 'review.md': '# Code review\n\nBe precise.\n' })
    expect(seen).toMatchObject({ lists: 0, updated: ['standard:///review.md'] })
    await temp.write({ 'review.md': '# Reviewing\n\nBe precise.\n' })
    expect(seen.lists).toBe(1)
    await temp.write({ 'a b.md': '# New\n' })
    await temp.write({ 'a b.md': null })
    expect(seen.lists).toBe(3)
    expect(seen.updated.slice(2)).toEqual(['standard:///a%20b.md', 'standard:///a%20b.md'])
  })

  it('names both ends of a rename', async () => {
    const { seen } = await follow()
    await temp.write({ 'review.md': null, 'reviews.md': SAMPLE['review.md'] ?? '' })
    expect(seen.lists).toBeGreaterThan(0)
    expect(new Set(seen.updated)).toEqual(new Set(['standard:///review.md', 'standard:///reviews.md']))
  })

  it('says nothing of a forced comparison that found nothing new, but of the index', async () => {
    const { seen } = await follow()
    await temp.core.reindex(true)
    await temp.write({})
    expect(seen).toMatchObject({ lists: 0, updated: [] })
    expect(seen.notices).toEqual([expect.objectContaining({ level: 'info' })])
  })

  it('limits how often it notifies of the list, and does not lose the last change', async () => {
    const { seen } = await follow(300)
    await temp.write({ 'a.md': '# A\n' })
    await temp.write({ 'b.md': '# B\n' })
    await temp.write({ 'c.md': '# C\n' })
    expect(seen.lists).toBe(1)
    await expect.poll(() => seen.lists).toBe(2)
  })

  it('reads nothing while nothing is subscribed', async () => {
    const { seen, stop } = await follow()
    stop()
    await temp.write({ 'review.md': null })
    expect(seen).toEqual({ lists: 0, updated: [], notices: [] })
  })

  it('hands out thousands of updates', async () => {
    const { seen } = await follow()
    await temp.write(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`n/${n}.md`, `# ${n}\n`])))
    await expect.poll(() => seen.updated.length).toBe(1_000)
  })
})

describe('noticesOf', () => {
  const status = (change: Partial<LibraryStatus>, progress: Partial<LibraryStatus['progress']> = {}) => ({
    library: '/lib',
    generation: 1,
    standards: 2,
    problems: 0,
    ...change,
    progress: {
      state: 'watching' as const,
      done: 0,
      total: 0,
      checkedAt: 1,
      aliveAt: 1,
      pid: 1,
      message: null,
      ...progress,
    },
  })

  it('has nothing to say of what stayed', () => {
    expect(noticesOf(status({}), status({}, { done: 5 }))).toEqual([])
  })
  it('warns of new problems, not of fewer', () => {
    expect(noticesOf(status({ problems: 1 }), status({ problems: 3 }))).toEqual([
      { level: 'warning', message: expect.stringContaining('are 3 problems') },
    ])
    expect(noticesOf(status({ problems: 3 }), status({ problems: 1 }))).toEqual([])
  })
  it('tells of a library that went missing, and that it came back', () => {
    const missing = status({}, { state: 'missing', message: 'It is gone. Put it back.' })
    expect(noticesOf(status({}), missing)).toEqual([{ level: 'error', message: 'It is gone. Put it back.' }])
    expect(noticesOf(missing, missing)).toEqual([])
    expect(noticesOf(missing, status({}))).toEqual([
      { level: 'notice', message: expect.stringContaining('can be read again') },
    ])
  })
})
