import type { StandardUsage } from '../../../src-shared/contract/activity.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import { clientName } from '../../client-name.ts'
import { Chart } from '../../components/Chart.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'

/** Requests for a standard: their number, a chart by day, and the last one. */
export function UsageSummary({
  usage,
  days,
}: {
  readonly usage: StandardUsage | undefined
  readonly days: number
}) {
  return (
    <section className="side-part" aria-label="Asked for">
      <div className="side-head">
        <h2>Asked for</h2>
      </div>
      {usage === undefined ? (
        <div className="asked-times" />
      ) : (
        <>
          <div className="asked-times figures">
            <b>{formatNumber(usage.times)}</b> {usage.times === 1 ? 'time' : 'times'}, {days} days
          </div>
          {usage.times === 0 ? null : (
            <>
              <div className="asked-chart">
                <Chart
                  kind="area"
                  label={`Times asked for on each of the last ${days} days`}
                  height={26}
                  x="day"
                  data={usage.days.map((times, day) => ({ day, times }))}
                  series={[{ key: 'times', label: 'Asked for', color: 'var(--accent)' }]}
                  formatX={(day) => dayLabel(days - 1 - Number(day))}
                />
              </div>
              <div className="asked-last">
                Last <TimeAgo at={usage.lastAt} ago />
                {usage.lastClient === null ? null : `, ${clientName(usage.lastClient)}`}
              </div>
            </>
          )}
        </>
      )}
    </section>
  )
}

function dayLabel(ago: number): string {
  return ago === 0 ? 'today' : `${ago} d ago`
}
