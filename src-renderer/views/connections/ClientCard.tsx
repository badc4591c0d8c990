import { Button, Checkbox } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { CopyTextButton } from '../../components/CopyTextButton.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { ClientFilePath, Monogram } from './ClientHead.tsx'
import { ClientMenu } from './ClientMenu.tsx'
import { actionsOf, type CardAction } from './card-actions.ts'
import { actionLabel } from './card-labels.ts'
import { StateBadge } from './StateBadge.tsx'
import { type ClientActions, type ClientDialog, useClientActions } from './use-client-actions.tsx'

/** The state of a client and the actions for it. */
export function ClientCard({
  card,
  onDialog,
  onCheckAgain,
}: {
  readonly card: ClientStatus
  readonly onDialog: (dialog: ClientDialog) => void
  readonly onCheckAgain: () => Promise<ClientStatus | undefined>
}) {
  const opensFiles = useAppState((state) => state.host.can.openFile)
  const actions = useClientActions(card, onDialog, onCheckAgain)
  const { shown, urgent, menu } = actionsOf(card, opensFiles)
  return (
    <article className="client-card" aria-label={card.name}>
      <header className="client-head">
        <Monogram>{card.monogram}</Monogram>
        <div className="client-title">
          <h2>{card.name}</h2>
          <StateBadge card={card} />
          <ClientFilePath files={card.problem ? [card.problem.file] : card.files} />
        </div>
      </header>
      <p className="client-summary">{card.summary}</p>
      <div className="client-actions">
        {shown.map((action) => (
          <CardButton key={action} action={action} card={card} actions={actions} urgent={action === urgent} />
        ))}
        <ClientMenu card={card} groups={menu} actions={actions} />
      </div>
    </article>
  )
}

function CardButton({
  action,
  card,
  actions,
  urgent,
}: {
  readonly action: CardAction
  readonly card: ClientStatus
  readonly actions: ClientActions
  readonly urgent: boolean
}) {
  if (action === 'copy-snippet')
    return <CopyTextButton text={card.snippet} label={actionLabel(action, card)} icon={false} />
  if (action === 'repairs')
    return (
      <Checkbox
        className="client-repairs"
        label={actionLabel(action, card)}
        checked={card.repairs}
        disabled={actions.blocked}
        onChange={() => actions.run('repairs')}
      />
    )
  return (
    <Button
      size="xs"
      variant={urgent ? 'light' : 'default'}
      loading={actions.isBusy(action)}
      disabled={actions.blocked && !actions.isBusy(action)}
      leftSection={action === 'undo' ? <IconArrowBackUp size={14} stroke={1.5} /> : undefined}
      onClick={() => actions.run(action)}
    >
      {actionLabel(action, card)}
    </Button>
  )
}
