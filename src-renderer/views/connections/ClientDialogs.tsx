import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { HistoryDialog } from './HistoryDialog.tsx'
import { PlanDialog } from './PlanDialog.tsx'
import { TestDialog } from './TestDialog.tsx'
import type { ClientDialog } from './use-client-actions.tsx'

/** The open dialog about a client, with its current state. */
export function ClientDialogs({
  dialog,
  cards,
  onClose,
}: {
  readonly dialog: ClientDialog | null
  readonly cards: readonly ClientStatus[]
  readonly onClose: () => void
}) {
  const card = cards.find(({ client }) => client === dialog?.client)
  if (!dialog || !card) return null
  switch (dialog.kind) {
    case 'test':
      return <TestDialog card={card} onClose={onClose} />
    case 'history':
      return <HistoryDialog card={card} onClose={onClose} />
    case 'connect':
    case 'repair':
    case 'disconnect':
      return <PlanDialog card={card} kind={dialog.kind} onClose={onClose} />
  }
}
