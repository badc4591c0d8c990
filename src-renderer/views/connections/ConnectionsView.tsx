import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'

export function ConnectionsView() {
  return (
    <>
      <ViewBar title="Connections" />
      <EmptyState title="No sessions" text="Clients that are connected are listed here." />
    </>
  )
}
