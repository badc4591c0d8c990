import { app } from 'electron'
import { LINK_SCHEME } from './app-links.ts'

/** Makes the app the one that opens `plumbline://` links. Only when it is installed: another start is not there to stay. */
export function setupLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
}
