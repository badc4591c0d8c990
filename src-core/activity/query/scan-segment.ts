import type { Columns } from '../segments/segment.ts'
import type { Segment } from '../segments/segment-reader.ts'

/** Scans the columns of segments. */

/** The part of a filter that columns can answer. */
export interface Scan {
  /** By id of a request type: 1 when it matches. `null`: all match. */
  readonly types: Uint8Array | null
  readonly session: number | null
  /** Inclusive. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** Greater than every `seq` and every time. */
export const INFINITE = Number.MAX_SAFE_INTEGER

/** Bounds and order of a selection; `seq` from `low` to `high`, both inclusive. */
export interface Bounds {
  readonly low: number
  readonly high: number
  readonly newestFirst: boolean
}

/** Writes the indexes of the matching rows to `rows`, and returns their number. */
export function scanSegment(
  segment: Segment,
  scan: Scan,
  { low, high, newestFirst }: Bounds,
  rows: Uint32Array,
): number {
  const { count: size, at, offset, type, session } = segment.columns()
  const { types, from, to } = scan
  // Reading a column costs as much as the rest of the loop, so conditions that hold for the whole segment are skipped.
  const checksTime = segment.minAt < from || segment.maxAt >= to
  const checksSeq = segment.first < low || segment.last > high
  let count = 0
  for (let step = 0; step < size; step++) {
    const row = newestFirst ? size - 1 - step : step
    if (types !== null && types[type[row] ?? 0] !== 1) continue
    if (scan.session !== null && session[row] !== scan.session) continue
    if (checksTime && ((at[row] ?? 0) < from || (at[row] ?? 0) >= to)) continue
    if (checksSeq && (segment.first + (offset[row] ?? 0) < low || segment.first + (offset[row] ?? 0) > high))
      continue
    rows[count++] = row
  }
  return count
}

/** True when the row matches, whatever its `seq`. */
export function rowMatches(columns: Columns, row: number, { types, session, from, to }: Scan): boolean {
  const at = columns.at[row] ?? 0
  return (
    at >= from &&
    at < to &&
    (types === null || types[columns.type[row] ?? 0] === 1) &&
    (session === null || columns.session[row] === session)
  )
}

/** False when no row of the segment can match. */
export function mayMatch(segment: Segment, scan: Scan): boolean {
  return overlaps(segment, scan) && (scan.types === null || countOfTypes(segment, scan.types) > 0)
}

/** True when the segment's times overlap the scan's. */
export function overlaps({ minAt, maxAt }: Segment, { from, to }: Scan): boolean {
  return maxAt >= from && minAt < to
}

/** The number of rows of these request types; `null`: of any. */
export function countOfTypes({ types: pairs, count }: Segment, types: Uint8Array | null): number {
  if (types === null) return count
  let matching = 0
  for (let at = 0; at < pairs.length; at += 2) if (types[pairs[at] ?? 0] === 1) matching += pairs[at + 1] ?? 0
  return matching
}

/** True when every row of the segment is in the scan's times and was not cleared. */
export function isWithin(segment: Segment, { from, to }: Scan, clearedUpTo: number): boolean {
  return segment.minAt >= from && segment.maxAt < to && segment.first > clearedUpTo
}

/** Neighbouring segments from `low` to `high`; `isWhole`: all of them are stored and within the scan. */
interface Run {
  isWhole: boolean
  low: number
  high: number
}

/** Runs of segments that lie wholly within the scan, and single segments that may match in part. */
export function* wholeRuns(
  segments: readonly Segment[],
  scan: Scan,
  clearedUpTo: number,
): Generator<Readonly<Run>> {
  let run: Run | null = null
  for (const segment of segments) {
    if (!mayMatch(segment, scan)) continue
    const isWhole = segment.isStored && isWithin(segment, scan, clearedUpTo)
    if (run?.isWhole && isWhole && segment.first === run.high + 1) {
      run.high = segment.last
      continue
    }
    if (run) yield run
    run = { isWhole, low: segment.first, high: segment.last }
  }
  if (run) yield run
}

/** True when no row can lie between the two segments. */
export function areNeighbours(a: Segment | undefined, b: Segment | undefined): boolean {
  if (!a || !b) return false
  return a.last + 1 === b.first || b.last + 1 === a.first
}

/** The index of the row with this offset, or -1. */
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

/** The indexes of the rows whose answer contained one of these parts. */
export function rowsReferencing(segment: Segment, parts: ReadonlySet<number>): Set<number> {
  const rows = new Set<number>()
  const references = segment.references()
  for (let at = 0; at < references.length; at += 2) {
    if (parts.has(references[at + 1] ?? -1)) rows.add(references[at] ?? 0)
  }
  return rows
}
