import type { Columns } from '../segments/segment.ts'
import type { Segment } from '../segments/segments.ts'

/** Looking through the columns of chunks: pure, and nothing in these loops that is not needed. */

/** The part of a filter that columns can tell. */
export interface Scan {
  readonly kinds: Uint8Array | null
  readonly session: number | null
  readonly from: number
  readonly to: number
}

/** Beyond every number of a row and every time. */
export const EVER = Number.MAX_SAFE_INTEGER

/** Bounds and order of what is picked; `seq` from `low` to `high`, both inclusive. */
export interface Within {
  readonly low: number
  readonly high: number
  readonly newestFirst: boolean
}

/** The rows of the chunk that fit, into `rows`. */
export function scanSegment(
  chunk: Segment,
  scan: Scan,
  { low, high, newestFirst }: Within,
  rows: Uint32Array,
) {
  const { count: size, at, offset, kind, session } = chunk.columns()
  const { kinds, from, to } = scan
  // Each look at a column costs as much as the rest of the loop, so none is looked at in vain.
  const times = chunk.minAt < from || chunk.maxAt >= to
  const bounded = chunk.first < low || chunk.last > high
  let count = 0
  for (let step = 0; step < size; step++) {
    const row = newestFirst ? size - 1 - step : step
    if (kinds !== null && kinds[kind[row] ?? 0] !== 1) continue
    if (scan.session !== null && session[row] !== scan.session) continue
    if (times && ((at[row] ?? 0) < from || (at[row] ?? 0) >= to)) continue
    if (bounded && (chunk.first + (offset[row] ?? 0) < low || chunk.first + (offset[row] ?? 0) > high))
      continue
    rows[count++] = row
  }
  return { rows, count }
}

/** The same for one row, apart from its number. */
export function rowFits(columns: Columns, row: number, { kinds, session, from, to }: Scan): boolean {
  const at = columns.at[row] ?? 0
  return (
    at >= from &&
    at < to &&
    (kinds === null || kinds[columns.kind[row] ?? 0] === 1) &&
    (session === null || columns.session[row] === session)
  )
}

/** False when no row of the chunk can fit. */
export function mayHold(chunk: Segment, scan: Scan): boolean {
  return inTime(chunk, scan) && (scan.kinds === null || countRequestTypes(chunk, scan.kinds) > 0)
}

/** False when all of the chunk is out of the span. */
export function inTime({ minAt, maxAt }: Segment, { from, to }: Scan): boolean {
  return maxAt >= from && minAt < to
}

/** How many rows of the chunk are of these kinds; `null`: of any. */
export function countRequestTypes({ kinds: pairs, count }: Segment, kinds: Uint8Array | null): number {
  if (kinds === null) return count
  let fitting = 0
  for (let at = 0; at < pairs.length; at += 2) if (kinds[pairs[at] ?? 0] === 1) fitting += pairs[at + 1] ?? 0
  return fitting
}

/** True when every row of the chunk is within the span and was not cleared. */
export function isWhole(chunk: Segment, { from, to }: Scan, floor: number): boolean {
  return chunk.minAt >= from && chunk.maxAt < to && chunk.first > floor
}

/** Runs of neighbouring chunks that fit whole, and single ones that may fit in part. */
export function* wholeRuns(chunks: readonly Segment[], scan: Scan, floor: number) {
  let run: { whole: boolean; low: number; high: number } | null = null
  for (const chunk of chunks) {
    if (!mayHold(chunk, scan)) continue
    const whole = chunk.sealed && isWhole(chunk, scan, floor)
    if (run?.whole && whole && chunk.first === run.high + 1) {
      run.high = chunk.last
      continue
    }
    if (run) yield run
    run = { whole, low: chunk.first, high: chunk.last }
  }
  if (run) yield run
}

/** True when no row can lie between the two. */
export function areNeighbours(one: Segment | undefined, other: Segment | undefined): boolean {
  if (!one || !other) return false
  return one.last + 1 === other.first || other.last + 1 === one.first
}

/** The row with this offset, or -1. */
export function indexOf({ offset, count }: Columns, wanted: number): number {
  if (offset[wanted] === wanted) return wanted
  let low = 0
  let high = count - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const value = offset[middle] ?? 0
    if (value === wanted) return middle
    if (value < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The rows of the chunk that touched one of these parts. */
export function rowsReferencing(chunk: Segment, parts: ReadonlySet<number>): Set<number> {
  const rows = new Set<number>()
  const touches = chunk.touches()
  for (let at = 0; at < touches.length; at += 2) {
    if (parts.has(touches[at + 1] ?? -1)) rows.add(touches[at] ?? 0)
  }
  return rows
}
