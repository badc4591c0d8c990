import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'

export function ErrorsView() {
  return (
    <>
      <ViewBar title="Errors" />
      <EmptyState
        title="No errors"
        text="Failures of tools, protocol and index are listed here with what to do."
      />
    </>
  )
}
