/**
 * Requests as columns of numbers. Some hundred rows are one chunk, and a chunk is a few blobs: scanning a million rows
 * costs milliseconds, where SQL over rows would take a second.
 */

/** One request as numbers. */
export interface SegmentRow {
  readonly seq: number
  readonly at: number
  readonly kind: number
  readonly session: number
  readonly gap: number | null
  readonly micros: number
  readonly bytes: number
  /** Ids of parts. */
  readonly touched: readonly number[]
}

/** The columns; the i-th of each is the i-th row's. Rows are in the order of `seq`. */
export interface Columns {
  readonly count: number
  readonly at: Float64Array
  /** `seq` minus the chunk's `first`. */
  readonly offset: Uint32Array
  readonly kind: Uint32Array
  readonly session: Uint32Array
  readonly micros: Uint32Array
  readonly bytes: Uint32Array
}

/** A chunk without its numbers. */
export interface SegmentHead {
  readonly first: number
  readonly last: number
  readonly count: number
  readonly minAt: number
  readonly maxAt: number
  /** Pairs: a kind, and how many rows are of it. */
  readonly kinds: Uint32Array
}

/** A chunk as it is written. */
export interface Packed extends SegmentHead {
  readonly numbers: Uint8Array
  /** Pairs: the index of a row, a part. `null`: none. */
  readonly touches: Uint8Array | null
  /** Triples of `at`, gap, kind. `null`: none. */
  readonly gaps: Uint8Array | null
}

const NUMBERS = 5
const ROW_BYTES = 8 + NUMBERS * 4
const MOST = 0xffff_ffff

/** Packs rows that are sorted by `seq`; at least one. */
export function pack(rows: readonly SegmentRow[]): Packed {
  const first = rows[0]?.seq ?? 0
  const last = rows.at(-1)?.seq ?? 0
  const numbers = new Uint8Array(rows.length * ROW_BYTES)
  const columns = columnsOf(numbers)
  const kinds = new Map<number, number>()
  const touches: number[] = []
  const gaps: number[] = []
  let minAt = Number.POSITIVE_INFINITY
  let maxAt = Number.NEGATIVE_INFINITY
  rows.forEach((row, index) => {
    columns.at[index] = row.at
    columns.offset[index] = row.seq - first
    columns.kind[index] = row.kind
    columns.session[index] = row.session
    columns.micros[index] = Math.min(Math.max(0, row.micros), MOST)
    columns.bytes[index] = Math.min(Math.max(0, row.bytes), MOST)
    kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + 1)
    minAt = Math.min(minAt, row.at)
    maxAt = Math.max(maxAt, row.at)
    for (const part of row.touched) touches.push(index, part)
    if (row.gap !== null) gaps.push(row.at, row.gap, row.kind)
  })
  return {
    first,
    last,
    count: rows.length,
    minAt,
    maxAt,
    kinds: Uint32Array.from([...kinds].flat()),
    numbers,
    touches: touches.length > 0 ? bytesOf(Uint32Array.from(touches)) : null,
    gaps: gaps.length > 0 ? bytesOf(Float64Array.from(gaps)) : null,
  }
}

function bytesOf(list: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(list.buffer, list.byteOffset, list.byteLength)
}

/** The columns in the blob, without a copy where memory allows. */
export function columnsOf(numbers: Uint8Array): Columns {
  const { buffer, byteOffset, byteLength } = aligned(numbers)
  const count = Math.floor(byteLength / ROW_BYTES)
  const column = (place: number) => new Uint32Array(buffer, byteOffset + count * (8 + 4 * place), count)
  return {
    count,
    at: new Float64Array(buffer, byteOffset, count),
    offset: column(0),
    kind: column(1),
    session: column(2),
    micros: column(3),
    bytes: column(4),
  }
}

/** A blob of whole numbers. */
export function integersOf(blob: Uint8Array | null): Uint32Array {
  if (blob === null) return new Uint32Array()
  const { buffer, byteOffset, byteLength } = aligned(blob)
  return new Uint32Array(buffer, byteOffset, byteLength / 4)
}

/** A blob of any numbers. */
export function numbersOf(blob: Uint8Array | null): Float64Array {
  if (blob === null) return new Float64Array()
  const { buffer, byteOffset, byteLength } = aligned(blob)
  return new Float64Array(buffer, byteOffset, byteLength / 8)
}

function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
}
