import { describe, expect, it } from 'vitest'
import { drawnSpan, FIGURE_SPANS, spanBetween, spanUpTo, stepEnd } from './figure-spans.ts'

describe('a span up to now', () => {
  it.each(FIGURE_SPANS)('of $name ends with the current step, and has whole steps', ({ name, ms, steps }) => {
    const now = 1_763_647_927_418
    const span = spanUpTo(name, stepEnd(name, now))
    expect(span.to).toBeGreaterThan(now)
    expect(span.to - now).toBeLessThanOrEqual(ms / steps)
    expect(span.to - span.from).toBe(ms)
    expect(Number.isInteger(ms / steps)).toBe(true)
  })

  it('is the same for all times in a step', () => expect(stepEnd('1h', 60_001)).toBe(stepEnd('1h', 119_999)))
})

describe('a drawn span', () => {
  const span = { from: 10_000, to: 110_000 }

  it('is the same in both directions, and stays within the chart', () => {
    expect(drawnSpan(0.2, 0.5, span)).toEqual({ from: 30_000, to: 60_000 })
    expect(drawnSpan(0.5, 0.2, span)).toEqual({ from: 30_000, to: 60_000 })
    expect(drawnSpan(-3, 0.5, span)).toEqual({ from: 10_000, to: 60_000 })
  })

  it('is null for a click', () => expect(drawnSpan(0.4, 0.404, span)).toBeNull())

  it('has at least a second, and at most as many steps as milliseconds', () => {
    expect(drawnSpan(0.4, 0.5, { from: 0, to: 100 })).toEqual({ from: 40, to: 1_040 })
    expect(spanBetween({ from: 0, to: 20 }).steps).toBe(20)
    expect(spanBetween({ from: 0, to: 20_000 }).steps).toBe(60)
  })
})
