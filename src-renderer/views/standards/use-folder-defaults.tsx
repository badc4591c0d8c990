import { modals } from '@mantine/modals'
import { useBridgeClient } from '../../state/bridge-context.tsx'
import { FolderDefaultsDialog } from './FolderDefaultsDialog.tsx'
import { toastError } from './use-file-actions.tsx'

/** Returns a function that opens the defaults of a folder; `''` is the library itself. */
export function useFolderDefaults(): (folder: string) => void {
  const bridge = useBridgeClient()
  return (folder) => {
    const open = async (): Promise<void> => {
      const view = await bridge.call('standards.defaults', { folder })
      const dialog = modals.open({
        title: folder === '' ? 'Defaults of the library' : `Defaults of ${folder}/`,
        size: 440,
        children: <FolderDefaultsDialog folder={folder} view={view} onClose={() => modals.close(dialog)} />,
      })
    }
    void open().catch(toastError)
  }
}

/** Returns the folder of a path in the library; `''` is the library itself. */
export function folderOfPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
