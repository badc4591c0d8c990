import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import type { BridgeError } from '../../src-shared/contract/contract.ts'

const SHORT = 5_000
const LONG = 10_000
let lastUndo: { readonly id: string; readonly undo: () => void } | null = null

/** Says that what the user did is done; with `undo`, offers to take it back while it shows. */
export function toast(message: ReactNode, undo?: () => void): void {
  const id = notifications.show({
    message: undo ? (
      <span className="toast">
        <span>{message}</span>
        <Button
          size="xs"
          variant="transparent"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          Undo
        </Button>
      </span>
    ) : (
      message
    ),
    className: 'toast-done',
    role: 'status',
    autoClose: undo ? LONG : SHORT,
    withCloseButton: undo === undefined,
    onClose: () => {
      if (lastUndo?.id === id) lastUndo = null
    },
  })
  if (undo) lastUndo = { id, undo }
}

/** Says what could not be done and what to do about it. */
export function toastFailure({ message, remedy }: BridgeError): void {
  notifications.show({
    message: (
      <span>
        {message} <span className="secondary">{remedy}</span>
      </span>
    ),
    color: 'var(--err)',
    role: 'alert',
    autoClose: LONG,
  })
}

/** Takes back what the newest toast with *Undo* told; false when there is none. */
export function undoLast(): boolean {
  if (!lastUndo) return false
  const { id, undo } = lastUndo
  lastUndo = null
  notifications.hide(id)
  undo()
  return true
}
