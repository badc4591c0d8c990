import { EmptyState } from '../../components/EmptyState.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'

export function SettingsView() {
  return (
    <>
      <ViewBar title="Settings" />
      <EmptyState title="Nothing to set" text="What can be chosen is listed here." />
    </>
  )
}
