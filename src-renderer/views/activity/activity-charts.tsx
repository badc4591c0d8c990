import type { ReactNode } from 'react'
import type { ActivityFigures } from '../../../src-shared/contract/activity.ts'
import { Chart } from '../../components/Chart.tsx'
import type { ChartsProps } from '../../components/charts.tsx'
import { ratioSteps } from '../../ratio-steps.ts'

/** The charts of the figures. Memoize them, as the row that shows them renders at every move of the pointer. */
export function activityCharts(figures: ActivityFigures) {
  const data = stepsOf(figures)
  const chart = (
    label: string,
    kind: ChartsProps['kind'],
    series: ChartsProps['series'],
    max?: number,
  ): ReactNode => (
    <Chart
      label={`${label} over time`}
      kind={kind}
      data={data}
      x="from"
      series={series}
      syncId="activity"
      {...(max === undefined ? {} : { max })}
    />
  )
  return {
    requests: chart('Requests', 'bar', [{ key: 'count', label: 'Requests', color: 'var(--accent)' }]),
    durations: chart('Duration', 'line', [
      { key: 'p95', label: 'p95', color: 'var(--accent)' },
      { key: 'p50', label: 'p50', color: 'var(--text-3)' },
    ]),
    ratio: chart(
      'Share from the cache',
      'area',
      [{ key: 'ratio', label: 'From cache', color: 'var(--accent)' }],
      100,
    ),
    empty: chart('Found nothing', 'bar', [{ key: 'empty', label: 'Found nothing', color: 'var(--warn)' }]),
    errors: chart('Errors', 'bar', [{ key: 'errors', label: 'Errors', color: 'var(--err)' }]),
  }
}

function stepsOf({ steps }: ActivityFigures) {
  const ratios = ratioSteps(steps)
  return steps.map(({ from, count, p50, p95, empty, errors }, at) => ({
    from,
    count,
    // 0 where there are no requests, because `null` would break the line into pieces.
    p50: p50 ?? 0,
    p95: p95 ?? 0,
    ratio: ratios[at]?.ratio ?? null,
    empty,
    errors,
  }))
}
