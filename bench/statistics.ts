/** A limit for a row. `ratio` limits the median of the pairwise ratios of Plumbline's measurements to those of the baseline. */
export interface Budget {
  readonly of: 'ratio' | 'p50' | 'p95'
  readonly atMost: number
}

/** One row of the table of results. */
export interface Row {
  readonly name: string
  readonly unit: 'ms' | 'us' | 'MB' | '/s'
  readonly ours: Figure
  readonly baseline: Figure | null
  readonly ratio: number | null
  readonly budgets: readonly Budget[]
}

/** Statistics of a series of measurements, in the unit of its row. */
interface Figure {
  readonly median: number
  readonly p95: number
  readonly count: number
}

/** Returns the quantile `p` of `values` by nearest rank. */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

function figureOf(values: readonly number[]): Figure {
  return { median: quantile(values, 0.5), p95: quantile(values, 0.95), count: values.length }
}

/**
 * Makes a row of two series that were measured alternately: the i-th of `ours` belongs to the i-th of `baseline`. The ratio is
 * taken pair by pair, because a temporary slowdown of the machine affects both measurements of a pair.
 */
export function rowOf(
  name: string,
  unit: Row['unit'],
  ours: readonly number[],
  baseline: readonly number[] | null,
  ...budgets: Budget[]
): Row {
  const ratios = baseline?.flatMap((base, at) => {
    const value = ours[at]
    return value === undefined || base === 0 ? [] : value / base
  })
  return {
    name,
    unit,
    ours: figureOf(ours),
    baseline: baseline && figureOf(baseline),
    ratio: ratios ? quantile(ratios, 0.5) : null,
    budgets,
  }
}

/** Returns true when the row is within the budget. A budget for a ratio is exceeded when there is no baseline. */
export function isMet(row: Row, budget: Budget): boolean {
  const value = budget.of === 'ratio' ? row.ratio : budget.of === 'p50' ? row.ours.median : row.ours.p95
  return value !== null && value <= budget.atMost
}
