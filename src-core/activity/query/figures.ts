import type {
  ActivityFigures,
  FigureStep,
  Figures,
  NamedFigures,
  RequestFilter,
} from '../../../src-shared/contract/activity.ts'
import type { RequestType } from '../request-type.ts'
import { bucketOf, HISTOGRAM_SIZE, percentile } from './histogram.ts'
import { idCount } from './request-types.ts'
import type { Selector } from './selector.ts'

/** A time span, and the resolution of its charts. */
export interface Span {
  /** Inclusive. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
  /** The most steps that a chart may have. */
  readonly steps: number
  /** The current time: later minutes are left out of averages. */
  readonly now: number
}

/** The figures of the matching requests in a span: of all, by tool, by client, and in steps of equal length. */
export function figuresOf(selector: Selector, filter: RequestFilter, span: Span): ActivityFigures {
  const { from, to } = span
  const step = Math.max(1, Math.ceil((to - from) / Math.max(1, Math.floor(span.steps))))
  const steps = Math.max(1, Math.ceil((to - from) / step))
  const types = selector.requestTypes()
  // Requests are counted by type and by step, in flat arrays. All other figures are sums of these.
  const byType = createTotals(idCount(types))
  const byStep = createTotals(steps)
  const outcomes = new Uint8Array(idCount(types))
  for (const [id, type] of types) outcomes[id] = outcomeOf(type)
  const within = {
    ...filter,
    from: Math.max(from, filter.from ?? from),
    to: Math.min(to, filter.to ?? to),
  }
  for (const { columns, rows, count } of selector.select(within, { newestFirst: false })) {
    const { at, type, micros, bytes } = columns
    for (let index = 0; index < count; index++) {
      const row = rows[index] ?? 0
      const id = type[row] ?? 0
      const bucket = bucketOf(micros[row] ?? 0)
      add(byType, id, outcomes[id] ?? 0, bucket, bytes[row] ?? 0)
      add(byStep, Math.floor(((at[row] ?? 0) - from) / step), outcomes[id] ?? 0, bucket, 0)
    }
  }
  const minutes = minutesOf(selector, span)
  return {
    from,
    to,
    all: figuresFrom(sumOf(byType, [...types.keys()]), minutes),
    tools: figuresByName(byType, types, (type) => type.tool, minutes),
    clients: figuresByName(byType, types, (type) => type.client ?? '', minutes),
    step,
    steps: Array.from({ length: steps }, (_, index) => stepFrom(sumOf(byStep, [index]), from + index * step)),
  }
}

// An outcome is a set of these flags.
const HIT = 1
const MISS = 2
const EMPTY = 4
const ERROR = 8
const CANCELLED = 16
/** The number of possible outcomes. */
const OUTCOMES = 32

const STATUS_FLAGS = {
  ok: 0,
  empty: EMPTY,
  'tool-error': ERROR,
  'protocol-error': ERROR,
  cancelled: CANCELLED,
}
const CACHE_FLAGS = { hit: HIT, miss: MISS, bypass: 0 }

function outcomeOf({ status, cache }: RequestType): number {
  return STATUS_FLAGS[status] | CACHE_FLAGS[cache]
}

/** Counters for a number of groups, those of a group side by side. */
interface Totals {
  readonly durations: Uint32Array
  readonly outcomes: Uint32Array
  readonly bytes: Float64Array
}

function createTotals(groups: number): Totals {
  return {
    durations: new Uint32Array(groups * HISTOGRAM_SIZE),
    outcomes: new Uint32Array(groups * OUTCOMES),
    bytes: new Float64Array(groups),
  }
}

function add(totals: Totals, group: number, outcome: number, bucket: number, bytes: number): void {
  const duration = group * HISTOGRAM_SIZE + bucket
  totals.durations[duration] = (totals.durations[duration] ?? 0) + 1
  totals.outcomes[group * OUTCOMES + outcome] = (totals.outcomes[group * OUTCOMES + outcome] ?? 0) + 1
  totals.bytes[group] = (totals.bytes[group] ?? 0) + bytes
}

interface Sum {
  readonly count: number
  readonly bytes: number
  readonly durations: Uint32Array
  /** The number of requests with this flag. */
  countOf(flag: number): number
}

/** Adds up the counters of some groups. */
function sumOf(totals: Totals, groups: readonly number[]): Sum {
  const durations = new Uint32Array(HISTOGRAM_SIZE)
  const outcomes = new Uint32Array(OUTCOMES)
  let bytes = 0
  let count = 0
  for (const group of groups) {
    let countInGroup = 0
    for (let outcome = 0; outcome < OUTCOMES; outcome++) {
      const rows = totals.outcomes[group * OUTCOMES + outcome] ?? 0
      outcomes[outcome] = (outcomes[outcome] ?? 0) + rows
      countInGroup += rows
    }
    if (countInGroup === 0) continue
    count += countInGroup
    bytes += totals.bytes[group] ?? 0
    const start = group * HISTOGRAM_SIZE
    for (let bucket = 0; bucket < HISTOGRAM_SIZE; bucket++) {
      durations[bucket] = (durations[bucket] ?? 0) + (totals.durations[start + bucket] ?? 0)
    }
  }
  return {
    count,
    bytes,
    durations,
    countOf: (flag) => outcomes.reduce((sum, rows, outcome) => (outcome & flag ? sum + rows : sum), 0),
  }
}

/** The minutes of the span since the first recorded request and until now; at least one, if the span is that long. */
function minutesOf(selector: Selector, { from, to, now }: Span): number {
  const firstAt = selector
    .segments()
    .reduce((least, { minAt }) => Math.min(least, minAt), Number.POSITIVE_INFINITY)
  const start = Math.min(Math.max(from, firstAt), to)
  const passed = (Math.min(to, Math.max(now, start)) - start) / 60_000
  return Math.max(passed, Math.min(1, (to - from) / 60_000))
}

function figuresFrom(sum: Sum, minutes: number): Figures {
  const hits = sum.countOf(HIT)
  const misses = sum.countOf(MISS)
  return {
    count: sum.count,
    perMinute: minutes > 0 ? sum.count / minutes : 0,
    p50: percentile(sum.durations, sum.count, 0.5),
    p95: percentile(sum.durations, sum.count, 0.95),
    p99: percentile(sum.durations, sum.count, 0.99),
    hits,
    misses,
    hitRatio: hits + misses === 0 ? null : hits / (hits + misses),
    empty: sum.countOf(EMPTY),
    errors: sum.countOf(ERROR),
    cancelled: sum.countOf(CANCELLED),
    bytes: sum.bytes,
  }
}

/** The figures of each name that has requests, most requests first. Types without a name are left out. */
function figuresByName(
  totals: Totals,
  types: ReadonlyMap<number, RequestType>,
  nameOf: (type: RequestType) => string | null,
  minutes: number,
): NamedFigures[] {
  const idsByName = new Map<string, number[]>()
  for (const [id, type] of types) {
    const name = nameOf(type)
    if (name === null) continue
    const ids = idsByName.get(name)
    if (ids) ids.push(id)
    else idsByName.set(name, [id])
  }
  return [...idsByName]
    .map(([name, ids]) => ({ name, ...figuresFrom(sumOf(totals, ids), minutes) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

function stepFrom(sum: Sum, from: number): FigureStep {
  return {
    from,
    count: sum.count,
    p50: percentile(sum.durations, sum.count, 0.5),
    p95: percentile(sum.durations, sum.count, 0.95),
    hits: sum.countOf(HIT),
    misses: sum.countOf(MISS),
    empty: sum.countOf(EMPTY),
    errors: sum.countOf(ERROR),
  }
}
