import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BridgeError } from '../../src-shared/contract/contract.ts'
import { EmptyState } from './EmptyState.tsx'

/** Something could not be had: what, what still works, and a way to try again. */
export function Failed({
  what,
  error,
  still,
  onRetry,
}: {
  /** A short sentence without a full stop: `The requests could not be read`. */
  readonly what: string
  readonly error: Pick<BridgeError, 'message' | 'remedy'>
  readonly still?: ReactNode
  readonly onRetry: () => void
}) {
  return (
    <div role="alert" className="empty-state">
      <EmptyState
        title={what}
        text={
          <>
            {error.message} {error.remedy} {still}
          </>
        }
      >
        <Button onClick={onRetry}>Try again</Button>
      </EmptyState>
    </div>
  )
}
