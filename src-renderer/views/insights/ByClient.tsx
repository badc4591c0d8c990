import type { UseQueryResult } from '@tanstack/react-query'
import type { ClientSteps } from '../../../src-shared/contract/contract.ts'
import { formatNumber, formatShortDate, formatShortTime } from '../../../src-shared/format.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { Chart } from '../../components/Chart.tsx'
import { clientChart } from './client-series.ts'
import { Pane, placeholderFor } from './UsagePane.tsx'

const COLORS = [
  'var(--mantine-color-line-7)',
  'var(--mantine-color-line-5)',
  'var(--mantine-color-line-3)',
  'var(--mantine-color-gray-5)',
] as const

/** The calls of the clients over the span, as stacked bars. */
export function ByClient({
  clients,
  client,
}: {
  readonly clients: UseQueryResult<ClientSteps, CallError>
  readonly client: string | undefined
}) {
  const steps = clients.data
  const unit = steps?.unit ?? 'day'
  const { series, data } = steps ? clientChart(steps, client) : { series: [], data: [] }
  const formatStep = unit === 'hour' ? formatShortTime : formatShortDate
  const callsPerStep = unit === 'hour' ? 'calls an hour' : 'calls a day'
  return (
    <Pane area="By client" title={<h2>By client</h2>} unit={callsPerStep}>
      {placeholderFor(clients) ??
        (series.length === 0 ? (
          <p className="insights-none">There are no calls in this span.</p>
        ) : (
          <div className="by-client">
            <Chart
              kind="bar"
              stacked
              axes
              height={180}
              label={`By client: ${callsPerStep}`}
              data={data}
              x="at"
              series={series.map(({ key, label }, at) => ({ key, label, color: colorOf(at) }))}
              formatX={(at) => formatStep(Number(at))}
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
