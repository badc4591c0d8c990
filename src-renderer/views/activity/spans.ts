/** The spans that figures and charts can be over. */
export const SPANS = [
  { name: '15min', label: '15 min', words: 'in 15 minutes', ms: 15 * 60_000, steps: 60 },
  { name: '1h', label: '1 h', words: 'this hour', ms: 3_600_000, steps: 60 },
  { name: '24h', label: '24 h', words: 'in 24 hours', ms: 24 * 3_600_000, steps: 72 },
  { name: '7d', label: '7 d', words: 'in 7 days', ms: 7 * 24 * 3_600_000, steps: 84 },
] as const

export type SpanName = (typeof SPANS)[number]['name']

export function isSpanName(name: string): name is SpanName {
  return SPANS.some((span) => span.name === name)
}

/** A stretch of time that is cut into equal steps. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly steps: number
}

const STEPS = 60
/** The shortest span that can be chosen in a chart. */
const LEAST = 1_000

/** The end of the step that `now` lies in: asking again within a step is the same question. */
export function stepEnd(name: SpanName, now: number): number {
  const step = stepOf(name)
  return (Math.floor(now / step) + 1) * step
}

/** The span that ends at the end of a step. */
export function spanUpTo(name: SpanName, end: number): Span {
  const { ms, steps } = spanOf(name)
  return { from: end - ms, to: end, steps }
}

/** A span between two times, in whole milliseconds and in steps of at least one. */
export function spanBetween({ from, to }: { readonly from: number; readonly to: number }): Span {
  return { from, to, steps: Math.max(1, Math.min(STEPS, to - from)) }
}

export function spanOf(name: SpanName): (typeof SPANS)[number] {
  const span = SPANS.find((one) => one.name === name)
  if (!span) throw new Error(`There is no span ${name}.`)
  return span
}

function stepOf(name: SpanName): number {
  const { ms, steps } = spanOf(name)
  return ms / steps
}

/**
 * What was drawn in a chart, from one place to another (0 is the left edge, 1 the right one), as times; `null` when it is
 * no more than a click.
 */
export function drawnSpan(
  start: number,
  stop: number,
  { from, to }: Pick<Span, 'from' | 'to'>,
): { readonly from: number; readonly to: number } | null {
  const [left, right] = [start, stop].map((place) => Math.min(1, Math.max(0, place))).sort((a, b) => a - b)
  if (left === undefined || right === undefined || right - left < 0.01) return null
  const first = Math.round(from + left * (to - from))
  const last = Math.round(from + right * (to - from))
  return { from: first, to: Math.max(last, first + LEAST) }
}
