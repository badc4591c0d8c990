import { memo, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { ActivityFigures } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { Figure } from '../../components/Figure.tsx'
import { FigureSkeleton } from '../../components/FigureSkeleton.tsx'
import { formatMs, formatPercent } from '../../format.ts'
import { useAppState } from '../../state/app-state.tsx'
import { activityCharts } from './activity-charts.tsx'
import { LastError } from './LastError.tsx'
import { SpanDraw } from './SpanDraw.tsx'
import { stepLabel } from './step-label.ts'

/** Five figures over one span, each with its chart on the same time axis. Where the pointer is, they tell of that step. */
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
  const [place, setPlace] = useState<number | null>(null)
  const charts = useMemo(() => figures && activityCharts(figures), [figures])
  if (!figures || !charts) return <FigureSkeleton count={5} className="activity-figures" />
  const step = place === null ? undefined : figures.steps[Math.floor(place * figures.steps.length * 0.9999)]
  const { all } = figures
  const { count, p50, p95, empty, errors } = step ?? all
  const ratio = step ? ratioOf(step) : all.hitRatio
  const when = step ? stepLabel(step.from, figures.step) : null
  return (
    <SpanDraw span={figures} onSpan={onSpan} onPoint={setPlace}>
      <Figure label="Requests" beside={when ?? formatNumber(all.count)} chart={charts.requests}>
        <b>{step ? formatNumber(count) : formatRate(all.perMinute)}</b>{' '}
        {step ? '' : compact ? '/min' : 'a minute'}
      </Figure>
      <Figure label={compact ? 'p50 / p95' : 'Duration'} chart={charts.durations}>
        <Durations p50={p50} p95={p95} compact={compact} />
      </Figure>
      <Figure
        label="From cache"
        beside={compact || step ? undefined : formatCount(all.hits, 'hit')}
        chart={charts.ratio}
      >
        <b>{formatPercent(ratio)}</b>
        {ratio === null ? null : ' %'}
      </Figure>
      <Figure
        label="Found nothing"
        beside={compact || gaps === 0 ? undefined : <Link href="/insights">{formatCount(gaps, 'gap')}</Link>}
        chart={charts.empty}
      >
        <Share count={empty} of={count} />
      </Figure>
      <Figure
        label="Errors"
        beside={compact || all.errors === 0 ? undefined : <LastError />}
        chart={charts.errors}
      >
        <Share count={errors} of={count} />
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
}) {
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

function ratioOf({ hits, misses }: { readonly hits: number; readonly misses: number }): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses)
}

/** `18.4`, `240`, `0`: more than one sign behind the point would only flicker. */
function formatRate(perMinute: number): string {
  if (perMinute === 0) return '0'
  return perMinute < 99.95 ? perMinute.toFixed(1) : formatNumber(Math.round(perMinute))
}
