import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'

export function ActivityView() {
  return (
    <>
      <ViewBar title="Activity" />
      <EmptyState
        title="No requests yet"
        text="Every question an assistant asks appears here the moment it is answered."
      />
    </>
  )
}
