import { modals } from '@mantine/modals'
import { useMutation } from '@tanstack/react-query'
import { CallError } from '../../bridge/bridge.ts'
import { toast, toastFailure } from '../../components/toasts.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridgeClient, useOnline } from '../../state/bridge-context.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'
import { copyPath } from './copy-path.ts'
import { deleteDraft, loadDraft, storeDraft } from './draft.ts'
import { PathDialog } from './PathDialog.tsx'

/** Actions that change the files of the library. */
export interface FileActions {
  /** Asks for another path and moves the file there. */
  readonly move: () => void
  /** Asks for the path of the copy. */
  readonly duplicate: () => void
  /** Moves the file to the trash and shows the next standard. */
  readonly remove: () => void
  /** True while files cannot be changed. */
  readonly blocked: boolean
}

/** @param next returns the standard to show after this one is removed */
export function useFileActions(id: string, next: () => string | null): FileActions {
  const bridge = useBridgeClient()
  const online = useOnline()
  const library = useAppState((state) => state.library.library)
  const removal = useMutation({ mutationFn: remove, onError: toastError })

  async function moveTo(from: string, path: string): Promise<string> {
    const { id: to } = await bridge.call('standards.move', { id: from, to: path })
    const draft = loadDraft(library, from)
    if (draft) {
      storeDraft(library, to, draft)
      deleteDraft(library, from)
    }
    go(standardPath(to), { replace: true })
    return to
  }

  function move(): void {
    askForPath('Rename or move', 'Move', id, async (path) => {
      if (path === id) return
      const to = await moveTo(id, path)
      toast(
        <>
          Moved <code>{id}</code> to <code>{to}</code>
        </>,
        () => void moveTo(to, id).catch(toastError),
      )
    })
  }

  function duplicate(): void {
    askForPath('Duplicate', 'Duplicate', copyPath(id), async (path) => {
      const copy = await bridge.call('standards.duplicate', { id, to: path })
      go(standardPath(copy.id))
      toast(
        <>
          Created <code>{copy.id}</code>
        </>,
      )
    })
  }

  async function remove(): Promise<void> {
    const nextId = next()
    const { undo } = await bridge.call('standards.remove', { id })
    go(nextId === null ? '/standards' : standardPath(nextId), { replace: true })
    const restore = async (token: string): Promise<void> => {
      const restored = await bridge.call('standards.restore', { undo: token })
      go(standardPath(restored.id), { replace: true })
    }
    toast(
      <>
        Moved <code>{id}</code> to the trash
      </>,
      undo === null ? undefined : () => void restore(undo).catch(toastError),
    )
  }

  return { move, duplicate, remove: () => removal.mutate(), blocked: !online || removal.isPending }
}

/** Opens a dialog with a path. It stays open with the error when `onPath` rejects. */
function askForPath(
  title: string,
  action: string,
  path: string,
  onPath: (path: string) => Promise<void>,
): void {
  const dialog = modals.open({
    title,
    size: 440,
    children: <PathDialog action={action} path={path} onPath={onPath} onClose={() => modals.close(dialog)} />,
  })
}

export function toastError(error: unknown): void {
  toastFailure(
    error instanceof CallError ? error : { code: 'internal', message: String(error), remedy: 'Try again.' },
  )
}
