import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addNewRows,
  addPage,
  indexOfRow,
  MAX_LOADED,
  nextCursor,
  PAGE_SIZE,
  type Page,
  type PageCursor,
  type RowWindow,
  rowAt,
  windowFromPage,
} from './row-window.ts'

interface Row {
  readonly seq: number
}

/** The log of a host: rows with gaps between their sequence numbers, returned by page. */
function createLog(seqs: readonly number[]) {
  const newestFirst = [...seqs].sort((a, b) => b - a).map((seq) => ({ seq }))
  return {
    rows: newestFirst,
    page({ before, after }: { before?: number; after?: number }): Page<Row> {
      const matches = newestFirst.filter(
        ({ seq }) => seq < (before ?? Number.POSITIVE_INFINITY) && seq > (after ?? -1),
      )
      const rows = after === undefined ? matches.slice(0, PAGE_SIZE) : matches.slice(-PAGE_SIZE)
      const first = rows[0]?.seq ?? after ?? 0
      const last = rows.at(-1)?.seq ?? before ?? 0
      return {
        rows,
        newer: newestFirst.some(({ seq }) => seq > first),
        older: newestFirst.some(({ seq }) => seq < last),
      }
    },
  }
}

type Log = ReturnType<typeof createLog>

const fetchPage = (log: Log, cursor: PageCursor): Page<Row> =>
  log.page('before' in cursor ? { before: cursor.before } : { after: cursor.after })

/** Loads pages until the rows from `start` on are loaded, as the list does. Returns the window and the first index in view. */
function scrollTo(log: Log, from: RowWindow<Row>, start: number, height = 30) {
  let window = from
  let at = start
  for (let pages = 0; pages < 60; pages += 1) {
    const cursor = nextCursor(window, at, Math.min(window.total, at + height))
    if (!cursor) return { window, at }
    const added = addPage(window, cursor, fetchPage(log, cursor), at)
    window = added.window
    at = Math.max(0, Math.min(at + added.shift, window.total - height))
  }
  throw new Error('The rows in view are not loaded after 60 pages.')
}

const range = (count: number, step = 1) => Array.from({ length: count }, (_, at) => 1 + at * step)

/** Expects the loaded rows to be consecutive rows of the log, in its order. */
function expectConsecutive(log: Log, window: RowWindow<Row>) {
  const at = log.rows.findIndex(({ seq }) => seq === window.rows[0]?.seq)
  expect(window.rows).toEqual(log.rows.slice(at, at + window.rows.length))
  expect(window.rows.length).toBeLessThanOrEqual(MAX_LOADED)
}

describe('a row window', () => {
  it('loads older pages down to the last row', () => {
    const log = createLog(range(1_000))
    let window = windowFromPage(log.page({}), 1_000)
    for (let at = 0; at < 1_000; at += 25) window = scrollTo(log, window, at).window
    expect(window.total).toBe(1_000)
    expect(rowAt(window, 999)?.seq).toBe(1)
    expectConsecutive(log, window)
  })

  it('unloads rows beyond the limit, and loads them again on the way back to the top', () => {
    const log = createLog(range(20_000))
    let window = windowFromPage(log.page({}), 20_000)
    for (let at = 0; at < 19_000; at += 100) window = scrollTo(log, window, at).window
    expect(window.rows.length).toBeLessThanOrEqual(MAX_LOADED)
    for (let at = 19_000; at > 0; at -= 100) window = scrollTo(log, window, at).window
    window = scrollTo(log, window, 0).window
    expect(window.top).toBe(0)
    expect(rowAt(window, 0)?.seq).toBe(20_000)
    expectConsecutive(log, window)
  })

  it('finds a loaded row at its index in the whole list, also without the rows above it', () => {
    const log = createLog(range(20_000))
    let window = windowFromPage(log.page({}), 20_000)
    for (let at = 0; at < 10_000; at += 100) window = scrollTo(log, window, at).window
    expect(window.top).toBeGreaterThan(0)
    expect(indexOfRow(window, 20_000 - 9_900)).toBe(9_900)
    expect(indexOfRow(window, 20_000)).toBe(-1)
  })

  it('jumps to the oldest row', () => {
    const log = createLog(range(100_000, 3))
    const { window, at } = scrollTo(log, windowFromPage(log.page({}), 100_000), 99_970)
    expect(rowAt(window, window.total - 1)?.seq).toBe(1)
    expect(at + 30).toBe(window.total)
  })

  it('jumps to within a page of the wanted index', () => {
    const log = createLog(range(100_000))
    const { window, at } = scrollTo(log, windowFromPage(log.page({}), 100_000), 50_000)
    expect(Math.abs((rowAt(window, at)?.seq ?? 0) - 50_000)).toBeLessThan(PAGE_SIZE)
    expectConsecutive(log, window)
  })

  it('adds new rows when it reaches the top, and only counts them below it', () => {
    const log = createLog(range(1_000))
    const top = addNewRows(windowFromPage(log.page({}), 1_000), [
      { seq: 1_002 },
      { seq: 1_001 },
      { seq: 1_000 },
    ])
    expect(rowAt(top, 0)?.seq).toBe(1_002)
    expect(top.total).toBe(1_002)
    const lower: RowWindow<Row> = { rows: [{ seq: 400 }], top: 600, total: 1_000, newest: 1_000, oldest: 1 }
    expect(addNewRows(lower, [{ seq: 1_001 }])).toMatchObject({
      top: 601,
      total: 1_001,
      rows: [{ seq: 400 }],
    })
  })

  it('leaves out rows that were written after its first page, also at the top', () => {
    const log = createLog(range(2_000))
    const known = windowFromPage(log.page({ before: 1_901 }), 1_900)
    const below = scrollTo(log, known, 1_000).window
    const { window, at } = scrollTo(log, below, 0)
    expect(at).toBe(0)
    expect(rowAt(window, 0)?.seq).toBe(1_900)
  })

  it('loads rows whose sequence numbers begin far above 1', () => {
    const log = createLog(range(5_000).map((seq) => seq + 900_000))
    const { window, at } = scrollTo(log, windowFromPage(log.page({}), 5_000), 2_500)
    expect(rowAt(window, at)).toBeDefined()
    expectConsecutive(log, window)
  })

  it('of an empty list has no next page', () => {
    const window = windowFromPage(createLog([]).page({}), 0)
    expect(window.total).toBe(0)
    expect(nextCursor(window, 0, 0)).toBeNull()
  })

  it('loads consecutive rows at any index, however uneven the sequence numbers are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 90_000, max: 100_000 })),
          { minLength: 1, maxLength: 3_000 },
        ),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        (seqs, places) => {
          const log = createLog(seqs)
          let window = windowFromPage(log.page({}), seqs.length)
          for (const place of places) {
            const start = Math.floor(place * Math.max(0, window.total - 30))
            const scrolled = scrollTo(log, window, start)
            window = scrolled.window
            expectConsecutive(log, window)
            expect(rowAt(window, scrolled.at)).toBeDefined()
            expect(rowAt(window, Math.min(window.total, scrolled.at + 30) - 1)).toBeDefined()
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
