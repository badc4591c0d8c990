import { app } from 'electron'
import { LINK_SCHEME } from './app-links.ts'

/** Registers the app for `plumbline://` links. Only an installed app: the path of a checkout may change. */
export function setupLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
}
