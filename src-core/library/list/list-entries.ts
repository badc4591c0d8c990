import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Listed, ListedLibrary } from './listed-library.ts'

/** A standard as the shelf keeps it in memory. */
export interface ListEntry extends Listed {
  /** Titles in the order of their keys stand as people expect: without case and accents, numbers by value. */
  readonly titleKey: string
  /** Title and id as they are looked for. */
  readonly searchTitle: string
  readonly searchPath: string
  /** Of the file's problems, one for each. */
  readonly codes: readonly string[]
}

/** All standards of one generation, by title and then by id. */
export interface ListEntries {
  readonly generation: number
  readonly byTitle: readonly ListEntry[]
  readonly byDoc: ReadonlyMap<number, ListEntry>
}

// About a millisecond each, so that nothing else has to wait.
const SLICE = 1_000
// The index forgets what was removed a thousand generations ago.
const TOO_FAR = 900

/**
 * Keeps the standards in memory, in line with the index: read whole on first use, then only what changed.
 * @param root the library folder; another one is read anew
 */
export function createListEntries(
  library: () => ListedLibrary,
  root: () => string,
): () => Promise<ListEntries> {
  let entries: ListEntries | null = null
  let folder = ''
  let reading: Promise<ListEntries> | null = null

  async function read(): Promise<ListEntries> {
    const source = library()
    const known = folder === root() ? entries : null
    folder = root()
    const generation = source.generation()
    if (known?.generation === generation) return known
    const gone = !known || generation < known.generation || generation - known.generation > TOO_FAR
    entries = gone ? await readAll(source) : await readChanges(source, known)
    return entries
  }

  return () => {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
}

async function readAll(source: ListedLibrary): Promise<ListEntries> {
  // Taken first: what changes while the slices are read comes with the next look.
  const generation = source.generation()
  const codes = source.problemCodes()
  const all: ListEntry[] = []
  for (let after = -1; ; ) {
    const slice = source.listed(after, SLICE)
    for (const one of slice) all.push(entryOf(one, codes))
    after = slice.at(-1)?.doc ?? after
    if (slice.length < SLICE) break
    await nextTurn()
  }
  return sorted(generation, all)
}

async function readChanges(source: ListedLibrary, known: ListEntries): Promise<ListEntries> {
  const { generation, ids } = source.changesSince(known.generation)
  if (ids.length > SLICE) return readAll(source)
  await nextTurn()
  const codes = source.problemCodes()
  const changed = new Set(ids)
  const kept = known.byTitle
    .filter(({ summary }) => !changed.has(summary.id))
    .map((entry) => withCodes(entry, codes))
  await nextTurn()
  const fresh = source.listedByIds(ids).map((one) => entryOf(one, codes))
  await nextTurn()
  return sorted(generation, [...kept, ...fresh])
}

function sorted(generation: number, entries: ListEntry[]): ListEntries {
  const byTitle = entries.sort(byTitleThenId)
  return { generation, byTitle, byDoc: new Map(byTitle.map((entry) => [entry.doc, entry])) }
}

function entryOf(listed: Listed, codes: ReadonlyMap<string, readonly string[]>): ListEntry {
  const { id, title } = listed.summary
  return {
    ...listed,
    titleKey: titleKey(title),
    searchTitle: searchKey(title),
    searchPath: searchKey(id),
    codes: codes.get(id) ?? NONE,
  }
}

const NONE: readonly string[] = []

function withCodes(entry: ListEntry, codes: ReadonlyMap<string, readonly string[]>): ListEntry {
  const now = codes.get(entry.summary.id) ?? NONE
  return now === entry.codes ? entry : { ...entry, codes: now }
}

const PLAIN = /^[a-z ]*$/

/** A text whose order among others is the one that people expect. */
function titleKey(title: string): string {
  const lower = title.trim().toLowerCase()
  if (PLAIN.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\d+/g, (digits) => digits.padStart(10, '0'))
}

/** A text as it is looked for: without case and accents. */
export function searchKey(text: string): string {
  const lower = text.trim().toLowerCase()
  return PLAIN.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}+/gu, '')
}

function byTitleThenId(a: ListEntry, b: ListEntry): number {
  if (a.titleKey !== b.titleKey) return a.titleKey < b.titleKey ? -1 : 1
  return a.summary.id < b.summary.id ? -1 : 1
}
