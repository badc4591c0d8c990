import {
  type Icon,
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconPlugConnected,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import type { ClientState, ClientStatus } from '../../../src-shared/contract/clients.ts'
import { toneOf } from './card-labels.ts'
import './client.css'

const ICONS: Readonly<Record<ClientState, Icon>> = {
  'not-found': IconCircleDashed,
  'not-connected': IconCircle,
  written: IconCircleDashed,
  tested: IconCircleCheck,
  live: IconPlugConnected,
  lost: IconPlugConnectedX,
  changed: IconAlertTriangle,
  broken: IconCircleX,
}

/** The state of a client: an icon and a label. */
export function StateBadge({ card }: { readonly card: ClientStatus }) {
  const { state, needsRestart, label } = card
  const StateIcon = needsRestart ? IconClock : ICONS[state]
  return (
    <span className="client-state" data-tone={toneOf(card)}>
      <StateIcon size={14} stroke={1.5} aria-hidden="true" />
      {label}
    </span>
  )
}
