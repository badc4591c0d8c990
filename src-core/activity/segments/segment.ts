/**
 * Requests as columns of numbers. A segment holds up to 512 requests in a few blobs, so that scanning a million requests
 * takes milliseconds; SQL over rows would take a second.
 */

/** The numbers of a request. */
export interface SegmentRow {
  readonly seq: number
  readonly at: number
  /** Id of the request type. */
  readonly type: number
  /** Id of the session's row. */
  readonly session: number
  readonly gap: number | null
  readonly micros: number
  readonly bytes: number
  /** Ids of the parts that the answer contained. */
  readonly parts: readonly number[]
}

/** The columns of a segment. Index i of each is row i; rows are in the order of `seq`. */
export interface Columns {
  readonly count: number
  readonly at: Float64Array
  /** `seq` minus the segment's `first`. */
  readonly offset: Uint32Array
  readonly type: Uint32Array
  readonly session: Uint32Array
  readonly micros: Uint32Array
  readonly bytes: Uint32Array
}

/** A segment without its columns. */
export interface SegmentHead {
  /** Lowest and highest `seq`. */
  readonly first: number
  readonly last: number
  readonly count: number
  readonly minAt: number
  readonly maxAt: number
  /** Pairs: the id of a request type, and the number of its rows. */
  readonly types: Uint32Array
}

/** A segment as it is stored. */
export interface PackedSegment extends SegmentHead {
  readonly numbers: Uint8Array
  /** Pairs: the index of a row, the id of a part; `null` without any. */
  readonly references: Uint8Array | null
  /** Triples: `at`, gap, request type; `null` without any. */
  readonly gaps: Uint8Array | null
}

const UINT32_COLUMNS = 5
const ROW_BYTES = 8 + UINT32_COLUMNS * 4
const MAX_UINT32 = 0xffff_ffff

/** Packs at least one row. @param rows in the order of `seq` */
export function pack(rows: readonly SegmentRow[]): PackedSegment {
  const first = rows[0]?.seq ?? 0
  const last = rows.at(-1)?.seq ?? 0
  const numbers = new Uint8Array(rows.length * ROW_BYTES)
  const columns = columnsOf(numbers)
  const types = new Map<number, number>()
  const references: number[] = []
  const gaps: number[] = []
  let minAt = Number.POSITIVE_INFINITY
  let maxAt = Number.NEGATIVE_INFINITY
  rows.forEach((row, index) => {
    columns.at[index] = row.at
    columns.offset[index] = row.seq - first
    columns.type[index] = row.type
    columns.session[index] = row.session
    columns.micros[index] = Math.min(Math.max(0, row.micros), MAX_UINT32)
    columns.bytes[index] = Math.min(Math.max(0, row.bytes), MAX_UINT32)
    types.set(row.type, (types.get(row.type) ?? 0) + 1)
    minAt = Math.min(minAt, row.at)
    maxAt = Math.max(maxAt, row.at)
    for (const part of row.parts) references.push(index, part)
    if (row.gap !== null) gaps.push(row.at, row.gap, row.type)
  })
  return {
    first,
    last,
    count: rows.length,
    minAt,
    maxAt,
    types: Uint32Array.from([...types].flat()),
    numbers,
    references: references.length > 0 ? bytesOf(Uint32Array.from(references)) : null,
    gaps: gaps.length > 0 ? bytesOf(Float64Array.from(gaps)) : null,
  }
}

/** The bytes of a typed array, without a copy. */
export function bytesOf(list: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(list.buffer, list.byteOffset, list.byteLength)
}

/** Views of the columns in the blob; copies it only if its memory is not aligned. */
export function columnsOf(numbers: Uint8Array): Columns {
  const { buffer, byteOffset, byteLength } = aligned(numbers)
  const count = Math.floor(byteLength / ROW_BYTES)
  const column = (index: number) => new Uint32Array(buffer, byteOffset + count * (8 + 4 * index), count)
  return {
    count,
    at: new Float64Array(buffer, byteOffset, count),
    offset: column(0),
    type: column(1),
    session: column(2),
    micros: column(3),
    bytes: column(4),
  }
}

/** Reads a blob of 32-bit integers; `null` is an empty one. */
export function integersOf(blob: Uint8Array | null): Uint32Array {
  if (blob === null) return new Uint32Array()
  const { buffer, byteOffset, byteLength } = aligned(blob)
  return new Uint32Array(buffer, byteOffset, byteLength / 4)
}

/** Reads a blob of 64-bit floats; `null` is an empty one. */
export function floatsOf(blob: Uint8Array | null): Float64Array {
  if (blob === null) return new Float64Array()
  const { buffer, byteOffset, byteLength } = aligned(blob)
  return new Float64Array(buffer, byteOffset, byteLength / 8)
}

function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
}
