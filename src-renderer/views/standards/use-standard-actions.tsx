import { modals } from '@mantine/modals'
import { IconCopyPlus, IconForms, IconLink, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { CallError } from '../../bridge/bridge.ts'
import { copyText } from '../../components/copy-text.ts'
import { toast, toastFailure } from '../../components/toasts.tsx'
import { useActions } from '../../state/actions.ts'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeClient, useOnline } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { useKey } from '../../state/use-keys.ts'
import { copyPath } from './copy-path.ts'
import { deleteDraft, loadDraft, storeDraft } from './draft.ts'
import { PathDialog } from './PathDialog.tsx'

export interface StandardActions {
  readonly edit: () => void
  readonly copyLink: () => void
  readonly move: () => void
  readonly duplicate: () => void
  readonly remove: () => void
  readonly reveal: () => void
  readonly openOutside: () => void
  /** True while nothing can be written. */
  readonly blocked: boolean
}

/** What can be done with a standard, and the keys that do it. */
export function useStandardActions(
  view: StandardView,
  leaving: boolean,
  next: () => string | null,
): StandardActions {
  const { id } = view
  const bridge = useBridgeClient()
  const online = useOnline()
  const library = useAppState((state) => state.library.library)
  const removal = useMutation({ mutationFn: remove, onError: tellFailure })
  const blocked = leaving || !online || removal.isPending

  async function moveTo(from: string, wanted: string): Promise<string> {
    const { id: to } = await bridge.call('standards.move', { id: from, to: wanted })
    const draft = loadDraft(library, from)
    if (draft) {
      storeDraft(library, to, draft)
      deleteDraft(library, from)
    }
    go(standardPath(to), { replace: true })
    return to
  }

  function move(): void {
    askForPath({
      title: 'Rename or move',
      action: 'Move',
      path: id,
      onPath: async (wanted) => {
        if (wanted === id) return
        const to = await moveTo(id, wanted)
        toast(
          <>
            Moved <code>{id}</code> to <code>{to}</code>
          </>,
          () => void moveTo(to, id).catch(tellFailure),
        )
      },
    })
  }

  function duplicate(): void {
    askForPath({
      title: 'Duplicate',
      action: 'Duplicate',
      path: copyPath(id),
      onPath: async (to) => {
        const copy = await bridge.call('standards.duplicate', { id, to })
        go(standardPath(copy.id))
        toast(
          <>
            Made <code>{copy.id}</code>
          </>,
        )
      },
    })
  }

  async function remove(): Promise<void> {
    const after = next()
    const { undo } = await bridge.call('standards.remove', { id })
    go(after === null ? '/standards' : standardPath(after), { replace: true })
    const restore = async (): Promise<void> => {
      if (undo === null) return
      const back = await bridge.call('standards.restore', { undo })
      go(standardPath(back.id), { replace: true })
    }
    toast(
      <>
        Moved <code>{id}</code> to the trash
      </>,
      undo === null ? undefined : () => void restore().catch(tellFailure),
    )
  }

  const actions: StandardActions = {
    edit: () => go(standardPath(id, { edit: true })),
    copyLink: () =>
      void copyText(view.uri).then((copied) => {
        if (copied) toast('Copied its link')
      }),
    move,
    duplicate,
    remove: () => removal.mutate(),
    reveal: () => void bridge.call('standards.reveal', { id }).catch(tellFailure),
    openOutside: () => void bridge.call('standards.openOutside', { id }).catch(tellFailure),
    blocked,
  }
  useActions([
    {
      id: 'standard.edit',
      label: 'Edit this standard',
      icon: IconPencil,
      keyId: 'standards.edit',
      run: actions.edit,
    },
    {
      id: 'standard.link',
      label: 'Copy the link of this standard',
      icon: IconLink,
      keyId: 'standards.link',
      run: actions.copyLink,
    },
    ...(blocked
      ? []
      : [
          {
            id: 'standard.duplicate',
            label: 'Duplicate this standard',
            icon: IconCopyPlus,
            keyId: 'standards.duplicate' as const,
            run: duplicate,
          },
          {
            id: 'standard.move',
            label: 'Rename or move this standard',
            icon: IconForms,
            keyId: 'standards.move' as const,
            run: move,
          },
          {
            id: 'standard.remove',
            label: 'Move this standard to the trash',
            also: 'delete remove',
            icon: IconTrash,
            keyId: 'standards.remove' as const,
            run: actions.remove,
          },
        ]),
  ])
  useKey('standards.edit', actions.edit)
  useKey('standards.link', actions.copyLink)
  useKey('standards.move', actions.move, !blocked)
  useKey('standards.duplicate', actions.duplicate, !blocked)
  useKey('standards.remove', actions.remove, !blocked)
  return actions
}

function askForPath(dialog: {
  readonly title: string
  readonly action: string
  readonly path: string
  readonly onPath: (path: string) => Promise<void>
}): void {
  const name = modals.open({
    title: dialog.title,
    size: 440,
    children: (
      <PathDialog
        action={dialog.action}
        path={dialog.path}
        onPath={dialog.onPath}
        onClose={() => modals.close(name)}
      />
    ),
  })
}

function tellFailure(error: unknown): void {
  toastFailure(
    error instanceof CallError ? error : { code: 'internal', message: String(error), remedy: 'Try again.' },
  )
}
