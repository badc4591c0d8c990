import { dialog, shell } from 'electron'
import type { Home } from '../../src-core/base/home.ts'
import { openTokenFile } from '../web/token-file.ts'
import type { OtherHost } from '../window-host/host-right.ts'
import { writeRedirectPage } from '../window-host/redirect-page.ts'

/** Tells the user that a headless host already runs for this home, and offers to open its window. */
export async function offerOtherHost(home: Home, { origin, pid }: OtherHost): Promise<void> {
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
    // A page, because the address with its token would be visible in the list of processes.
    await shell.openPath(
      await writeRedirectPage(home, `${origin}/#token=${openTokenFile(home.windowToken).current()}`),
    )
}
