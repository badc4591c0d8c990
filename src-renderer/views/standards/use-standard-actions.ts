import { IconCopyPlus, IconFolderCog, IconForms, IconLink, IconPencil, IconTrash } from '@tabler/icons-react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { copyText } from '../../components/copy-text.ts'
import { toast } from '../../components/toasts.tsx'
import { type Action, useActions } from '../../state/actions.ts'
import { useBridgeClient } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { useKey } from '../../state/use-keys.ts'
import { type FileActions, toastError, useFileActions } from './use-file-actions.tsx'
import { folderOfPath, useFolderDefaults } from './use-folder-defaults.tsx'

export interface StandardActions extends FileActions {
  readonly edit: () => void
  readonly copyLink: () => void
  readonly reveal: () => void
  readonly openOutside: () => void
  /** Opens what the standard's folder gives to every standard in it. */
  readonly folderDefaults: () => void
}

/**
 * The actions of the standard in the reader, with their keys and palette entries.
 * @param leaving another standard is being loaded, so this one cannot be changed any more
 * @param next returns the standard to show after this one is removed
 */
export function useStandardActions(
  { id, uri }: StandardView,
  leaving: boolean,
  next: () => string | null,
): StandardActions {
  const bridge = useBridgeClient()
  const files = useFileActions(id, next)
  const openDefaults = useFolderDefaults()
  const actions: StandardActions = {
    ...files,
    blocked: files.blocked || leaving,
    edit: () => go(standardPath(id, { edit: true })),
    copyLink: () =>
      void copyText(uri).then((copied) => {
        if (copied) toast('Copied its link')
      }),
    reveal: () => void bridge.call('standards.reveal', { id }).catch(toastError),
    folderDefaults: () => openDefaults(folderOfPath(id)),
    openOutside: () => void bridge.call('standards.openOutside', { id }).catch(toastError),
  }
  useActions(paletteActions(actions))
  useKey('standards.edit', actions.edit)
  useKey('standards.link', actions.copyLink)
  useKey('standards.move', actions.move, !actions.blocked)
  useKey('standards.duplicate', actions.duplicate, !actions.blocked)
  useKey('standards.remove', actions.remove, !actions.blocked)
  return actions
}

function paletteActions(actions: StandardActions): Action[] {
  const { edit, copyLink, duplicate, move, remove, folderDefaults, blocked } = actions
  const reading: Action[] = [
    {
      id: 'standard.edit',
      label: 'Edit this standard',
      icon: IconPencil,
      keyId: 'standards.edit',
      run: edit,
    },
    {
      id: 'standard.link',
      label: 'Copy the link of this standard',
      icon: IconLink,
      keyId: 'standards.link',
      run: copyLink,
    },
  ]
  if (blocked) return reading
  return [
    ...reading,
    {
      id: 'standard.duplicate',
      label: 'Duplicate this standard',
      icon: IconCopyPlus,
      keyId: 'standards.duplicate',
      run: duplicate,
    },
    {
      id: 'standard.move',
      label: 'Rename or move this standard',
      icon: IconForms,
      keyId: 'standards.move',
      run: move,
    },
    {
      id: 'standard.defaults',
      label: 'Edit the defaults of its folder',
      also: '_standards.yml language domain tags',
      icon: IconFolderCog,
      run: folderDefaults,
    },
    {
      id: 'standard.remove',
      label: 'Move this standard to the trash',
      also: 'delete remove',
      icon: IconTrash,
      keyId: 'standards.remove',
      run: remove,
    },
  ]
}
