import { dialog, shell } from 'electron'
import type { Home } from '../../src-core/base/home.ts'
import { openTokenFile } from '../web/token-file.ts'
import type { OtherHost } from '../window-host/host-right.ts'

/** Another way of running Plumbline has this home: leads to its window, and that is all this app can do. */
export async function leadToOtherHost(home: Home, { origin, pid }: OtherHost): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: 'Plumbline already runs without its desktop app.',
    detail: `Process ${pid} serves ${home.dir}. Its window is a page in your browser. To use the desktop app, end that process first.`,
    buttons: ['Open its window', 'Close'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0)
    await shell.openExternal(`${origin}/#token=${openTokenFile(home.windowToken).current()}`)
}
