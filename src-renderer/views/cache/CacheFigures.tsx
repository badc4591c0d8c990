import { Progress } from '@mantine/core'
import { useMemo } from 'react'
import type { CacheStatus } from '../../../src-shared/contract/activity.ts'
import {
  formatBytes,
  formatBytesInParts,
  formatCount,
  formatDuration,
  formatMs,
  formatNumber,
  formatPercent,
  formatShortTime,
} from '../../../src-shared/format.ts'
import { Chart } from '../../components/Chart.tsx'
import { Figure } from '../../components/Figure.tsx'
import { FigureSkeleton } from '../../components/FigureSkeleton.tsx'
import { ratioSteps } from '../../ratio-steps.ts'
import { useClock } from '../../state/clock.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { estimateSavedTime } from './entries.ts'

const HOUR = 3_600_000
const STEPS = 60

/** The share of responses from the cache in the last hour, its size, and the time that it saved. */
export function CacheFigures({
  status,
  entries,
}: {
  readonly status: CacheStatus | undefined
  readonly entries: number
}) {
  const to = useClock((now) => (Math.floor((now * STEPS) / HOUR) + 1) * (HOUR / STEPS))
  const span = { from: to - HOUR, to }
  const options = { area: 'requests', keep: true } as const
  const { data } = useBridge(
    'activity.figures',
    { filter: { callsOnly: true }, ...span, steps: STEPS },
    options,
  )
  const hits = useBridge('activity.figures', { filter: { cache: ['hit'] }, ...span, steps: 1 }, options).data
  const misses = useBridge(
    'activity.figures',
    { filter: { cache: ['miss'] }, ...span, steps: 1 },
    options,
  ).data
  const steps = useMemo(() => ratioSteps(data?.steps ?? []), [data])
  const saved = estimateSavedTime(hits?.tools ?? [], misses?.tools ?? [])
  if (!status) return <FigureSkeleton count={4} className="cache-figures" />
  return (
    <div className="figures-row cache-figures">
      <Figure
        label="From cache"
        beside="last hour"
        chart={
          <Chart
            kind="area"
            label="Share of responses from the cache in the last hour"
            data={steps}
            x="from"
            series={[{ key: 'ratio', label: 'From cache', color: 'var(--accent)' }]}
            max={100}
            formatX={timeLabel}
            formatY={percentLabel}
          />
        }
      >
        <b>{formatPercent(data?.all.hitRatio ?? null)}</b>
        {typeof data?.all.hitRatio === 'number' ? ' %' : null}
      </Figure>
      <Figure
        label="Entries"
        chart={<FillBar used={entries} limit={status.maxEntries} label="Entries of the limit" />}
      >
        <b>{formatNumber(entries)}</b> of {formatNumber(status.maxEntries)}
      </Figure>
      <Figure
        label="Size"
        chart={<FillBar used={status.bytes} limit={status.maxBytes} label="Size of the limit" />}
      >
        <Bytes bytes={status.bytes} /> of {formatBytes(status.maxBytes)}
      </Figure>
      <Figure
        label="Saved in the last hour"
        chart={
          saved && saved.hits > 0 ? (
            <span
              className="cache-saved figures"
              title="Difference between the median durations of a miss and of a hit"
            >
              {formatMs(saved.micros / saved.hits)} ms a hit
            </span>
          ) : null
        }
      >
        {saved ? (
          <>
            <b>{formatDuration(saved.micros)}</b> over {formatCount(saved.hits, 'hit')}
          </>
        ) : (
          <b>–</b>
        )}
      </Figure>
    </div>
  )
}

/** How much of a limit is used. */
function FillBar({
  used,
  limit,
  label,
}: {
  readonly used: number
  readonly limit: number
  readonly label: string
}) {
  const percent = limit === 0 ? 0 : (100 * used) / limit
  return (
    <Progress
      className="cache-fill"
      value={percent}
      size={4}
      radius="xs"
      aria-label={`${label}, ${Math.round(percent)} %`}
    />
  )
}

/** A size with its number in bold. */
function Bytes({ bytes }: { readonly bytes: number }) {
  const { number, unit } = formatBytesInParts(bytes)
  return (
    <>
      <b>{number}</b> {unit}
    </>
  )
}

/** The label of a point of the chart; empty for a value that is not a time. */
const timeLabel = (at: number | string): string =>
  at !== '' && Number.isFinite(Number(at)) ? formatShortTime(Number(at)) : ''
const percentLabel = (percent: number): string => `${Math.round(percent)} %`
