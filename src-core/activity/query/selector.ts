import type { Database, Statement } from 'better-sqlite3'
import type { RequestFilter } from '../../../src-shared/contract/activity.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { filtersRequestTypes, type RequestType } from '../request-type.ts'
import {
  indexExpression,
  indexedWords,
  matchesTextQuery,
  parseTextQuery,
  searchedText,
  type TextQuery,
} from '../search-text.ts'
import type { Columns } from '../segments/segment.ts'
import { type Segment, SegmentReader } from '../segments/segment-reader.ts'
import { matchingTypes, mostSelectiveList, RequestTypes } from './request-types.ts'
import {
  areNeighbours,
  type Bounds,
  countOfTypes,
  INFINITE,
  indexOf,
  isWithin,
  mayMatch,
  overlaps,
  rowMatches,
  rowsReferencing,
  type Scan,
  scanSegment,
  wholeRuns,
} from './scan-segment.ts'
import { TextIndex } from './text-index.ts'

/** Matching rows of one segment: the first `count` of `rows` are their indexes, in the order of the query. */
export interface Selection {
  readonly segment: Segment
  readonly columns: Columns
  /** Reused for the next selection. */
  readonly rows: Uint32Array
  readonly count: number
}

/** Order and bounds of a query; `seq` from `low` to `high`, both inclusive. */
export interface SelectOptions {
  readonly newestFirst: boolean
  readonly low?: number
  readonly high?: number
  /** True when the caller will take few rows: then the text index is used also where a scan could answer. */
  readonly few?: boolean
}

/** How a filter is answered. */
interface Plan {
  readonly scan: Scan
  readonly text: TextQuery | null
  /** Row id. */
  readonly standard: number | null
  /** For the text index; `null`: the segments are scanned. */
  readonly expression: string | null
}

type TextRow = Parameters<typeof searchedText>[0] & { readonly seq: number }

const NO_TYPES: ReadonlyMap<number, RequestType> = new Map()
// How many matches are fetched from the text index at once: first, and at most.
const FIRST_MATCHES = 128
const MAX_MATCHES = 32_768

/** Selects requests from one state of the file. To be used inside a transaction. */
export class Selector {
  /** Reads the current state. */
  readonly state: () => ActivityState
  readonly #segments: SegmentReader
  readonly #types: RequestTypes
  readonly #index: TextIndex
  readonly #sessionId: Statement<[string], number>
  readonly #standardId: Statement<[string], number>
  readonly #partsOf: Statement<[number], number>
  readonly #texts: Statement<[number, number], TextRow>

  constructor(db: Database) {
    this.state = prepareState(db)
    this.#segments = new SegmentReader(db)
    this.#types = new RequestTypes(db)
    this.#index = new TextIndex(db)
    this.#sessionId = db.prepare<[string], number>('SELECT id FROM sessions WHERE name = ?').pluck()
    this.#standardId = db.prepare<[string], number>('SELECT id FROM standards WHERE name = ?').pluck()
    this.#partsOf = db.prepare<[number], number>('SELECT id FROM parts WHERE standard = ?').pluck()
    this.#texts = db.prepare<[number, number], TextRow>(`
      SELECT r.seq, r.asked AS question, r.summary, r.message, k.tool, k.method FROM requests r JOIN kinds k ON k.id = r.kind
      WHERE r.seq BETWEEN ? AND ?`)
  }

  /** By id. */
  requestTypes(): ReadonlyMap<number, RequestType> {
    return this.#types.all(this.state().epoch)
  }

  /** Oldest first. */
  segments(): readonly Segment[] {
    return this.#segments.list(this.state())
  }

  /** The matching rows, segment by segment. The connection must not be used otherwise between two of them. */
  *select(filter: RequestFilter, options: SelectOptions): Generator<Selection> {
    const plan = this.#plan(filter, options.few === true)
    if (!plan) return
    const state = this.state()
    yield* this.#select(plan, this.#segments.list(state), {
      low: Math.max(options.low ?? 0, state.clearedUpTo + 1),
      high: options.high ?? INFINITE,
      newestFirst: options.newestFirst,
    })
  }

  /** The number of matching rows. */
  count(filter: RequestFilter): number {
    const plan = this.#plan(filter, false)
    if (!plan) return 0
    const state = this.state()
    const { clearedUpTo } = state
    const segments = this.#segments.list(state)
    const countRows = (low: number, high: number) => {
      const bounds = { low: Math.max(low, clearedUpTo + 1), high, newestFirst: false }
      let count = 0
      for (const selection of this.#select(plan, segments, bounds)) count += selection.count
      return count
    }
    const { scan, expression } = plan
    // The index counts alone where the filter names no request types, whose facet tokens may collide.
    if (expression !== null && scan.types === null) {
      let count = 0
      for (const { isWhole, low, high } of wholeRuns(segments, scan, clearedUpTo))
        count += isWhole ? this.#index.count(expression, low, high) : countRows(low, high)
      return count
    }
    // The heads of segments have the number of rows for each request type.
    if (expression === null && scan.session === null) {
      let count = 0
      for (const segment of segments) {
        if (!mayMatch(segment, scan)) continue
        count += isWithin(segment, scan, clearedUpTo)
          ? countOfTypes(segment, scan.types)
          : countRows(segment.first, segment.last)
      }
      return count
    }
    return countRows(0, INFINITE)
  }

  /** Returns `null` when nothing can match. */
  #plan(filter: RequestFilter, few: boolean): Plan | null {
    const types = filtersRequestTypes(filter) ? this.requestTypes() : NO_TYPES
    const matching = matchingTypes(types, filter)
    const session = filter.session === undefined ? null : this.#sessionId.get(filter.session)
    const standard = filter.standard === undefined ? null : this.#standardId.get(filter.standard)
    if (matching === 'none' || session === undefined || standard === undefined) return null
    const text = parseTextQuery(filter.text)
    const usesIndex = text !== null || standard !== null || (few && session !== null)
    return {
      scan: {
        types: matching === 'all' ? null : matching,
        session,
        from: filter.from ?? -INFINITE,
        to: filter.to ?? INFINITE,
      },
      text,
      standard,
      expression: usesIndex
        ? indexExpression(
            { filter: mostSelectiveList(types, this.#segments.totals(), filter), text, session, standard },
            (prefix) => this.#index.expandPrefix(prefix),
          )
        : null,
    }
  }

  *#select(plan: Plan, all: readonly Segment[], bounds: Bounds): Generator<Selection> {
    const { scan, expression } = plan
    const segments = all.filter(
      (segment) =>
        segment.last >= bounds.low &&
        segment.first <= bounds.high &&
        // The index skips other request types by itself; leaving out their segments would split its queries.
        (expression === null ? mayMatch(segment, scan) : overlaps(segment, scan)),
    )
    if (bounds.newestFirst) segments.reverse()
    const rows = new Uint32Array(segments.reduce((most, { count }) => Math.max(most, count), 0))
    for (let at = 0; at < segments.length; at++) {
      const segment = segments[at]
      if (!segment) continue
      if (expression !== null && segment.isStored) {
        // Neighbours are queried together.
        let end = at
        while (segments[end + 1]?.isStored && areNeighbours(segments[end], segments[end + 1])) end++
        yield* this.#search(segments.slice(at, end + 1), plan.scan, expression, bounds, rows)
        at = end
        continue
      }
      const scanned = scanSegment(segment, scan, bounds, rows)
      const count =
        expression === null || scanned === 0 ? scanned : this.#keepMatching(segment, rows, scanned, plan)
      if (count > 0) yield { segment, columns: segment.columns(), rows, count }
    }
  }

  /** Queries the text index for neighbouring segments. */
  *#search(
    run: readonly Segment[],
    scan: Scan,
    expression: string,
    { low, high, newestFirst }: Bounds,
    rows: Uint32Array,
  ): Generator<Selection> {
    let from = Math.max(low, Math.min(run[0]?.first ?? 0, run.at(-1)?.first ?? 0))
    let to = Math.min(high, Math.max(run[0]?.last ?? 0, run.at(-1)?.last ?? 0))
    let limit = FIRST_MATCHES
    let at = 0
    while (from <= to) {
      const seqs = this.#index.find(expression, { low: from, high: to, newestFirst }, limit)
      for (let next = 0; next < seqs.length; ) {
        const segment = run[at]
        if (!segment) return
        const { first, last } = segment
        const columns = segment.columns()
        let count = 0
        for (; next < seqs.length; next++) {
          const seq = seqs[next] ?? 0
          if (seq < first || seq > last) break
          const row = indexOf(columns, seq - first)
          if (row >= 0 && rowMatches(columns, row, scan)) rows[count++] = row
        }
        if (count > 0) yield { segment, columns, rows, count }
        if (next < seqs.length) at++
      }
      if (seqs.length < limit) return
      const lastSeq = seqs.at(-1) ?? 0
      if (newestFirst) to = lastSeq - 1
      else from = lastSeq + 1
      // A caller that wants a page has it by now; one that continues takes many rows.
      limit = Math.min(limit * 4, MAX_MATCHES)
    }
  }

  /** Moves the rows that match the text and the standard to the front of `rows`, and returns their number. */
  #keepMatching(segment: Segment, rows: Uint32Array, count: number, { text, standard }: Plan): number {
    const { offset } = segment.columns()
    const referencing =
      standard === null ? null : rowsReferencing(segment, new Set(this.#partsOf.all(standard)))
    const matching =
      text === null
        ? null
        : new Set(
            this.#texts
              .all(segment.first, segment.last)
              .filter((row) => matchesTextQuery(indexedWords(searchedText(row)), text))
              .map(({ seq }) => seq - segment.first),
          )
    let matches = 0
    for (let at = 0; at < count; at++) {
      const row = rows[at] ?? 0
      if (referencing && !referencing.has(row)) continue
      if (matching && !matching.has(offset[row] ?? -1)) continue
      rows[matches++] = row
    }
    return matches
  }
}
