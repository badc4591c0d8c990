import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'

export function CacheView() {
  return (
    <>
      <ViewBar title="Cache" />
      <EmptyState
        title="The cache is empty"
        text="Answers are kept for a while and dropped when the index changes."
      />
    </>
  )
}
