/** The spans of the figures and charts, up to now. */
export const FIGURE_SPANS = [
  { name: '15min', label: '15 min', phrase: 'in 15 minutes', ms: 15 * 60_000, steps: 60 },
  { name: '1h', label: '1 h', phrase: 'this hour', ms: 3_600_000, steps: 60 },
  { name: '24h', label: '24 h', phrase: 'in 24 hours', ms: 24 * 3_600_000, steps: 72 },
  { name: '7d', label: '7 d', phrase: 'in 7 days', ms: 7 * 24 * 3_600_000, steps: 84 },
] as const

type FigureSpan = (typeof FIGURE_SPANS)[number]

export type SpanName = FigureSpan['name']

export function isSpanName(name: string): name is SpanName {
  return FIGURE_SPANS.some((span) => span.name === name)
}

/** A time span: `from` inclusive, `to` exclusive. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

/** A time span that is divided into equal steps. */
export interface SteppedSpan extends TimeSpan {
  readonly steps: number
}

const STEPS = 60
/** The shortest span that can be drawn in a chart, ms. */
const MIN_DRAWN = 1_000
/** Moves of the pointer below this share of a chart's width are a click. */
const MIN_MOVE = 0.01

/** The end of the step that contains `now`. All times in one step give the same span, and so the same call. */
export function stepEnd(name: SpanName, now: number): number {
  const { ms, steps } = spanNamed(name)
  const step = ms / steps
  return (Math.floor(now / step) + 1) * step
}

/** The named span that ends at `end`. */
export function spanUpTo(name: SpanName, end: number): SteppedSpan {
  const { ms, steps } = spanNamed(name)
  return { from: end - ms, to: end, steps }
}

/** The span between two times, in steps of at least one millisecond. */
export function spanBetween({ from, to }: TimeSpan): SteppedSpan {
  return { from, to, steps: Math.max(1, Math.min(STEPS, to - from)) }
}

export function spanNamed(name: SpanName): FigureSpan {
  const span = FIGURE_SPANS.find((candidate) => candidate.name === name)
  if (!span) throw new Error(`There is no span ${name}.`)
  return span
}

/**
 * The times of a span that was drawn in a chart of the span `from` to `to`; `null` for a click.
 * @param start where drawing began, as a share of the chart's width
 * @param stop where drawing ended, as a share of the chart's width
 */
export function drawnSpan(start: number, stop: number, { from, to }: TimeSpan): TimeSpan | null {
  const [left, right] = [start, stop].map((share) => Math.min(1, Math.max(0, share))).sort((a, b) => a - b)
  if (left === undefined || right === undefined || right - left < MIN_MOVE) return null
  const first = Math.round(from + left * (to - from))
  const last = Math.round(from + right * (to - from))
  return { from: first, to: Math.max(last, first + MIN_DRAWN) }
}
