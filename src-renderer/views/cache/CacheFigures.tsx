import { Progress } from '@mantine/core'
import { useMemo } from 'react'
import type { CacheStatus } from '../../../src-shared/contract/activity.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { Chart } from '../../components/Chart.tsx'
import { Figure } from '../../components/Figure.tsx'
import { FigureSkeleton } from '../../components/FigureSkeleton.tsx'
import { formatBytes, formatMs, formatPercent, formatTime } from '../../format.ts'
import { ratioSteps } from '../../ratio-steps.ts'
import { useClock } from '../../state/clock.ts'
import { useBridge } from '../../state/use-bridge.ts'
import { savedTime } from './entries.ts'

const HOUR = 3_600_000
const STEPS = 60

/** How many answers came from the cache, how full it is, and what it saved. */
export function CacheFigures({
  status,
  entries,
}: {
  readonly status: CacheStatus | undefined
  readonly entries: number
}) {
  const to = useClock((now) => (Math.floor((now * STEPS) / HOUR) + 1) * (HOUR / STEPS))
  const span = { from: to - HOUR, to }
  const asked = { area: 'requests', keep: true } as const
  const { data } = useBridge(
    'activity.figures',
    { filter: { callsOnly: true }, ...span, steps: STEPS },
    asked,
  )
  const hits = useBridge('activity.figures', { filter: { cache: ['hit'] }, ...span, steps: 1 }, asked).data
  const misses = useBridge('activity.figures', { filter: { cache: ['miss'] }, ...span, steps: 1 }, asked).data
  const steps = useMemo(() => ratioSteps(data?.steps ?? []), [data])
  const saved = savedTime(hits?.tools ?? [], misses?.tools ?? [])
  if (!status) return <FigureSkeleton count={4} className="cache-figures" />
  return (
    <div className="figures-row cache-figures">
      <Figure
        label="From cache"
        beside="last hour"
        chart={
          <Chart
            kind="area"
            label="Share of answers from the cache in the last hour"
            data={steps}
            x="from"
            series={[{ key: 'ratio', label: 'From cache', color: 'var(--accent)' }]}
            max={100}
            formatX={timeOf}
            formatY={percentOf}
          />
        }
      >
        <b>{formatPercent(data?.all.hitRatio ?? null)}</b>
        {typeof data?.all.hitRatio === 'number' ? ' %' : null}
      </Figure>
      <Figure
        label="Entries"
        chart={<Fill part={entries} of={status.maxEntries} label="Entries of the most" />}
      >
        <b>{formatNumber(entries)}</b> of {formatNumber(status.maxEntries)}
      </Figure>
      <Figure label="Size" chart={<Fill part={status.bytes} of={status.maxBytes} label="Size of the most" />}>
        <Bytes bytes={status.bytes} /> of {formatBytes(status.maxBytes)}
      </Figure>
      <Figure
        label="Saved in the last hour"
        chart={
          saved && saved.hits > 0 ? (
            <span className="cache-saved figures" title="How much faster a usual hit was than a usual miss">
              {formatMs(saved.micros / saved.hits)} ms a hit
            </span>
          ) : null
        }
      >
        {saved ? (
          <>
            <b>{secondsOf(saved.micros)}</b> over {formatCount(saved.hits, 'hit')}
          </>
        ) : (
          <b>–</b>
        )}
      </Figure>
    </div>
  )
}

function Fill({ part, of, label }: { readonly part: number; readonly of: number; readonly label: string }) {
  return (
    <Progress
      className="cache-fill"
      value={of === 0 ? 0 : (100 * part) / of}
      size={4}
      radius="xs"
      aria-label={`${label}, ${Math.round(of === 0 ? 0 : (100 * part) / of)} %`}
    />
  )
}

/** The number large, its unit beside it. */
function Bytes({ bytes }: { readonly bytes: number }) {
  const [number, unit] = formatBytes(bytes).split(' ')
  return (
    <>
      <b>{number}</b> {unit}
    </>
  )
}

function secondsOf(micros: number): string {
  return micros < 100_000 ? `${formatMs(micros)} ms` : `${(micros / 1e6).toFixed(1)} s`
}

const timeOf = (at: number | string): string =>
  at !== '' && Number.isFinite(Number(at)) ? formatTime(Number(at)).slice(0, 5) : ''
const percentOf = (percent: number): string => `${Math.round(percent)} %`
