import { modals } from '@mantine/modals'
import type { ReactNode } from 'react'

/** Asks before an action that cannot be undone. Resolves to true when the user confirms it. */
export function confirm({
  title,
  text,
  action,
  danger = true,
}: {
  /** A question: `Clear the log?` */
  readonly title: string
  readonly text: ReactNode
  /** The verb on the button: `Clear 61,204 requests`. */
  readonly action: string
  readonly danger?: boolean
}): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: text,
      labels: { confirm: action, cancel: 'Cancel' },
      confirmProps: { variant: 'filled', ...(danger ? { color: 'red' } : {}) },
      onConfirm: () => resolve(true),
      onClose: () => resolve(false),
    })
  })
}
