import { ActionIcon, Menu } from '@mantine/core'
import {
  type Icon,
  IconArrowBackUp,
  IconCopy,
  IconDots,
  IconExternalLink,
  IconFileDiff,
  IconFileText,
  IconHistory,
  IconPlayerPlay,
  IconPlugX,
  IconRefresh,
  IconReportMedical,
} from '@tabler/icons-react'
import { Fragment } from 'react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import type { CardAction } from './card-actions.ts'
import { actionLabel } from './card-labels.ts'
import { DEEP_LINK_TARGET } from './deep-link.ts'
import type { ClientActions } from './use-client-actions.tsx'

const ICONS: Readonly<Partial<Record<CardAction, Icon>>> = {
  test: IconPlayerPlay,
  result: IconReportMedical,
  difference: IconFileDiff,
  restart: IconRefresh,
  undo: IconArrowBackUp,
  disconnect: IconPlugX,
  'open-file': IconFileText,
  'copy-path': IconCopy,
  'copy-snippet': IconCopy,
  link: IconExternalLink,
  history: IconHistory,
}

/** Actions that change nothing and work while the host is unreachable. */
const ALWAYS: ReadonlySet<CardAction> = new Set(['copy-path', 'copy-snippet', 'history', 'result'])

/** The menu of a client card. */
export function ClientMenu({
  card,
  groups,
  actions,
}: {
  readonly card: ClientStatus
  readonly groups: readonly (readonly CardAction[])[]
  readonly actions: ClientActions
}) {
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="xs" className="client-more-button" aria-label={`More for ${card.name}`}>
          <IconDots size={14} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map((group, at) => (
          <Fragment key={group.join()}>
            {at > 0 ? <Menu.Divider /> : null}
            {group.map((action) => (
              <Item key={action} action={action} card={card} actions={actions} />
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Item({
  action,
  card,
  actions,
}: {
  readonly action: CardAction
  readonly card: ClientStatus
  readonly actions: ClientActions
}) {
  const label = actionLabel(action, card)
  if (action === 'repairs')
    return (
      <Menu.CheckboxItem
        checked={card.repairs}
        disabled={actions.blocked}
        onChange={() => actions.run('repairs')}
      >
        {label}
      </Menu.CheckboxItem>
    )
  const ItemIcon = ICONS[action]
  const icon = ItemIcon ? <ItemIcon size={14} stroke={1.5} /> : undefined
  if (action === 'link' && card.deepLink !== null)
    return (
      <Menu.Item component="a" href={card.deepLink} target={DEEP_LINK_TARGET} leftSection={icon}>
        {label}
      </Menu.Item>
    )
  return (
    <Menu.Item
      leftSection={icon}
      disabled={actions.blocked && !ALWAYS.has(action)}
      onClick={() => actions.run(action)}
    >
      {label}
    </Menu.Item>
  )
}
