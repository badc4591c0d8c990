import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'

export function InsightsView() {
  return (
    <>
      <ViewBar title="Insights" />
      <EmptyState title="No gaps in 14 days" text="Every call found a standard." />
    </>
  )
}
