import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  HELD,
  openWindow,
  PAGE,
  type Page,
  prependNew,
  type RowWindow,
  rowAt,
  takePage,
  type Want,
  wantFor,
} from './row-window.ts'

interface Row {
  readonly seq: number
}

/** A log as the host keeps it: rows with gaps in their numbers, answering the two kinds of page. */
function logOf(seqs: readonly number[]) {
  const newestFirst = [...seqs].sort((a, b) => b - a).map((seq) => ({ seq }))
  return {
    rows: newestFirst,
    page({ before, after }: { before?: number; after?: number }): Page<Row> {
      const fit = newestFirst.filter(
        ({ seq }) => seq < (before ?? Number.POSITIVE_INFINITY) && seq > (after ?? -1),
      )
      const rows = after === undefined ? fit.slice(0, PAGE) : fit.slice(-PAGE)
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

type Log = ReturnType<typeof logOf>

const ask = (log: Log, want: Want): Page<Row> =>
  log.page('before' in want ? { before: want.before } : { after: want.after })

/** Looks at the rows from `start` on until nothing is wanted any more, as the list does; returns where it ended. */
function look(log: Log, from: RowWindow<Row>, start: number, height = 30) {
  let window = from
  let at = start
  for (let turn = 0; turn < 60; turn += 1) {
    const want = wantFor(window, at, Math.min(window.total, at + height))
    if (!want) return { window, at }
    const taken = takePage(window, want, ask(log, want), at)
    window = taken.window
    at = Math.max(0, Math.min(at + taken.shift, window.total - height))
  }
  throw new Error('It never came to rest.')
}

const range = (count: number, step = 1) => Array.from({ length: count }, (_, at) => 1 + at * step)

/** What is held is one piece of the log, in its order, without gaps. */
function expectOnePiece(log: Log, window: RowWindow<Row>) {
  const at = log.rows.findIndex(({ seq }) => seq === window.rows[0]?.seq)
  expect(window.rows).toEqual(log.rows.slice(at, at + window.rows.length))
  expect(window.rows.length).toBeLessThanOrEqual(HELD)
}

describe('a window on a log', () => {
  it('reads on downwards, page by page, to the last row', () => {
    const log = logOf(range(1_000))
    let window = openWindow(log.page({}), 1_000)
    for (let at = 0; at < 1_000; at += 25) window = look(log, window, at).window
    expect(window.total).toBe(1_000)
    expect(rowAt(window, 999)?.seq).toBe(1)
    expectOnePiece(log, window)
  })

  it('holds only some thousand rows, and comes back to the top', () => {
    const log = logOf(range(20_000))
    let window = openWindow(log.page({}), 20_000)
    for (let at = 0; at < 19_000; at += 100) window = look(log, window, at).window
    expect(window.rows.length).toBeLessThanOrEqual(HELD)
    for (let at = 19_000; at > 0; at -= 100) window = look(log, window, at).window
    window = look(log, window, 0).window
    expect(window.top).toBe(0)
    expect(rowAt(window, 0)?.seq).toBe(20_000)
    expectOnePiece(log, window)
  })

  it('goes to the oldest row at once', () => {
    const log = logOf(range(100_000, 3))
    const { window, at } = look(log, openWindow(log.page({}), 100_000), 99_970)
    expect(rowAt(window, window.total - 1)?.seq).toBe(1)
    expect(at + 30).toBe(window.total)
  })

  it('jumps about where it should, with few questions', () => {
    const log = logOf(range(100_000))
    const { window, at } = look(log, openWindow(log.page({}), 100_000), 50_000)
    expect(Math.abs((rowAt(window, at)?.seq ?? 0) - 50_000)).toBeLessThan(PAGE)
    expectOnePiece(log, window)
  })

  it('takes new rows in at the top, or counts them when it is elsewhere', () => {
    const log = logOf(range(1_000))
    const top = prependNew(openWindow(log.page({}), 1_000), [{ seq: 1_002 }, { seq: 1_001 }, { seq: 1_000 }])
    expect(rowAt(top, 0)?.seq).toBe(1_002)
    expect(top.total).toBe(1_002)
    const lower: RowWindow<Row> = { rows: [{ seq: 400 }], top: 600, total: 1_000, newest: 1_000, oldest: 1 }
    expect(prependNew(lower, [{ seq: 1_001 }])).toMatchObject({
      top: 601,
      total: 1_001,
      rows: [{ seq: 400 }],
    })
  })

  it('leaves out what was written since, also when it goes back to the top', () => {
    const log = logOf(range(2_000))
    const known = openWindow(log.page({ before: 1_901 }), 1_900)
    const below = look(log, known, 1_000).window
    const { window, at } = look(log, below, 0)
    expect(at).toBe(0)
    expect(rowAt(window, 0)?.seq).toBe(1_900)
  })

  it('finds rows that begin far above number 1', () => {
    const log = logOf(range(5_000).map((seq) => seq + 900_000))
    const { window, at } = look(log, openWindow(log.page({}), 5_000), 2_500)
    expect(rowAt(window, at)).toBeDefined()
    expectOnePiece(log, window)
  })

  it('of nothing wants nothing', () => {
    const window = openWindow(logOf([]).page({}), 0)
    expect(window.total).toBe(0)
    expect(wantFor(window, 0, 0)).toBeNull()
  })

  it('is one piece and comes to rest wherever one looks, however uneven the numbers', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 90_000, max: 100_000 })),
          { minLength: 1, maxLength: 3_000 },
        ),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        (seqs, places) => {
          const log = logOf(seqs)
          let window = openWindow(log.page({}), seqs.length)
          for (const place of places) {
            const start = Math.floor(place * Math.max(0, window.total - 30))
            const looked = look(log, window, start)
            window = looked.window
            expectOnePiece(log, window)
            expect(rowAt(window, looked.at)).toBeDefined()
            expect(rowAt(window, Math.min(window.total, looked.at + 30) - 1)).toBeDefined()
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
