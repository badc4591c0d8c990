import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StandardSummary } from '../../../src-shared/contract/library.ts'
import type { IndexSource } from '../index/index-source.ts'
import type { StandardRow } from '../index/reader-statements.ts'
import { summaryOf } from '../index/summary.ts'

/** A standard in memory. */
export interface ListEntry {
  /** The document number, which identifies the standard in search results. */
  readonly doc: number
  readonly summary: StandardSummary
  /** Sort key: without case and accents, and with numbers compared by value. */
  readonly titleKey: string
  readonly searchTitle: string
  readonly searchPath: string
  /** The code of each problem of the file. */
  readonly codes: readonly string[]
}

/** All standards of one generation. */
export interface ListEntries {
  readonly generation: number
  /** Sorted by title, then by id. */
  readonly byTitle: readonly ListEntry[]
  readonly byDoc: ReadonlyMap<number, ListEntry>
}

// Reading this many takes about a millisecond. Other requests get their turn after each slice.
const SLICE = 1_000
// The index keeps the ids of removed standards for 1,000 generations.
const MAX_GENERATIONS = 900

/** Returns a function that returns the current standards. It reads all of them on first use, and then only the changes. */
export function createListEntries(index: IndexSource): () => Promise<ListEntries> {
  let entries: ListEntries | null = null
  let entriesRoot = ''
  let reading: Promise<ListEntries> | null = null

  async function read(): Promise<ListEntries> {
    const root = index.root()
    const known = entriesRoot === root ? entries : null
    entriesRoot = root
    const generation = index.read((reader) => reader.generation())
    if (known?.generation === generation) return known
    const isOutdated =
      !known || generation < known.generation || generation - known.generation > MAX_GENERATIONS
    entries = isOutdated ? await readAll(index) : await readChanges(index, known)
    return entries
  }

  return () => {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
}

async function readAll(index: IndexSource): Promise<ListEntries> {
  // Read first: changes that are made while the slices are read are then found by the next call.
  const { generation, codes } = index.read((reader) => ({
    generation: reader.generation(),
    codes: reader.problemCodes(),
  }))
  const all: ListEntry[] = []
  for (let after = -1; ; ) {
    const slice = index.read((reader) => reader.afterDoc(after, SLICE))
    for (const row of slice) all.push(entryOf(row, codes))
    after = slice.at(-1)?.doc ?? after
    if (slice.length < SLICE) break
    await nextTurn()
  }
  return sorted(generation, all)
}

async function readChanges(index: IndexSource, known: ListEntries): Promise<ListEntries> {
  const { generation, ids } = index.read((reader) => ({
    generation: reader.generation(),
    ids: reader.changedSince(known.generation),
  }))
  // A lower generation means that the index was rebuilt meanwhile.
  if (generation < known.generation || ids.length > SLICE) return readAll(index)
  await nextTurn()
  const codes = index.read((reader) => reader.problemCodes())
  const changedIds = new Set(ids)
  const unchanged = known.byTitle
    .filter(({ summary }) => !changedIds.has(summary.id))
    .map((entry) => withCodes(entry, codes))
  await nextTurn()
  const changed = index.read((reader) => reader.byIds(ids)).map((row) => entryOf(row, codes))
  await nextTurn()
  return sorted(generation, [...unchanged, ...changed])
}

function sorted(generation: number, entries: ListEntry[]): ListEntries {
  const byTitle = entries.sort(byTitleThenId)
  return { generation, byTitle, byDoc: new Map(byTitle.map((entry) => [entry.doc, entry])) }
}

function entryOf(row: StandardRow, codes: ReadonlyMap<string, readonly string[]>): ListEntry {
  return {
    doc: row.doc,
    summary: summaryOf(row),
    titleKey: titleKey(row.title),
    searchTitle: searchKey(row.title),
    searchPath: searchKey(row.id),
    codes: codes.get(row.id) ?? NO_CODES,
  }
}

const NO_CODES: readonly string[] = []

function withCodes(entry: ListEntry, codes: ReadonlyMap<string, readonly string[]>): ListEntry {
  const current = codes.get(entry.summary.id) ?? NO_CODES
  return current === entry.codes ? entry : { ...entry, codes: current }
}

const PLAIN = /^[a-z ]*$/

/** Returns a sort key that ignores case and accents and compares numbers by value. */
function titleKey(title: string): string {
  const lower = title.trim().toLowerCase()
  if (PLAIN.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\d+/g, (digits) => digits.padStart(10, '0'))
}

/** Returns a text without case and accents, for searching. */
export function searchKey(text: string): string {
  const lower = text.trim().toLowerCase()
  return PLAIN.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}+/gu, '')
}

function byTitleThenId(a: ListEntry, b: ListEntry): number {
  if (a.titleKey !== b.titleKey) return a.titleKey < b.titleKey ? -1 : 1
  return a.summary.id < b.summary.id ? -1 : 1
}
