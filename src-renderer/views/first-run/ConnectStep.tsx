import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { ClientDialogs } from '../connections/ClientDialogs.tsx'
import { Monogram } from '../connections/ClientHead.tsx'
import { StateBadge } from '../connections/StateBadge.tsx'
import { type ClientDialog, useClientActions } from '../connections/use-client-actions.tsx'
import { useConnectionCards } from '../connections/use-connection-cards.ts'
import { Step } from './Step.tsx'

/** Connects the assistants on this computer. At first it shows only one of them, Claude Desktop if possible. */
export function ConnectStep() {
  const list = useConnectionCards()
  const [dialog, setDialog] = useState<ClientDialog | null>(null)
  const [showsAll, setShowsAll] = useState(false)
  const cards = list.data ?? []
  const [first, ...others] = cards.filter(({ state }) => state !== 'not-found')
  const shown = first ? [first, ...(showsAll ? others : [])] : []
  return (
    <Step number={2} title="Connect an assistant">
      {shown.map((card) => (
        <ClientRow key={card.client} card={card} onDialog={setDialog} />
      ))}
      {list.data && !first ? (
        <p className="step-note">
          No assistant was found on this computer. Connections has snippets for ten of them, and an address
          for those that speak HTTP.
        </p>
      ) : null}
      {list.error && !list.data ? (
        <p role="alert" className="first-run-error">
          {list.error.message} {list.error.remedy}
        </p>
      ) : null}
      {others.length > 0 && !showsAll ? (
        <p className="step-note">
          Also here: {others.map(({ name }) => name).join(', ')}.{' '}
          <Button size="xs" variant="transparent" className="text-button" onClick={() => setShowsAll(true)}>
            Show all
          </Button>
        </p>
      ) : null}
      <ClientDialogs dialog={dialog} cards={cards} onClose={() => setDialog(null)} />
    </Step>
  )
}

function ClientRow({
  card,
  onDialog,
}: {
  readonly card: ClientStatus
  readonly onDialog: (dialog: ClientDialog) => void
}) {
  const actions = useClientActions(card, onDialog, async () => undefined)
  const isNew = card.state === 'not-connected'
  return (
    <article className="client-row" aria-label={card.name}>
      <Monogram>{card.monogram}</Monogram>
      <div>
        <h3>{card.name}</h3>
        <p>{isNew ? 'Found. One entry is added to its file, with a backup.' : card.summary}</p>
      </div>
      {isNew ? (
        <Button
          variant="light"
          disabled={actions.blocked}
          aria-label={`Connect ${card.name}`}
          onClick={() => actions.run('connect')}
        >
          Connect
        </Button>
      ) : card.can.restart && awaitsRestart(card) ? (
        <Button
          variant="light"
          disabled={actions.blocked}
          loading={actions.isBusy('restart')}
          onClick={() => actions.run('restart')}
        >
          Restart {card.name}
        </Button>
      ) : (
        <StateBadge card={card} />
      )}
    </article>
  )
}

/** True while the entry is in the configuration and the client has to be restarted to read it. */
function awaitsRestart({ state, reload }: ClientStatus): boolean {
  return reload === 'restart' && (state === 'written' || state === 'tested')
}
