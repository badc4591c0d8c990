import type {
  ActivityFigures,
  FigureStep,
  Figures,
  NamedFigures,
  RequestFilter,
} from '../../src-shared/activity.ts'
import { bucketOf, HISTOGRAM_SIZE, percentile } from './histogram.ts'
import type { Kind } from './kinds.ts'
import type { Selector } from './select.ts'

// What a row counts as beside itself; the numbers are places in `Sum.counts`.
const OUTCOMES = ['hits', 'misses', 'empty', 'errors', 'cancelled'] as const
type Outcome = (typeof OUTCOMES)[number]

interface Sum {
  count: number
  bytes: number
  readonly counts: Uint32Array
  readonly durations: Uint32Array
}

/** What a kind adds to, found once and not for every row. */
interface KindSums {
  readonly outcomes: readonly number[]
  readonly tool: Sum | null
  readonly client: Sum
}

/**
 * What the rows from `from` (inclusive) to `to` (exclusive) add up to, and the same by tool, by client and in `steps`
 * steps of one length. `now` bounds what counts as a minute that passed.
 */
export function figuresOf(
  selector: Selector,
  filter: RequestFilter,
  span: { readonly from: number; readonly to: number; readonly steps: number; readonly now: number },
): ActivityFigures {
  const { from, to } = span
  const wanted = Math.max(1, Math.floor(span.steps))
  const step = Math.max(1, Math.ceil((to - from) / wanted))
  const all = newSum()
  const steps = Array.from({ length: Math.max(1, Math.ceil((to - from) / step)) }, newSum)
  const tools = new Map<string, Sum>()
  const clients = new Map<string, Sum>()
  const kinds = selector.kinds()
  const sums: (KindSums | undefined)[] = []
  const sumsOf = (id: number) => {
    sums[id] ??= sumsFor(kinds.get(id), tools, clients)
    return sums[id]
  }
  const within = {
    ...filter,
    from: Math.max(from, filter.from ?? from),
    to: Math.min(to, filter.to ?? to),
  }
  for (const { columns, rows, count } of selector.pick(within, { newestFirst: false })) {
    for (let at = 0; at < count; at++) {
      const row = rows[at] ?? 0
      const kind = sumsOf(columns.kind[row] ?? 0)
      const bucket = bucketOf(columns.micros[row] ?? 0)
      const bytes = columns.bytes[row] ?? 0
      const place = steps[Math.floor(((columns.at[row] ?? 0) - from) / step)]
      add(all, bucket, bytes, kind.outcomes)
      add(kind.client, bucket, bytes, kind.outcomes)
      if (kind.tool) add(kind.tool, bucket, bytes, kind.outcomes)
      if (place) add(place, bucket, bytes, kind.outcomes)
    }
  }
  const minutes = minutesOf(selector, span)
  return {
    from,
    to,
    all: figuresFrom(all, minutes),
    tools: named(tools, minutes),
    clients: named(clients, minutes),
    step,
    steps: steps.map((sum, index) => stepFrom(sum, from + index * step)),
  }
}

function newSum(): Sum {
  return {
    count: 0,
    bytes: 0,
    counts: new Uint32Array(OUTCOMES.length),
    durations: new Uint32Array(HISTOGRAM_SIZE),
  }
}

function add(sum: Sum, bucket: number, bytes: number, outcomes: readonly number[]): void {
  sum.count++
  sum.bytes += bytes
  sum.durations[bucket] = (sum.durations[bucket] ?? 0) + 1
  for (const outcome of outcomes) sum.counts[outcome] = (sum.counts[outcome] ?? 0) + 1
}

function sumsFor(kind: Kind | undefined, tools: Map<string, Sum>, clients: Map<string, Sum>): KindSums {
  const sumOf = (sums: Map<string, Sum>, name: string) => {
    let sum = sums.get(name)
    if (!sum) {
      sum = newSum()
      sums.set(name, sum)
    }
    return sum
  }
  const outcomes: Outcome[] = []
  if (kind?.cache === 'hit') outcomes.push('hits')
  if (kind?.cache === 'miss') outcomes.push('misses')
  if (kind?.status === 'empty') outcomes.push('empty')
  if (kind?.status === 'tool-error' || kind?.status === 'protocol-error') outcomes.push('errors')
  if (kind?.status === 'cancelled') outcomes.push('cancelled')
  return {
    outcomes: outcomes.map((outcome) => OUTCOMES.indexOf(outcome)),
    tool: kind?.tool == null ? null : sumOf(tools, kind.tool),
    client: sumOf(clients, kind?.client ?? ''),
  }
}

/** The minutes of the span that passed since the log began, at least one if the span is that long. */
function minutesOf(
  selector: Selector,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): number {
  const begun = selector
    .chunks()
    .reduce((least, { minAt }) => Math.min(least, minAt), Number.POSITIVE_INFINITY)
  const start = Math.min(Math.max(from, begun), to)
  const passed = (Math.min(to, Math.max(now, start)) - start) / 60_000
  return Math.max(passed, Math.min(1, (to - from) / 60_000))
}

function countOf(sum: Sum, outcome: Outcome): number {
  return sum.counts[OUTCOMES.indexOf(outcome)] ?? 0
}

function figuresFrom(sum: Sum, minutes: number): Figures {
  const hits = countOf(sum, 'hits')
  const misses = countOf(sum, 'misses')
  return {
    count: sum.count,
    perMinute: minutes > 0 ? sum.count / minutes : 0,
    p50: percentile(sum.durations, sum.count, 0.5),
    p95: percentile(sum.durations, sum.count, 0.95),
    p99: percentile(sum.durations, sum.count, 0.99),
    hits,
    misses,
    hitRatio: hits + misses === 0 ? null : hits / (hits + misses),
    empty: countOf(sum, 'empty'),
    errors: countOf(sum, 'errors'),
    cancelled: countOf(sum, 'cancelled'),
    bytes: sum.bytes,
  }
}

/** Most first. */
function named(sums: ReadonlyMap<string, Sum>, minutes: number): NamedFigures[] {
  return [...sums]
    .filter(([, sum]) => sum.count > 0)
    .map(([name, sum]) => ({ name, ...figuresFrom(sum, minutes) }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
}

function stepFrom(sum: Sum, from: number): FigureStep {
  return {
    from,
    count: sum.count,
    p50: percentile(sum.durations, sum.count, 0.5),
    p95: percentile(sum.durations, sum.count, 0.95),
    hits: countOf(sum, 'hits'),
    misses: countOf(sum, 'misses'),
    empty: countOf(sum, 'empty'),
    errors: countOf(sum, 'errors'),
  }
}
