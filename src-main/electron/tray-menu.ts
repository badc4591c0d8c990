import type { MenuItemConstructorOptions } from 'electron'
import type { TrayModel } from './tray-model.ts'

/** What the tray's items do. */
export interface TrayActions {
  /** Shows the window, at a path if one is given. */
  readonly open: (path?: string) => void
  readonly connectClaudeDesktop: () => void
  readonly setPaused: (paused: boolean) => void
  readonly reindex: () => void
  readonly setOpenAtLogin: (on: boolean) => void
  readonly quit: () => void
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }
// The lines that tell come first, but what is clicked most has to be found by habit.
const LONGEST_TITLE = 50

/** The tray's menu as Electron builds it. */
export function trayMenu(model: TrayModel, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    ...model.lines.map(({ text, path }) => ({
      label: plain(text),
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
      click: undo(model.paused, () => actions.setPaused(!model.paused)),
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
    label: plain(title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title),
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
      click: undo(opensAtLogin, () => actions.setOpenAtLogin(!opensAtLogin)),
    },
  ]
}

/** A click ticks the item by itself; it stays as it was until the app is so too, which may fail. */
function undo(checked: boolean, act: () => void): (item: { checked: boolean }) => void {
  return (item) => {
    item.checked = checked
    act()
  }
}

/** Menus of Windows and Linux take & for a mark of the next letter. */
function plain(text: string): string {
  return text.replaceAll('&', '&&')
}
