import { useBridge } from '../../state/use-bridge.ts'
import { ByClient } from './ByClient.tsx'
import { GapsPane } from './GapsPane.tsx'
import './insights.css'
import { InsightsBar } from './InsightsBar.tsx'
import { MostUsed } from './MostUsed.tsx'
import { NeverUsed } from './NeverUsed.tsx'
import { useInsightsQuery } from './use-insights-query.ts'

/** The gaps of the library and the usage of its standards. `/insights/<gap>` selects a gap. */
export function InsightsView() {
  const query = useInsightsQuery()
  const { days, client } = query
  const input = client === undefined ? { days } : { days, client }
  const usage = useBridge('insights.usage', input, { area: ['requests', 'library'], keep: true })
  const clients = useBridge('insights.clients', { days }, { area: 'requests', keep: true })
  return (
    <>
      <InsightsBar query={query} />
      <GapsPane query={query} clients={clients.data} />
      <div className="insights-panes">
        <MostUsed usage={usage} />
        <NeverUsed usage={usage} />
        <ByClient clients={clients} client={client} />
      </div>
    </>
  )
}
