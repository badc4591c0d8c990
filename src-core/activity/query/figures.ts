import type {
  ActivityFigures,
  FigureStep,
  Figures,
  NamedFigures,
  RequestFilter,
} from '../../../src-shared/contract/activity.ts'
import type { RequestType } from '../request-types.ts'
import { bucketOf, HISTOGRAM_SIZE, percentile } from './histogram.ts'
import type { Selector } from './select.ts'

/** A span of time, and how to show it. */
export interface Span {
  readonly from: number
  readonly to: number
  /** How many steps a chart has, at most. */
  readonly steps: number
  /** Minutes to come do not count. */
  readonly now: number
}

/**
 * What the rows from `from` (inclusive) to `to` (exclusive) add up to, and the same by tool, by client and in steps of one
 * length.
 */
export function figuresOf(selector: Selector, filter: RequestFilter, span: Span): ActivityFigures {
  const { from, to } = span
  const step = Math.max(1, Math.ceil((to - from) / Math.max(1, Math.floor(span.steps))))
  const steps = Math.max(1, Math.ceil((to - from) / step))
  const kinds = selector.kinds()
  // Rows are counted by their kind and by their step, in flat lists; everything else is the sum of some of those.
  const size = Math.max(0, ...kinds.keys()) + 1
  const byKind = newSums(size)
  const byStep = newSums(steps)
  const outcomes = new Uint8Array(size)
  for (const [id, kind] of kinds) outcomes[id] = outcomeOf(kind)
  const within = {
    ...filter,
    from: Math.max(from, filter.from ?? from),
    to: Math.min(to, filter.to ?? to),
  }
  for (const { columns, rows, count } of selector.pick(within, { newestFirst: false })) {
    const { at, kind, micros, bytes } = columns
    for (let index = 0; index < count; index++) {
      const row = rows[index] ?? 0
      const id = kind[row] ?? 0
      const bucket = bucketOf(micros[row] ?? 0)
      add(byKind, id, outcomes[id] ?? 0, bucket, bytes[row] ?? 0)
      add(byStep, Math.floor(((at[row] ?? 0) - from) / step), outcomes[id] ?? 0, bucket, 0)
    }
  }
  const minutes = minutesOf(selector, span)
  const ids = [...kinds.keys()]
  return {
    from,
    to,
    all: figuresFrom(sumOf(byKind, ids), minutes),
    tools: named(byKind, kinds, (kind) => kind.tool, minutes),
    clients: named(byKind, kinds, (kind) => kind.client ?? '', minutes),
    step,
    steps: Array.from({ length: steps }, (_, index) => stepFrom(sumOf(byStep, [index]), from + index * step)),
  }
}

// An outcome is a set of these, and there are few enough sets to count each.
const HIT = 1
const MISS = 2
const EMPTY = 4
const ERROR = 8
const CANCELLED = 16
const OUTCOMES = 32

function outcomeOf(kind: RequestType): number {
  const status =
    kind.status === 'empty'
      ? EMPTY
      : kind.status === 'cancelled'
        ? CANCELLED
        : kind.status === 'ok'
          ? 0
          : ERROR
  return status | (kind.cache === 'hit' ? HIT : kind.cache === 'miss' ? MISS : 0)
}

interface Sums {
  readonly durations: Uint32Array
  readonly outcomes: Uint32Array
  readonly bytes: Float64Array
}

function newSums(size: number): Sums {
  return {
    durations: new Uint32Array(size * HISTOGRAM_SIZE),
    outcomes: new Uint32Array(size * OUTCOMES),
    bytes: new Float64Array(size),
  }
}

function add(sums: Sums, place: number, outcome: number, bucket: number, bytes: number): void {
  const duration = place * HISTOGRAM_SIZE + bucket
  sums.durations[duration] = (sums.durations[duration] ?? 0) + 1
  sums.outcomes[place * OUTCOMES + outcome] = (sums.outcomes[place * OUTCOMES + outcome] ?? 0) + 1
  sums.bytes[place] = (sums.bytes[place] ?? 0) + bytes
}

interface Sum {
  readonly count: number
  readonly bytes: number
  readonly durations: Uint32Array
  /** How many rows have this outcome among theirs. */
  with(outcome: number): number
}

function sumOf(sums: Sums, places: readonly number[]): Sum {
  const durations = new Uint32Array(HISTOGRAM_SIZE)
  const outcomes = new Uint32Array(OUTCOMES)
  let bytes = 0
  let count = 0
  for (const place of places) {
    let some = 0
    for (let outcome = 0; outcome < OUTCOMES; outcome++) {
      const rows = sums.outcomes[place * OUTCOMES + outcome] ?? 0
      outcomes[outcome] = (outcomes[outcome] ?? 0) + rows
      some += rows
    }
    if (some === 0) continue
    count += some
    bytes += sums.bytes[place] ?? 0
    const start = place * HISTOGRAM_SIZE
    for (let bucket = 0; bucket < HISTOGRAM_SIZE; bucket++) {
      durations[bucket] = (durations[bucket] ?? 0) + (sums.durations[start + bucket] ?? 0)
    }
  }
  return {
    count,
    bytes,
    durations,
    with: (outcome) => outcomes.reduce((sum, rows, set) => (set & outcome ? sum + rows : sum), 0),
  }
}

/** The minutes of the span that passed since the log began, at least one if the span is that long. */
function minutesOf(selector: Selector, { from, to, now }: Span): number {
  const begun = selector
    .chunks()
    .reduce((least, { minAt }) => Math.min(least, minAt), Number.POSITIVE_INFINITY)
  const start = Math.min(Math.max(from, begun), to)
  const passed = (Math.min(to, Math.max(now, start)) - start) / 60_000
  return Math.max(passed, Math.min(1, (to - from) / 60_000))
}

function figuresFrom(sum: Sum, minutes: number): Figures {
  const hits = sum.with(HIT)
  const misses = sum.with(MISS)
  return {
    count: sum.count,
    perMinute: minutes > 0 ? sum.count / minutes : 0,
    p50: percentile(sum.durations, sum.count, 0.5),
    p95: percentile(sum.durations, sum.count, 0.95),
    p99: percentile(sum.durations, sum.count, 0.99),
    hits,
    misses,
    hitRatio: hits + misses === 0 ? null : hits / (hits + misses),
    empty: sum.with(EMPTY),
    errors: sum.with(ERROR),
    cancelled: sum.with(CANCELLED),
    bytes: sum.bytes,
  }
}

/** Most first; those without rows are left out, and so are kinds without a name. */
function named(
  sums: Sums,
  kinds: ReadonlyMap<number, RequestType>,
  nameOf: (kind: RequestType) => string | null,
  minutes: number,
): NamedFigures[] {
  const places = new Map<string, number[]>()
  for (const [id, kind] of kinds) {
    const name = nameOf(kind)
    if (name === null) continue
    const list = places.get(name)
    if (list) list.push(id)
    else places.set(name, [id])
  }
  return [...places]
    .map(([name, ids]) => ({ name, ...figuresFrom(sumOf(sums, ids), minutes) }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
}

function stepFrom(sum: Sum, from: number): FigureStep {
  return {
    from,
    count: sum.count,
    p50: percentile(sum.durations, sum.count, 0.5),
    p95: percentile(sum.durations, sum.count, 0.95),
    hits: sum.with(HIT),
    misses: sum.with(MISS),
    empty: sum.with(EMPTY),
    errors: sum.with(ERROR),
  }
}
