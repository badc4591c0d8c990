import { app, dialog, type OpenDialogOptions, shell } from 'electron'
import type { HostPort, LoginItem } from '../../src-core/base/host-port.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { MainWindow } from './setup-window.ts'

/** The {@link HostPort} of the desktop app. */
export function desktopHost(
  window: Pick<MainWindow, 'current'>,
  loginItem: LoginItem | null,
): Omit<HostPort, 'endpoint'> {
  return {
    name: 'electron',
    version: app.getVersion(),
    async pickFolder(title) {
      const options: OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'] }
      const parent = window.current()
      const { canceled, filePaths } = await (parent
        ? dialog.showOpenDialog(parent, options)
        : dialog.showOpenDialog(options))
      return canceled ? null : (filePaths[0] ?? null)
    },
    async reveal(path) {
      shell.showItemInFolder(path)
    },
    async openFile(path) {
      const problem = await shell.openPath(path)
      if (problem !== '')
        throw new PlumblineError('not-here', `${path} could not be opened (${problem}).`, 'Open it yourself.')
    },
    trash: (file) => shell.trashItem(file),
    quit: () => app.quit(),
    ...(loginItem && { loginItem }),
  }
}
