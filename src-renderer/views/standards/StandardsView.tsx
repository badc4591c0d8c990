import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'

export function StandardsView() {
  return (
    <>
      <ViewBar title="Standards" />
      <EmptyState
        title="This folder has no standards"
        text="Plumbline reads markdown files in the library folder."
      />
    </>
  )
}
