import type { Database } from 'better-sqlite3'
import type { ActivityState } from '../file/activity-state.ts'
import {
  type Columns,
  columnsOf,
  integersOf,
  numbersOf,
  pack,
  type SegmentHead,
  type SegmentRow,
} from './segment.ts'

/** A chunk that a question can look into. The last one may be made of rows that are not sealed yet. */
export interface Segment extends SegmentHead {
  readonly sealed: boolean
  columns(): Columns
  /** Pairs: the index of a row, a part. */
  touches(): Uint32Array
  /** Triples of `at`, gap, kind. */
  gaps(): Float64Array
}

/** The chunks of one state of the file, oldest first. */
export interface SegmentReader {
  /** Those with rows above the floor; in the first of them a few may lie below it. */
  list(state: ActivityState): readonly Segment[]
  /** By kind: how many rows of it are in the chunks, as far as `list` has seen them. */
  totals(): readonly number[]
}

interface HeadRow extends Omit<SegmentHead, 'kinds'> {
  readonly kinds: Uint8Array
}

// Reading takes longer than looking, and what is read is asked for again as the window follows the log: so the newest
// million rows are kept, 28 MB, in the process that asks for them.
const KEPT_CHUNKS = 2_048

export function prepareSegments(db: Database): SegmentReader {
  const heads = db.prepare<[number], HeadRow>(
    'SELECT first, last, count, min_at AS minAt, max_at AS maxAt, kinds FROM chunks WHERE first > ? ORDER BY first',
  )
  const numbers = db.prepare<[number], Uint8Array>('SELECT numbers FROM chunks WHERE first = ?').pluck()
  const touches = db
    .prepare<[number], Uint8Array | null>('SELECT touches FROM chunks WHERE first = ?')
    .pluck()
  const gaps = db.prepare<[number], Uint8Array | null>('SELECT gaps FROM chunks WHERE first = ?').pluck()
  const tail = db.prepare<[number], Omit<SegmentRow, 'touched'>>(
    'SELECT seq, at, kind, session, gap, micros, bytes FROM requests WHERE seq > ? ORDER BY seq',
  )
  const tailTouches = db.prepare<[number], { seq: number; touched: string }>(
    'SELECT seq, touched FROM details WHERE seq > ? AND touched IS NOT NULL ORDER BY seq',
  )
  const kept = new Map<number, Columns>()
  let sealed: Segment[] = []
  let totals: number[] = []
  let epoch = -1

  function sealedChunk(row: HeadRow): Segment {
    return {
      ...row,
      kinds: integersOf(row.kinds),
      sealed: true,
      columns() {
        const known = kept.get(row.first)
        if (known) return known
        const columns = columnsOf(numbers.get(row.first) ?? new Uint8Array())
        const oldestKept = sealed.at(-KEPT_CHUNKS)?.first ?? 0
        if (row.first < oldestKept) return columns
        if (kept.size >= 2 * KEPT_CHUNKS)
          for (const first of kept.keys()) if (first < oldestKept) kept.delete(first)
        kept.set(row.first, columns)
        return columns
      },
      touches: () => integersOf(touches.get(row.first) ?? null),
      gaps: () => numbersOf(gaps.get(row.first) ?? null),
    }
  }

  function unsealed(from: number): Segment | null {
    const rows = tail.all(from).map((row) => ({ ...row, touched: [] }))
    if (rows.length === 0) return null
    const packed = pack(rows)
    return {
      ...packed,
      sealed: false,
      columns: () => columnsOf(packed.numbers),
      gaps: () => numbersOf(packed.gaps),
      touches() {
        const indexes = new Map(rows.map(({ seq }, index) => [seq, index]))
        return Uint32Array.from(
          tailTouches.all(from).flatMap(({ seq, touched }) => {
            const index = indexes.get(seq) ?? 0
            return (JSON.parse(touched) as number[]).flatMap((part) => [index, part])
          }),
        )
      },
    }
  }

  return {
    totals: () => totals,
    list(state) {
      if (state.epoch !== epoch) {
        sealed = []
        totals = []
        kept.clear()
        epoch = state.epoch
      }
      for (const row of heads.all(sealed.at(-1)?.first ?? -1)) {
        const chunk = sealedChunk(row)
        sealed.push(chunk)
        for (let place = 0; place < chunk.kinds.length; place += 2) {
          const kind = chunk.kinds[place] ?? 0
          totals[kind] = (totals[kind] ?? 0) + (chunk.kinds[place + 1] ?? 0)
        }
      }
      const from = Math.max(state.sealed, state.floor)
      const rest = unsealed(from)
      const visible = state.floor === 0 ? sealed : sealed.filter(({ last }) => last > state.floor)
      return rest ? [...visible, rest] : visible
    },
  }
}
