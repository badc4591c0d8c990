import { type ReactNode, useState } from 'react'
import { useAppState } from '../state/app-state.tsx'
import { useBridgeMutation } from '../state/use-bridge.ts'
import { type ChosenFolder, FolderDialog } from './FolderDialog.tsx'

/**
 * Lets the user choose a folder, with the system's dialog where the host has one, else with {@link FolderDialog}.
 * @returns `open` begins at a folder; `dialog` is to be rendered
 */
export function useFolderPicker(
  title: string,
  onChosen: (chosen: ChosenFolder) => void,
): { readonly open: (start?: string) => void; readonly dialog: ReactNode } {
  const hasSystemDialog = useAppState((state) => state.host.can.pickFolder)
  const [opened, setOpened] = useState<{ readonly start?: string } | null>(null)
  const pick = useBridgeMutation('folders.pick', {
    onDone: (picked) => {
      if (picked) onChosen({ path: picked.path, create: false })
    },
  })
  return {
    open: (start) => {
      if (hasSystemDialog) pick.mutate({ title })
      else setOpened(start === undefined ? {} : { start })
    },
    dialog: opened ? (
      <FolderDialog
        title={title}
        {...opened}
        onDone={(chosen) => {
          setOpened(null)
          if (chosen) onChosen(chosen)
        }}
      />
    ) : null,
  }
}
