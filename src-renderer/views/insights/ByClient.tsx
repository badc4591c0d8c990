import type { UseQueryResult } from '@tanstack/react-query'
import type { ClientSteps } from '../../../src-shared/contract/contract.ts'
import { formatNumber } from '../../../src-shared/format.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { Chart } from '../../components/Chart.tsx'
import { chartOf } from './client-series.ts'
import { Pane, usageState } from './UsagePane.tsx'

const COLORS = [
  'var(--mantine-color-line-7)',
  'var(--mantine-color-line-5)',
  'var(--mantine-color-line-3)',
  'var(--mantine-color-gray-5)',
] as const

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** Calls of each client over the span, bar upon bar. */
export function ByClient({
  clients,
  client,
}: {
  readonly clients: UseQueryResult<ClientSteps, CallError>
  readonly client: string | undefined
}) {
  const steps = clients.data
  const unit = steps?.unit ?? 'day'
  const { series, data } = steps ? chartOf(steps, client) : { series: [], data: [] }
  const format = unit === 'hour' ? HOUR : DAY
  return (
    <Pane
      area="By client"
      title={<h2>By client</h2>}
      unit={unit === 'hour' ? 'calls an hour' : 'calls a day'}
    >
      {usageState(clients) ??
        (series.length === 0 ? (
          <p className="insights-none">Nobody called in this span.</p>
        ) : (
          <div className="by-client">
            <Chart
              kind="bar"
              stacked
              axes
              height={180}
              label={`Calls ${unit === 'hour' ? 'an hour' : 'a day'} by client`}
              data={data}
              x="at"
              series={series.map(({ key, label }, at) => ({ key, label, color: colorOf(at) }))}
              formatX={(at) => format.format(Number(at))}
              formatY={formatNumber}
            />
            <ul className="by-client-legend">
              {series.map(({ key, label, total }, at) => (
                <li key={key}>
                  <span className="by-client-mark" style={{ background: colorOf(at) }} />
                  <span className="ellipsis">{label}</span>
                  <span className="figures secondary">{formatNumber(total)}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </Pane>
  )
}

function colorOf(at: number): string {
  return COLORS[at] ?? COLORS[3]
}
