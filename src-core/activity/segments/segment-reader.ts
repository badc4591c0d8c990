import type { Database, Statement } from 'better-sqlite3'
import type { ActivityState } from '../file/activity-state.ts'
import {
  type Columns,
  columnsOf,
  floatsOf,
  integersOf,
  pack,
  type SegmentHead,
  type SegmentRow,
} from './segment.ts'

/** A segment whose blobs are read when they are needed. */
export interface Segment extends SegmentHead {
  /** False for the requests that are not compacted yet, which are packed in memory. */
  readonly isStored: boolean
  columns(): Columns
  /** Pairs: the index of a row, the id of a part. */
  references(): Uint32Array
  /** Triples: `at`, gap, request type. */
  gaps(): Float64Array
}

interface HeadRow extends Omit<SegmentHead, 'types'> {
  readonly types: Uint8Array
}

// Reading columns takes longer than scanning them, and a window that follows the activity needs the same ones again. So
// the columns of the newest million requests, 28 MB, are cached in the process that queries them.
const CACHED_SEGMENTS = 2_048

/** Reads the segments of one state of the file. */
export class SegmentReader {
  readonly #heads: Statement<[number], HeadRow>
  readonly #numbers: Statement<[number], Uint8Array>
  readonly #references: Statement<[number], Uint8Array | null>
  readonly #gaps: Statement<[number], Uint8Array | null>
  readonly #newRows: Statement<[number], Omit<SegmentRow, 'parts'>>
  readonly #newReferences: Statement<[number], { readonly seq: number; readonly parts: string }>
  readonly #columns = new Map<number, Columns>()
  #stored: Segment[] = []
  #totals: number[] = []
  #epoch = -1

  constructor(db: Database) {
    this.#heads = db.prepare(
      `SELECT first, last, count, min_at AS minAt, max_at AS maxAt, kinds AS types FROM chunks WHERE first > ?
       ORDER BY first`,
    )
    this.#numbers = db.prepare<[number], Uint8Array>('SELECT numbers FROM chunks WHERE first = ?').pluck()
    this.#references = db
      .prepare<[number], Uint8Array | null>('SELECT touches FROM chunks WHERE first = ?')
      .pluck()
    this.#gaps = db.prepare<[number], Uint8Array | null>('SELECT gaps FROM chunks WHERE first = ?').pluck()
    this.#newRows = db.prepare(
      'SELECT seq, at, kind AS type, session, gap, micros, bytes FROM requests WHERE seq > ? ORDER BY seq',
    )
    this.#newReferences = db.prepare(
      'SELECT seq, touched AS parts FROM details WHERE seq > ? AND touched IS NOT NULL ORDER BY seq',
    )
  }

  /** Segments with requests that were not cleared, oldest first. The first of them may begin with cleared requests. */
  list(state: ActivityState): readonly Segment[] {
    this.#refresh(state.epoch)
    const newRows = this.#packNewRows(Math.max(state.compactedUpTo, state.clearedUpTo))
    const stored =
      state.clearedUpTo === 0 ? this.#stored : this.#stored.filter(({ last }) => last > state.clearedUpTo)
    return newRows ? [...stored, newRows] : stored
  }

  /** By id of a request type: its requests in stored segments, as of the last {@link SegmentReader.list}. */
  totals(): readonly number[] {
    return this.#totals
  }

  #refresh(epoch: number): void {
    if (epoch !== this.#epoch) {
      this.#stored = []
      this.#totals = []
      this.#columns.clear()
      this.#epoch = epoch
    }
    for (const row of this.#heads.all(this.#stored.at(-1)?.first ?? -1)) {
      const segment = this.#storedSegment(row)
      this.#stored.push(segment)
      for (let at = 0; at < segment.types.length; at += 2) {
        const type = segment.types[at] ?? 0
        this.#totals[type] = (this.#totals[type] ?? 0) + (segment.types[at + 1] ?? 0)
      }
    }
  }

  #storedSegment(head: HeadRow): Segment {
    return {
      ...head,
      types: integersOf(head.types),
      isStored: true,
      columns: () => this.#columns.get(head.first) ?? this.#readColumns(head.first),
      references: () => integersOf(this.#references.get(head.first) ?? null),
      gaps: () => floatsOf(this.#gaps.get(head.first) ?? null),
    }
  }

  #readColumns(first: number): Columns {
    const columns = columnsOf(this.#numbers.get(first) ?? new Uint8Array())
    const oldestCached = this.#stored.at(-CACHED_SEGMENTS)?.first ?? 0
    if (first < oldestCached) return columns
    if (this.#columns.size >= 2 * CACHED_SEGMENTS) {
      for (const cached of this.#columns.keys()) if (cached < oldestCached) this.#columns.delete(cached)
    }
    this.#columns.set(first, columns)
    return columns
  }

  /** Packs the requests after `seq`; `null` without any. */
  #packNewRows(seq: number): Segment | null {
    const rows = this.#newRows.all(seq).map((row) => ({ ...row, parts: [] }))
    if (rows.length === 0) return null
    const packed = pack(rows)
    return {
      ...packed,
      isStored: false,
      columns: () => columnsOf(packed.numbers),
      gaps: () => floatsOf(packed.gaps),
      references: () => {
        const indexes = new Map(rows.map((row, index) => [row.seq, index]))
        return Uint32Array.from(
          this.#newReferences.all(seq).flatMap((row) => {
            const index = indexes.get(row.seq) ?? 0
            return (JSON.parse(row.parts) as number[]).flatMap((part) => [index, part])
          }),
        )
      },
    }
  }
}
