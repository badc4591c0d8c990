import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import type { BridgeError } from '../../src-shared/contract/contract.ts'

const SHORT = 5_000
const LONG = 10_000
let lastUndo: { readonly id: string; readonly undo: () => void } | null = null

/** Shows that an action is done; with `undo`, a button to undo it. */
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

/** Shows an error with its remedy. The same error is not shown twice at a time. */
export function toastFailure({ message, remedy }: BridgeError): void {
  notifications.show({
    id: message,
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

/** Runs the *Undo* of the newest toast that has one; false when there is none. */
export function undoLast(): boolean {
  if (!lastUndo) return false
  const { id, undo } = lastUndo
  lastUndo = null
  notifications.hide(id)
  undo()
  return true
}
