import type { MenuItemConstructorOptions } from 'electron'
import type { TrayModel } from './tray-model.ts'

/** The actions of the tray's menu items. */
export interface TrayActions {
  /** Shows the window, at `path` if one is given. */
  readonly open: (path?: string) => void
  readonly connectClaudeDesktop: () => void
  readonly setPaused: (paused: boolean) => void
  readonly reindex: () => void
  readonly setOpenAtLogin: (on: boolean) => void
  readonly quit: () => void
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }
// In characters; longer titles are cut.
const MAX_TITLE_LENGTH = 50

/** Returns the tray's menu as a template for Electron. */
export function trayMenu(model: TrayModel, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    ...model.lines.map(({ text, path }) => ({
      label: menuText(text),
      enabled: path !== null,
      ...(path !== null && { click: () => actions.open(path) }),
    })),
    SEPARATOR,
    { id: 'open', label: 'Open Plumbline', click: () => actions.open() },
    claudeDesktopItem(model, actions),
    SEPARATOR,
    {
      id: 'pause',
      label: 'Pause serving',
      type: 'checkbox',
      checked: model.paused,
      click: resetCheckbox(model.paused, () => actions.setPaused(!model.paused)),
    },
    { id: 'reindex', label: 'Reindex', click: actions.reindex },
    recentItem(model, actions),
    SEPARATOR,
    ...loginItem(model, actions),
    { id: 'quit', label: 'Quit Plumbline', click: actions.quit },
  ]
}

function claudeDesktopItem({ claudeDesktop }: TrayModel, actions: TrayActions): MenuItemConstructorOptions {
  const id = 'connect'
  if (claudeDesktop === 'connected')
    return { id, label: 'Connected to Claude Desktop', click: () => actions.open('/connections') }
  if (claudeDesktop === 'restart')
    return { id, label: 'Restart Claude Desktop to connect', click: () => actions.open('/connections') }
  if (claudeDesktop === 'absent') return { id, label: 'Claude Desktop is not installed here', enabled: false }
  return { id, label: 'Connect to Claude Desktop', click: actions.connectClaudeDesktop }
}

function recentItem({ recent }: TrayModel, actions: TrayActions): MenuItemConstructorOptions {
  const submenu = recent.map(({ id, title }) => ({
    label: menuText(title.length > MAX_TITLE_LENGTH ? `${title.slice(0, MAX_TITLE_LENGTH - 1)}…` : title),
    toolTip: id,
    click: () => actions.open(`/standards/${id.split('/').map(encodeURIComponent).join('/')}`),
  }))
  return { id: 'recent', label: 'Recent standards', enabled: submenu.length > 0, submenu }
}

function loginItem({ opensAtLogin }: TrayModel, actions: TrayActions): MenuItemConstructorOptions[] {
  if (opensAtLogin === null) return []
  return [
    {
      id: 'login',
      label: 'Open at login',
      type: 'checkbox',
      checked: opensAtLogin,
      click: resetCheckbox(opensAtLogin, () => actions.setOpenAtLogin(!opensAtLogin)),
    },
  ]
}

/** Undoes the tick that a click sets by itself. The next model sets it, after the action has succeeded. */
function resetCheckbox(checked: boolean, act: () => void): (item: { checked: boolean }) => void {
  return (item) => {
    item.checked = checked
    act()
  }
}

/** Escapes `&`, which marks the next letter as a shortcut in menus of Windows and Linux. */
function menuText(text: string): string {
  return text.replaceAll('&', '&&')
}
