import {
  app,
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
  type WebContents,
} from 'electron'
import { checkExternalLink } from './app-links.ts'
import type { OpenExternal } from './setup-security.ts'

export interface MenuActions {
  /** Shows the window at a path. */
  readonly open: (path: string) => void
  readonly reindex: () => void
}

const isMac = process.platform === 'darwin'
const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }

/** Sets the application menu, with the usual shortcuts of the system. */
export function setupApplicationMenu({ open, reindex }: MenuActions): void {
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => open('/settings'),
  }
  const file: MenuItemConstructorOptions[] = [
    { label: 'New Standard', accelerator: 'CommandOrControl+N', click: () => open('/standards?new=1') },
    { label: 'Reindex', click: reindex },
    SEPARATOR,
    ...(isMac ? [] : [settings, SEPARATOR]),
    { role: 'close' },
    ...(isMac ? [] : [{ role: 'quit' } as const]),
  ]
  const appMenu: MenuItemConstructorOptions[] = [
    { role: 'about' },
    SEPARATOR,
    settings,
    SEPARATOR,
    { role: 'services' },
    SEPARATOR,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    SEPARATOR,
    { role: 'quit' },
  ]
  const view: MenuItemConstructorOptions[] = [
    ...(app.isPackaged ? [] : [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const, SEPARATOR]),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    SEPARATOR,
    { role: 'togglefullscreen' },
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ label: app.name, submenu: appMenu }] : []),
      { label: 'File', submenu: file },
      { role: 'editMenu' },
      { label: 'View', submenu: view },
      { label: 'Go', submenu: goMenu(open) },
      { role: 'windowMenu' },
    ]),
  )
}

function goMenu(open: MenuActions['open']): MenuItemConstructorOptions[] {
  const views = ['Standards', 'Insights', 'Activity', 'Cache', 'Errors', 'Connections']
  return views.map((label, at) => ({
    label,
    accelerator: `CommandOrControl+${at + 1}`,
    click: () => open(`/${label.toLowerCase()}`),
  }))
}

/** Shows the usual context menu for text fields, selections and links. */
export function setupContextMenu(contents: WebContents, openLink: OpenExternal): void {
  contents.on('context-menu', (_event, params) => {
    const template = contextMenu(params, contents, openLink)
    if (template.length > 0) Menu.buildFromTemplate(template).popup()
  })
}

function contextMenu(
  { isEditable, selectionText, editFlags, linkURL, x, y }: ContextMenuParams,
  contents: WebContents,
  openLink: OpenExternal,
): MenuItemConstructorOptions[] {
  const groups: MenuItemConstructorOptions[][] = []
  if (checkExternalLink(linkURL) !== null)
    groups.push([{ label: 'Open Link', click: () => openLink(linkURL) }])
  if (isEditable)
    groups.push([
      { role: 'undo', enabled: editFlags.canUndo },
      { role: 'redo', enabled: editFlags.canRedo },
      SEPARATOR,
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      SEPARATOR,
      { role: 'selectAll' },
    ])
  else if (selectionText !== '') groups.push([{ role: 'copy' }, { role: 'selectAll' }])
  if (!app.isPackaged) groups.push([{ label: 'Inspect', click: () => contents.inspectElement(x, y) }])
  return groups.flatMap((group, at) => (at === 0 ? group : [SEPARATOR, ...group]))
}
