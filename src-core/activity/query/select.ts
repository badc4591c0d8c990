import type { Database } from 'better-sqlite3'
import type { RequestFilter } from '../../../src-shared/contract/activity.ts'
import { type ActivityState, prepareState } from '../file/activity-state.ts'
import { filtersRequestTypes, type RequestType, requestTypeMatches } from '../request-types.ts'
import {
  expressionOf,
  indexedWords,
  readText,
  searchedText,
  type TextQuery,
  textFits,
} from '../search-text.ts'
import type { Columns } from '../segments/segment.ts'
import { prepareSegments, type Segment, type SegmentReader } from '../segments/segments.ts'
import {
  areNeighbours,
  countRequestTypes,
  EVER,
  indexOf,
  inTime,
  isWhole,
  mayHold,
  rowFits,
  rowsReferencing,
  type Scan,
  scanSegment,
  type Within,
  wholeRuns,
} from './scan-segment.ts'

/** Rows of one chunk that fit: the first `count` of `rows` are their indexes, in the order that was asked for. */
interface Picked {
  readonly chunk: Segment
  readonly columns: Columns
  readonly rows: Uint32Array
  readonly count: number
}

/** Which rows to pick, apart from the filter: `seq` from `low` to `high`, both inclusive. */
export interface Range {
  readonly newestFirst: boolean
  readonly low?: number
  readonly high?: number
  /** True when few rows will be taken: an index then beats a scan also where both can answer. */
  readonly few?: boolean
}

/** One state of the log to ask questions about. */
export interface Selector {
  readonly state: () => ActivityState
  readonly kinds: () => ReadonlyMap<number, RequestType>
  readonly chunks: () => readonly Segment[]
  /** The rows that fit, chunk by chunk; nothing else may be asked of the connection in between. */
  pick(filter: RequestFilter, range: Range): Iterable<Picked>
  /** How many fit. */
  count(filter: RequestFilter): number
}

// An expression with more words costs more than putting their rows together at once.
const MAX_EXPANDED = 200
// The share of rows below which a list of names is asked of the index; above, looking at each row that it finds is quicker.
const WORTH_A_SIGN = 0.2
// What the index gives at once, to begin with and at most.
const FIRST_HITS = 128
const MOST_HITS = 32_768
// Numbers up to the square of it fit into two characters that are no half of one.
const HALF = 32_768
// Numbers are bound as REAL, with which FTS5 would read from the first row on.
const BETWEEN = 'BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)'

export function prepareSelector(db: Database): Selector {
  const state = prepareState(db)
  const reader: SegmentReader = prepareSegments(db)
  const allKinds = db.prepare<[number], RequestType & { id: number }>(`
    SELECT id, client, client_version AS clientVersion, protocol_version AS protocolVersion, transport, method, tool,
      status, cache, code FROM kinds WHERE id > ? ORDER BY id`)
  const sessionId = db.prepare<[string], number>('SELECT id FROM sessions WHERE name = ?').pluck()
  const standardId = db.prepare<[string], number>('SELECT id FROM standards WHERE name = ?').pluck()
  const partsOf = db.prepare<[number], number>('SELECT id FROM parts WHERE standard = ?').pluck()
  // One row of SQL for many of the log: two characters are a number, which is five times as quick as a row each.
  const found = (order: 'ASC' | 'DESC') =>
    db
      .prepare<[string, number, number, number], string | null>(
        `SELECT group_concat(char(1 + rowid / ${HALF}, 1 + rowid % ${HALF}), '') FROM (
           SELECT rowid FROM words WHERE words MATCH ? AND rowid ${BETWEEN} ORDER BY rowid ${order} LIMIT ?)`,
      )
      .pluck()
  const newestFound = found('DESC')
  const oldestFound = found('ASC')
  const countFound = db
    .prepare<[string, number, number], number>(
      `SELECT count(*) FROM words WHERE words MATCH ? AND rowid ${BETWEEN}`,
    )
    .pluck()
  const beginnings = db
    .prepare<[string, string, number], string>('SELECT word FROM terms WHERE word >= ? AND word < ? LIMIT ?')
    .pluck()
  const expand = (beginning: string) => {
    const found = beginnings.all(beginning, `${beginning}\u{10ffff}`, MAX_EXPANDED + 1)
    return found.length > MAX_EXPANDED ? null : found
  }
  const texts = db.prepare<[number, number], Parameters<typeof searchedText>[0] & { seq: number }>(`
    SELECT r.seq, r.asked, r.summary, r.message, k.tool, k.method FROM requests r JOIN kinds k ON k.id = r.kind
    WHERE r.seq BETWEEN ? AND ?`)
  const known = new Map<number, RequestType>()
  let newestKind = 0
  let epoch = -1

  function kinds(): ReadonlyMap<number, RequestType> {
    const now = state().epoch
    if (now !== epoch) {
      known.clear()
      newestKind = 0
      epoch = now
    }
    for (const { id, ...kind } of allKinds.all(newestKind)) {
      known.set(id, kind)
      newestKind = id
    }
    return known
  }

  /** The one list of the filter that leaves the fewest rows, if they are few enough for the index to gain by it. */
  function mostSelective(filter: RequestFilter): RequestFilter {
    const lists: RequestFilter[] = [
      { statuses: filter.statuses },
      { tools: filter.tools },
      { clients: filter.clients },
      { cache: filter.cache },
      { callsOnly: filter.callsOnly },
    ].filter(filtersRequestTypes)
    if (lists.length === 0) return {}
    const totals = reader.totals()
    const left = lists.map((list) => {
      let rows = 0
      for (const [id, kind] of kinds()) if (requestTypeMatches(kind, list)) rows += totals[id] ?? 0
      return rows
    })
    const least = Math.min(...left)
    const all = totals.reduce((sum, rows) => sum + (rows ?? 0), 0)
    return least < all * WORTH_A_SIGN ? (lists[left.indexOf(least)] ?? {}) : {}
  }

  /** `null`: nothing can fit. */
  function planOf(filter: RequestFilter, few: boolean) {
    const narrowed = filtersRequestTypes(filter)
    let fitting: Uint8Array | null = null
    if (narrowed) {
      const all = kinds()
      fitting = new Uint8Array(newestKind + 1)
      let any = false
      for (const [id, kind] of all) {
        if (!requestTypeMatches(kind, filter)) continue
        fitting[id] = 1
        any = true
      }
      if (!any) return null
    }
    const session = filter.session === undefined ? null : sessionId.get(filter.session)
    const standard = filter.standard === undefined ? null : standardId.get(filter.standard)
    if (session === undefined || standard === undefined) return null
    const text = readText(filter.text)
    const scan: Scan = { kinds: fitting, session, from: filter.from ?? -EVER, to: filter.to ?? EVER }
    const indexed = text !== null || standard !== null || (few && session !== null)
    return {
      scan,
      text,
      standard,
      expression: indexed ? expressionOf(mostSelective(filter), text, session, standard, expand) : null,
    }
  }

  function* pick(filter: RequestFilter, range: Range): Generator<Picked> {
    const plan = planOf(filter, range.few === true)
    if (!plan) return
    const { scan, expression } = plan
    const floor = state().floor
    const low = Math.max(range.low ?? 0, floor + 1)
    const high = Math.min(range.high ?? EVER, EVER)
    const chunks = reader.list(state()).filter(
      (chunk) =>
        chunk.last >= low &&
        chunk.first <= high &&
        // The index steps over other kinds by itself, and is asked seldom rather than often.
        (expression === null ? mayHold(chunk, scan) : inTime(chunk, scan)),
    )
    if (range.newestFirst) chunks.reverse()
    const buffer = new Uint32Array(chunks.reduce((most, { count }) => Math.max(most, count), 0))
    const within = { low, high, newestFirst: range.newestFirst }
    for (let at = 0; at < chunks.length; at++) {
      const chunk = chunks[at]
      if (!chunk) continue
      if (expression === null) {
        yield* picked(chunk, scanSegment(chunk, scan, within, buffer))
      } else if (!chunk.sealed) {
        yield* picked(chunk, scanSegment(chunk, scan, within, buffer), (rows, count) =>
          keepFitting(chunk, rows, count, plan.text, plan.standard),
        )
      } else {
        // Neighbours are asked for at once; the index steps over what lies between.
        let end = at
        while (chunks[end + 1]?.sealed && areNeighbours(chunks[end], chunks[end + 1])) end++
        yield* search(chunks.slice(at, end + 1), expression, scan, within, buffer)
        at = end
      }
    }
  }

  function* search(
    run: readonly Segment[],
    expression: string,
    scan: Scan,
    { low, high, newestFirst }: Within,
    buffer: Uint32Array,
  ): Generator<Picked> {
    const statement = newestFirst ? newestFound : oldestFound
    let from = Math.max(low, Math.min(run[0]?.first ?? 0, run.at(-1)?.first ?? 0))
    let to = Math.min(high, Math.max(run[0]?.last ?? 0, run.at(-1)?.last ?? 0))
    let limit = FIRST_HITS
    let at = 0
    while (from <= to) {
      const hits = statement.get(expression, from, to, limit) ?? ''
      let seq = 0
      for (let place = 0; place < hits.length; ) {
        const chunk = run[at]
        if (!chunk) return
        const { first, last } = chunk
        const columns = chunk.columns()
        let count = 0
        for (; place < hits.length; place += 2) {
          seq = (hits.charCodeAt(place) - 1) * HALF + hits.charCodeAt(place + 1) - 1
          if (seq < first || seq > last) break
          const row = indexOf(columns, seq - first)
          if (row >= 0 && rowFits(columns, row, scan)) buffer[count++] = row
        }
        if (count > 0) yield { chunk, columns, rows: buffer, count }
        if (place < hits.length) at++
      }
      if (hits.length < limit * 2) return
      if (newestFirst) to = seq - 1
      else from = seq + 1
      // A page is full soon; who takes more takes many.
      limit = Math.min(limit * 4, MOST_HITS)
    }
  }

  function keepFitting(
    chunk: Segment,
    rows: Uint32Array,
    count: number,
    text: TextQuery | null,
    standard: number | null,
  ): number {
    const { offset } = chunk.columns()
    const touching = standard === null ? null : rowsReferencing(chunk, new Set(partsOf.all(standard)))
    const fitting =
      text === null
        ? null
        : new Set(
            texts
              .all(chunk.first, chunk.last)
              .filter((row) => textFits(indexedWords(searchedText(row)), text))
              .map(({ seq }) => seq - chunk.first),
          )
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = rows[at] ?? 0
      if (touching && !touching.has(row)) continue
      if (fitting && !fitting.has(offset[row] ?? -1)) continue
      rows[kept++] = row
    }
    return kept
  }

  return {
    state,
    kinds,
    chunks: () => reader.list(state()),
    pick,
    count(filter) {
      const plan = planOf(filter, false)
      if (!plan) return 0
      const { scan, expression } = plan
      const floor = state().floor
      let count = 0
      // Whole chunks are counted by their heads, or by the index alone, which knows no names that share a sign: those
      // are too rare to matter to a count only where kinds are told apart, so kinds are looked at.
      if (expression !== null && scan.kinds === null) {
        for (const run of wholeRuns(reader.list(state()), scan, floor)) {
          if (run.whole) count += countFound.get(expression, run.low, run.high) ?? 0
          else {
            for (const { count: some } of pick(filter, { newestFirst: false, low: run.low, high: run.high }))
              count += some
          }
        }
        return count
      }
      if (expression === null && scan.session === null) {
        for (const chunk of reader.list(state())) {
          if (!mayHold(chunk, scan)) continue
          if (isWhole(chunk, scan, floor)) count += countRequestTypes(chunk, scan.kinds)
          else {
            for (const { count: some } of pick(filter, {
              newestFirst: false,
              low: chunk.first,
              high: chunk.last,
            }))
              count += some
          }
        }
        return count
      }
      for (const { count: some } of pick(filter, { newestFirst: false })) count += some
      return count
    },
  }
}

function* picked(
  chunk: Segment,
  found: { readonly rows: Uint32Array; readonly count: number },
  keep?: (rows: Uint32Array, count: number) => number,
): Generator<Picked> {
  const count = keep && found.count > 0 ? keep(found.rows, found.count) : found.count
  if (count > 0) yield { chunk, columns: chunk.columns(), rows: found.rows, count }
}
