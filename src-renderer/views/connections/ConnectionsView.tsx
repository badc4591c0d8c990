import { useState } from 'react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { Failed } from '../../components/Failed.tsx'
import { useSlow } from '../../components/SkeletonRows.tsx'
import { ViewBar } from '../../components/ViewBar.tsx'
import { useAsOf } from '../../state/use-as-of.ts'
import { CheckAll } from './CheckAll.tsx'
import { ClientCard } from './ClientCard.tsx'
import { ClientDialogs } from './ClientDialogs.tsx'
import { ClientLogCard } from './ClientLogCard.tsx'
import { noteOf } from './card-labels.ts'
import { EndpointCard } from './EndpointCard.tsx'
import { NotFound } from './NotFound.tsx'
import { SessionsCard } from './SessionsCard.tsx'
import type { ClientDialog } from './use-client-actions.tsx'
import { useConnectionCards } from './use-connection-cards.ts'
import './connections.css'

/** The client entries, the sessions, the logs of clients and the HTTP endpoint. */
export function ConnectionsView() {
  const list = useConnectionCards()
  const [dialog, setDialog] = useState<ClientDialog | null>(null)
  const asOf = useAsOf()
  const cards = list.data ?? []
  const found = cards.filter(({ state }) => state !== 'not-found')
  const logging = found.filter(({ can }) => can.log)

  async function checkAgain(client: ClientStatus['client']): Promise<ClientStatus | undefined> {
    const { data } = await list.refetch()
    return data?.find((card) => card.client === client)
  }

  return (
    <>
      <ViewBar title="Connections" note={asOf ?? noteOf(cards)}>
        <CheckAll cards={found} onDone={() => list.refetch()} />
      </ViewBar>
      <div className="connections">
        {list.error && !list.data ? (
          <Failed
            title="The clients could not be looked at"
            error={list.error}
            still="The sessions and the endpoint below work."
            onRetry={() => void list.refetch()}
          />
        ) : (
          <section className="client-cards" aria-label="Clients" data-area="clients" tabIndex={-1}>
            {list.isPending ? <GreyCards /> : null}
            {found.map((card) => (
              <ClientCard
                key={card.client}
                card={card}
                onDialog={setDialog}
                onCheckAgain={() => checkAgain(card.client)}
              />
            ))}
          </section>
        )}
        <NotFound cards={cards.filter(({ state }) => state === 'not-found')} />
        <div className="connections-foot">
          <div className="connections-column">
            <SessionsCard />
            {logging.map(({ client, name }) => (
              <ClientLogCard key={client} client={client} name={name} />
            ))}
          </div>
          <EndpointCard />
        </div>
      </div>
      <ClientDialogs dialog={dialog} cards={cards} onClose={() => setDialog(null)} />
    </>
  )
}

function GreyCards() {
  if (!useSlow(true)) return null
  return (
    <div role="status" aria-label="Loading" className="grey-cards">
      {[0, 1, 2].map((at) => (
        <div key={at} className="client-card" />
      ))}
    </div>
  )
}
