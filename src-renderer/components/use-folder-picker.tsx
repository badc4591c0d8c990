import { type ReactNode, useState } from 'react'
import { useAppState } from '../state/app-state.tsx'
import { useBridgeMutation } from '../state/use-bridge.ts'
import { type ChosenFolder, FolderDialog } from './FolderDialog.tsx'

/**
 * Lets the user choose a folder: with the system's dialogue where the host has one, else with ours.
 * @returns what asks, and the dialogue to draw somewhere
 */
export function useFolderPicker(
  title: string,
  onChosen: (chosen: ChosenFolder) => void,
): { readonly ask: (start?: string) => void; readonly dialog: ReactNode } {
  const picks = useAppState((state) => state.host.can.pickFolder)
  const [asked, setAsked] = useState<{ readonly start?: string } | null>(null)
  const pick = useBridgeMutation('folders.pick', {
    onDone: (picked) => {
      if (picked) onChosen({ path: picked.path, create: false })
    },
  })
  return {
    ask: (start) => {
      if (picks) pick.mutate({ title })
      else setAsked(start === undefined ? {} : { start })
    },
    dialog: asked ? (
      <FolderDialog
        title={title}
        {...asked}
        onDone={(chosen) => {
          setAsked(null)
          if (chosen) onChosen(chosen)
        }}
      />
    ) : null,
  }
}
