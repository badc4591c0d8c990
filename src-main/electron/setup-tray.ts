import { join } from 'node:path'
import { app, Menu, nativeTheme, Tray } from 'electron'
import type { StateFeed } from '../../src-core/app/state-feed.ts'
import type { ClientState } from '../../src-shared/contract/clients.ts'
import type { AppState } from '../../src-shared/contract/contract.ts'
import { type TrayActions, trayMenu } from './tray-menu.ts'
import { type TrayIcon, type TrayModel, trayModel } from './tray-model.ts'

/** Shortest time between two updates: on some desktops a new menu closes the open one. */
const UPDATE_INTERVAL_MS = 1_000

export interface TrayOptions {
  readonly icons: string
  readonly actions: TrayActions
  readonly state: Pick<StateFeed, 'subscribe'>
  /** Reads Claude Desktop's files. */
  readonly claudeDesktop: () => ClientState
  readonly recent: () => TrayModel['recent']
}

/** Shows the app's icon in the tray or menu bar, its menu and its badge. Returns a function that removes them. */
export function setupTray({ icons, actions, state: feed, claudeDesktop, recent }: TrayOptions): () => void {
  const tray = new Tray(iconFile(icons, 'serving'))
  let state: AppState | null = null
  let shown = ''
  let icon: TrayIcon = 'serving'
  let timer: NodeJS.Timeout | undefined
  let connection: ClientState = 'not-found'
  let checkedVersion = -1
  let drawnAt = Number.NEGATIVE_INFINITY

  /** Reads the state again only when some client entry changed, because reading needs the disk. */
  function connectionAt({ versions }: AppState): ClientState {
    if (versions.connections !== checkedVersion) connection = claudeDesktop()
    checkedVersion = versions.connections
    return connection
  }

  function draw(): void {
    timer = undefined
    drawnAt = performance.now()
    if (state === null || tray.isDestroyed()) return
    const model = trayModel(state, connectionAt(state), recent())
    const text = JSON.stringify(model)
    if (text === shown) return
    shown = text
    icon = model.icon
    tray.setImage(iconFile(icons, icon))
    tray.setToolTip(model.tooltip)
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(model, actions)))
    app.setBadgeCount(model.unread)
  }

  const redraw = () => tray.setImage(iconFile(icons, icon))
  nativeTheme.on('updated', redraw)
  // On macOS a click opens the menu, as everywhere in the menu bar.
  if (process.platform !== 'darwin') tray.on('click', () => actions.open())
  const stop = feed.subscribe((next) => {
    state = next
    timer ??= setTimeout(draw, Math.max(0, drawnAt + UPDATE_INTERVAL_MS - performance.now()))
  })
  return () => {
    stop()
    clearTimeout(timer)
    nativeTheme.off('updated', redraw)
    tray.destroy()
  }
}

/** macOS colours template images itself; on other systems the icon is light on dark bars and dark on light bars. */
function iconFile(icons: string, icon: TrayIcon): string {
  const isDark = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
  const name = process.platform === 'darwin' ? `${icon}Template` : `${icon}-${isDark ? 'light' : 'dark'}`
  return join(icons, 'tray', `${name}.png`)
}
