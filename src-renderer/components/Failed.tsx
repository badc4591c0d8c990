import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BridgeError } from '../../src-shared/contract/contract.ts'
import { EmptyState } from './EmptyState.tsx'

/** An error in the place of a view or a part of it, with a button to try again. */
export function Failed({
  title,
  error,
  still,
  onRetry,
}: {
  /** A short sentence without a full stop: `The requests could not be read`. */
  readonly title: string
  readonly error: Pick<BridgeError, 'message' | 'remedy'>
  /** What works in spite of it. */
  readonly still?: ReactNode
  readonly onRetry: () => void
}) {
  return (
    <div role="alert" className="empty-state">
      <EmptyState
        title={title}
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
