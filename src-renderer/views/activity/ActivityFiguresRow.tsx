import { memo, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { ActivityFigures } from '../../../src-shared/contract/activity.ts'
import {
  formatCount,
  formatMs,
  formatNumber,
  formatPercent,
  formatRate,
  formatSpan,
} from '../../../src-shared/format.ts'
import { Figure } from '../../components/Figure.tsx'
import { FigureSkeleton } from '../../components/FigureSkeleton.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useClock } from '../../state/clock.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { activityCharts } from './activity-charts.tsx'
import type { TimeSpan } from './figure-spans.ts'
import { SpanDraw } from './SpanDraw.tsx'
import { stepLabel } from './time-labels.ts'

/** Five figures of a span with their charts, on one time axis. While the pointer is over a chart, the figures are those of its step. */
export const ActivityFiguresRow = memo(function ActivityFiguresRow({
  figures,
  compact,
  onSpan,
}: {
  readonly figures: ActivityFigures | undefined
  /** True: the texts are shortened. */
  readonly compact: boolean
  readonly onSpan: (span: TimeSpan) => void
}) {
  const gaps = useAppState((state) => state.counts.gaps)
  /** The position of the pointer, as a share of the width of a chart. */
  const [pointer, setPointer] = useState<number | null>(null)
  const charts = useMemo(() => figures && activityCharts(figures), [figures])
  if (!figures || !charts) return <FigureSkeleton count={5} className="activity-figures" />
  const { steps } = figures
  const step =
    pointer === null ? undefined : steps[Math.min(steps.length - 1, Math.floor(pointer * steps.length))]
  const { all } = figures
  const { count, p50, p95, empty, errors } = step ?? all
  const hitRatio = step ? hitRatioOf(step) : all.hitRatio
  const stepTime = step ? stepLabel(step.from, figures.step) : null
  return (
    <SpanDraw span={figures} onSpan={onSpan} onPoint={setPointer}>
      <Figure label="Requests" beside={stepTime ?? formatNumber(all.count)} chart={charts.requests}>
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
        <b>{formatPercent(hitRatio)}</b>
        {hitRatio === null ? null : ' %'}
      </Figure>
      <Figure
        label="Found nothing"
        beside={compact || gaps === 0 ? undefined : <Link href="/insights">{formatCount(gaps, 'gap')}</Link>}
        chart={charts.empty}
      >
        <CountAndShare count={empty} total={count} />
      </Figure>
      <Figure
        label="Errors"
        beside={compact || all.errors === 0 ? undefined : <LastError />}
        chart={charts.errors}
      >
        <CountAndShare count={errors} total={count} />
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

function CountAndShare({ count, total }: { readonly count: number; readonly total: number }) {
  return (
    <>
      <b>{formatNumber(count)}</b>
      {count === 0 || total === 0 ? null : ` ${formatPercent(count / total)} %`}
    </>
  )
}

function hitRatioOf({ hits, misses }: { readonly hits: number; readonly misses: number }): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses)
}

/** The time since the newest error: `last 4 min`. */
function LastError() {
  const { data } = useBridge(
    'activity.page',
    { filter: { statuses: ['tool-error', 'protocol-error'] }, limit: 1 },
    { area: 'errors' },
  )
  const at = data?.rows[0]?.at
  const age = useClock((now) => (at === undefined ? '' : formatSpan(now - at)))
  return age === '' ? null : <>last {age}</>
}
