import { Anchor, Button } from '@mantine/core'
import { useId, useState } from 'react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { ClientFilePath } from './ClientHead.tsx'
import { DEEP_LINK_TARGET } from './deep-link.ts'

/** The clients that were not found on this computer, with snippets for a manual setup. */
export function NotFound({ cards }: { readonly cards: readonly ClientStatus[] }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  if (cards.length === 0) return null
  return (
    <section className="not-found" aria-label="Not found here">
      <p>
        <span className="tertiary">Not found here</span> {cards.map(({ name }) => name).join(', ')}{' '}
        <Button
          size="xs"
          variant="transparent"
          className="text-button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide snippets' : 'Show snippets'}
        </Button>
      </p>
      <div id={id} className="not-found-snippets">
        {open
          ? cards.map((card) => (
              <section key={card.client} aria-label={card.name} className="client-card">
                <h2>{card.name}</h2>
                <ClientFilePath files={card.files} />
                <CodeBlock text={card.snippet} label={`Snippet for ${card.name}`} />
                {card.deepLink === null ? null : (
                  <Anchor href={card.deepLink} target={DEEP_LINK_TARGET}>
                    Let {card.name} add it
                  </Anchor>
                )}
              </section>
            ))
          : null}
      </div>
    </section>
  )
}
