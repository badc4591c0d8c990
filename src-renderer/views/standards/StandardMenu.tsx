import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import {
  IconCopyPlus,
  IconDots,
  IconExternalLink,
  IconFolderCog,
  IconFolderOpen,
  IconForms,
  IconLink,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { KeyHint } from '../../components/KeyHint.tsx'
import type { KeyId } from '../../keys.ts'
import { useAppState } from '../../state/app-state.tsx'
import { go } from '../../state/location.ts'
import { newStandardPath } from '../../state/paths.ts'
import type { StandardActions } from './use-standard-actions.ts'

/** The less common actions. */
export function StandardMenu({
  view,
  actions,
}: {
  readonly view: StandardView
  readonly actions: StandardActions
}) {
  const canReveal = useAppState((state) => state.host.can.reveal)
  const item = (
    label: string,
    Icon: typeof IconLink,
    run: () => void,
    { key, writes = false }: { readonly key?: KeyId; readonly writes?: boolean } = {},
  ) => (
    <Menu.Item
      leftSection={<Icon size={15} stroke={1.5} />}
      rightSection={key ? <KeyHint id={key} /> : null}
      disabled={writes && actions.blocked}
      onClick={run}
    >
      {label}
    </Menu.Item>
  )
  return (
    <Menu width={220}>
      <Menu.Target>
        <Tooltip label="More">
          <ActionIcon aria-label={`More for ${view.title}`}>
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {item('Copy its link', IconLink, actions.copyLink, { key: 'standards.link' })}
        {item('Duplicate', IconCopyPlus, actions.duplicate, { key: 'standards.duplicate', writes: true })}
        {item('Rename or move', IconForms, actions.move, { key: 'standards.move', writes: true })}
        {item('Folder defaults', IconFolderCog, actions.folderDefaults, { writes: true })}
        {item('New standard', IconPlus, () => go(newStandardPath({})), {
          key: 'standards.new',
          writes: true,
        })}
        {canReveal ? (
          <>
            <Menu.Divider />
            {item('Show in its folder', IconFolderOpen, actions.reveal)}
            {item('Open in another editor', IconExternalLink, actions.openOutside)}
          </>
        ) : null}
        <Menu.Divider />
        {item('Move to the trash', IconTrash, actions.remove, { key: 'standards.remove', writes: true })}
      </Menu.Dropdown>
    </Menu>
  )
}
