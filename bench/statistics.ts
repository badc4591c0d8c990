import type { Budget, Row } from './benchmark.ts'

/** A series of measurements in short. */
export interface Figure {
  readonly median: number
  readonly p95: number
  readonly count: number
}

/** The value that a share `p` of the sorted `values` does not exceed (nearest rank). */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

function figureOf(values: readonly number[]): Figure {
  return { median: quantile(values, 0.5), p95: quantile(values, 0.95), count: values.length }
}

/**
 * A row out of measurements that were taken by turns: the i-th of ours stands beside the i-th of the baseline, so the
 * ratio is taken pair by pair, and whatever slowed the machine down for a while slowed both.
 */
export function rowOf(
  what: string,
  unit: Row['unit'],
  ours: readonly number[],
  baseline: readonly number[] | null,
  ...budgets: Budget[]
): Row {
  const ratios = baseline?.flatMap((floor, at) => {
    const value = ours[at]
    return value === undefined || floor === 0 ? [] : value / floor
  })
  return {
    what,
    unit,
    ours: figureOf(ours),
    baseline: baseline && figureOf(baseline),
    ratio: ratios ? quantile(ratios, 0.5) : null,
    budgets,
  }
}
