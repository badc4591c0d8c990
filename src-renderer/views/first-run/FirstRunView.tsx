import { Button } from '@mantine/core'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useBridgeMutation } from '../../state/use-bridge.ts'

export function FirstRunView() {
  const change = useBridgeMutation('settings.change')
  return (
    <main className="first-run">
      <EmptyState title="Keep your standards in front of your assistants">
        <Button disabled={change.blocked} onClick={() => change.mutate({ welcomed: true })}>
          Skip
        </Button>
      </EmptyState>
    </main>
  )
}
