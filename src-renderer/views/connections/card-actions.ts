import type { ClientStatus } from '../../../src-shared/contract/clients.ts'

/** An action of a client card. */
export type CardAction =
  | 'connect'
  | 'repair'
  | 'difference'
  | 'test'
  | 'result'
  | 'restart'
  | 'undo'
  | 'disconnect'
  | 'open-file'
  | 'check-again'
  | 'copy-snippet'
  | 'copy-path'
  | 'link'
  | 'repairs'
  | 'history'

/** The actions of a client card, by where they are shown. */
export interface CardActions {
  /** Buttons on the card, in order. */
  readonly shown: readonly CardAction[]
  /** The action that the state calls for, shown as the emphasized button; `null`: none. */
  readonly urgent: CardAction | null
  /** In the menu, in groups. */
  readonly menu: readonly (readonly CardAction[])[]
}

const HAS_ENTRY: ReadonlySet<ClientStatus['state']> = new Set(['written', 'tested', 'live', 'changed'])

/** @param opensFiles whether the host can open a file in another program */
export function actionsOf(card: ClientStatus, opensFiles: boolean): CardActions {
  const { shown, urgent } = shownOf(card, opensFiles)
  const hasEntry = HAS_ENTRY.has(card.state) && (card.can.disconnect || card.state === 'changed')
  const menu = (
    [
      [
        hasEntry && 'test',
        card.test !== null && 'result',
        (card.state === 'lost' || card.state === 'changed') && 'difference',
        card.can.restart && hasEntry && 'restart',
      ],
      [
        (hasEntry || card.state === 'lost') && 'repairs',
        card.can.undo && 'undo',
        card.can.disconnect && 'disconnect',
      ],
      [
        opensFiles && (hasEntry || card.state === 'lost' || card.state === 'broken') && 'open-file',
        card.files.length > 0 && 'copy-path',
        'copy-snippet',
        card.deepLink !== null && 'link',
        card.events.length > 0 && 'history',
      ],
    ] satisfies (CardAction | false)[][]
  )
    .map((group) => group.filter((action) => action !== false).filter((action) => !shown.includes(action)))
    .filter((group) => group.length > 0)
  return { shown, urgent, menu }
}

function shownOf(card: ClientStatus, opensFiles: boolean): Omit<CardActions, 'menu'> {
  const failed = card.test !== null && !card.test.ok
  switch (card.state) {
    case 'not-found':
    case 'not-connected':
      return { shown: ['connect', 'copy-snippet'], urgent: null }
    case 'lost':
      return { shown: ['repair', 'difference', 'repairs'], urgent: 'repair' }
    case 'changed':
      return { shown: ['repair', 'difference'], urgent: 'repair' }
    case 'broken':
      return opensFiles
        ? { shown: ['open-file', 'check-again'], urgent: 'open-file' }
        : { shown: ['check-again', 'copy-path'], urgent: 'check-again' }
    case 'live':
      if (!card.can.disconnect) return { shown: ['connect', 'copy-snippet'], urgent: null }
      if (failed) return { shown: ['repair', 'result'], urgent: 'repair' }
      return { shown: ['test', 'disconnect'], urgent: null }
    case 'written':
    case 'tested':
      if (failed) return { shown: ['repair', 'result'], urgent: 'repair' }
      return card.can.restart
        ? { shown: ['restart', card.can.undo ? 'undo' : 'disconnect'], urgent: 'restart' }
        : { shown: ['test', card.can.undo ? 'undo' : 'disconnect'], urgent: null }
  }
}
