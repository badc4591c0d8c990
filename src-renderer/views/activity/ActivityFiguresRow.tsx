import { memo, type ReactNode, useMemo } from 'react'
import { Link } from 'wouter'
import type { ActivityFigures } from '../../../src-shared/activity.ts'
import { Chart, type ChartsProps } from '../../components/Chart.tsx'
import { Figure } from '../../components/Figure.tsx'
import { countOf, formatMs, formatNumber, formatPercent } from '../../format.ts'
import { ratioSteps } from '../../ratio-steps.ts'
import { useAppState } from '../../state/app-state.tsx'
import { LastError } from './LastError.tsx'
import { SpanDraw } from './SpanDraw.tsx'
import { useStepLabel } from './step-label.ts'

/** Five figures over one span, each with its chart on the same time axis. */
export const ActivityFiguresRow = memo(function ActivityFiguresRow({
  figures,
  compact,
  onSpan,
}: {
  readonly figures: ActivityFigures | undefined
  /** True: there is little room for words. */
  readonly compact: boolean
  readonly onSpan: (span: { readonly from: number; readonly to: number }) => void
}) {
  const gaps = useAppState((state) => state.counts.gaps)
  const steps = useMemo(() => stepsOf(figures), [figures])
  const formatX = useStepLabel(figures?.step ?? 60_000)
  if (!figures) return <div className="figures-row activity-figures" />
  const { all } = figures
  const chart = (props: Pick<ChartsProps, 'kind' | 'series' | 'max' | 'formatY'> & { label: string }) => (
    <Chart data={steps} x="from" formatX={formatX} syncId="activity" {...props} />
  )
  return (
    <SpanDraw span={figures} onSpan={onSpan}>
      <Figure
        label="Requests"
        beside={formatNumber(all.count)}
        chart={chart({
          kind: 'bar',
          label: `${countOf(all.count, 'request')} over time`,
          series: [{ key: 'count', label: 'Requests', color: 'var(--accent)' }],
        })}
      >
        <b>{formatRate(all.perMinute)}</b> {compact ? '/min' : 'a minute'}
      </Figure>
      <Figure
        label={compact ? 'p50 / p95' : 'Duration'}
        chart={chart({
          kind: 'line',
          label: 'Duration over time',
          series: [
            { key: 'p95', label: 'p95 ms', color: 'var(--accent)' },
            { key: 'p50', label: 'p50 ms', color: 'var(--text-3)' },
          ],
          formatY: (ms) => formatMs(ms * 1_000),
        })}
      >
        <Durations p50={all.p50} p95={all.p95} compact={compact} />
      </Figure>
      <Figure
        label="From cache"
        beside={compact ? undefined : countOf(all.hits, 'hit')}
        chart={chart({
          kind: 'area',
          label: 'Share of answers from the cache over time',
          series: [{ key: 'ratio', label: 'From cache', color: 'var(--accent)' }],
          max: 100,
          formatY: (percent) => `${Math.round(percent)} %`,
        })}
      >
        <b>{formatPercent(all.hitRatio)}</b>
        {all.hitRatio === null ? null : ' %'}
      </Figure>
      <Figure
        label="Found nothing"
        beside={compact || gaps === 0 ? undefined : <Link href="/insights">{countOf(gaps, 'gap')}</Link>}
        chart={chart({
          kind: 'bar',
          label: 'Requests that found nothing over time',
          series: [{ key: 'empty', label: 'Found nothing', color: 'var(--warn)' }],
        })}
      >
        <Share count={all.empty} of={all.count} />
      </Figure>
      <Figure
        label="Errors"
        beside={compact || all.errors === 0 ? undefined : <LastError />}
        chart={chart({
          kind: 'bar',
          label: 'Errors over time',
          series: [{ key: 'errors', label: 'Errors', color: 'var(--err)' }],
        })}
      >
        <Share count={all.errors} of={all.count} />
      </Figure>
    </SpanDraw>
  )
})

function Durations({
  p50,
  p95,
  compact,
}: {
  readonly p50: number | null
  readonly p95: number | null
  readonly compact: boolean
}): ReactNode {
  if (p50 === null || p95 === null) return <b>–</b>
  if (compact)
    return (
      <>
        <b>{formatMs(p50)}</b> / <b>{formatMs(p95)}</b> ms
      </>
    )
  return (
    <>
      <b>{formatMs(p50)}</b> ms p50 &ensp;<b>{formatMs(p95)}</b> ms p95
    </>
  )
}

function Share({ count, of }: { readonly count: number; readonly of: number }) {
  return (
    <>
      <b>{formatNumber(count)}</b>
      {count === 0 || of === 0 ? null : ` ${formatPercent(count / of)} %`}
    </>
  )
}

/** `18.4`, `240`, `0`: more than one sign behind the point would only flicker. */
function formatRate(perMinute: number): string {
  if (perMinute === 0) return '0'
  return perMinute < 99.95 ? perMinute.toFixed(1) : formatNumber(Math.round(perMinute))
}

function stepsOf(figures: ActivityFigures | undefined) {
  const ratios = ratioSteps(figures?.steps ?? [])
  return (figures?.steps ?? []).map(({ from, count, p50, p95, empty, errors }, at) => ({
    from,
    count,
    // A duration without requests lies on the ground: a line in pieces would be no line.
    p50: (p50 ?? 0) / 1_000,
    p95: (p95 ?? 0) / 1_000,
    ratio: ratios[at]?.ratio ?? null,
    empty,
    errors,
  }))
}
