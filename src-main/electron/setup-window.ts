import { join } from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import type { AppPaths } from './app-paths.ts'
import { TO_WINDOW, type ToWindow } from './channels.ts'
import { createCrashCount } from './crash-count.ts'
import { WEB_PREFERENCES } from './security.ts'
import { sinceStart } from './since-start.ts'
import { pathOf, WINDOW_ORIGIN } from './window-address.ts'
import {
  fitToDisplays,
  MINIMUM_SIZE,
  readWindowState,
  saveWindowState,
  type WindowState,
} from './window-state.ts'

const CANVAS = { light: '#f3f4f7', dark: '#101216' } as const
const KEEP_AFTER_MS = 500

/** The app's one window. Closed, it is only hidden; it is made when it is first shown. */
export interface MainWindow {
  /** Shows it, at a path if one is given. */
  show(path?: string): void
  /** The window, if it was made. */
  current(): BrowserWindow | null
  /** Writes down where it is. */
  keep(): void
  /** From now on, closing it closes it. Until the user wants to stay. */
  letClose(): void
}

export interface WindowOptions {
  readonly paths: Pick<AppPaths, 'preload' | 'icons'>
  /** Where the place is kept. */
  readonly placeFile: string
  readonly onCreate: (window: BrowserWindow) => void
  /** Its process was lost; it comes back. */
  readonly onCrash: (reason: string) => void
  readonly log: Logger
}

export function setupWindow({ paths, placeFile, onCreate, onCrash, log }: WindowOptions): MainWindow {
  let window: BrowserWindow | null = null
  let place = readWindowState(placeFile)
  let mayClose = false
  /** Its page is gone, and the user left it so. */
  let isDead = false
  let timer: NodeJS.Timeout | undefined

  function keep(): void {
    clearTimeout(timer)
    if (window && !window.isDestroyed()) place = placeOf(window)
    try {
      saveWindowState(placeFile, place)
    } catch (error) {
      log('warn', `The window's place could not be kept: ${describeError(error)}`)
    }
  }

  function keepSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(keep, KEEP_AFTER_MS)
  }

  function create(path: string): BrowserWindow {
    const made = new BrowserWindow({
      ...fitToDisplays(workAreas(), place.bounds),
      minWidth: MINIMUM_SIZE.width,
      minHeight: MINIMUM_SIZE.height,
      show: false,
      title: 'Plumbline',
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
      ...(process.platform === 'linux' && { icon: join(paths.icons, 'icon.png') }),
      webPreferences: { ...WEB_PREFERENCES, preload: paths.preload },
    })
    if (place.maximized) made.maximize()
    made.once('ready-to-show', () => {
      made.show()
      log('info', `The window is painted, ${sinceStart()} ms after the start`)
    })
    made.on('resize', keepSoon)
    made.on('move', keepSoon)
    made.webContents.on('did-navigate-in-page', keepSoon)
    made.on('show', () => void app.dock?.show())
    made.on('hide', () => app.dock?.hide())
    made.on('close', (event) => {
      keep()
      if (mayClose) return
      event.preventDefault()
      made.hide()
    })
    made.on('closed', () => {
      clearTimeout(timer)
      window = null
    })
    made.webContents.on('will-prevent-unload', (event) => {
      if (wantsToLeave(made)) event.preventDefault()
      else mayClose = false
    })
    comeBack(made)
    onCreate(made)
    void load(made, path)
    return made
  }

  function comeBack(made: BrowserWindow): void {
    const crashes = createCrashCount()
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || made.isDestroyed()) return
      const path = pathOf(made.webContents.getURL())
      isDead = true
      onCrash(reason)
      if (crashes.isTooMany()) void offerReload(made, () => load(made, path))
      else void load(made, path)
    })
    made.on('unresponsive', () => log('warn', 'The window does not respond.'))
  }

  async function load(made: BrowserWindow, path: string): Promise<void> {
    isDead = false
    try {
      await made.loadURL(WINDOW_ORIGIN + path)
    } catch (error) {
      log('warn', `The window could not be loaded: ${describeError(error)}`)
    }
  }

  function lead(to: BrowserWindow, path: string): void {
    if (to.webContents.isLoading()) void load(to, path)
    else to.webContents.send(TO_WINDOW, { page: null, message: { kind: 'go', path } } satisfies ToWindow)
  }

  return {
    show(path) {
      if (!window) {
        // Shown when it has something to show.
        window = create(path ?? place.view)
        return
      }
      if (isDead) void load(window, path ?? pathOf(window.webContents.getURL()))
      else if (path !== undefined) lead(window, path)
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    current: () => window,
    keep,
    letClose() {
      mayClose = true
    },
  }
}

function placeOf(window: BrowserWindow): WindowState {
  return {
    bounds: window.getNormalBounds(),
    maximized: window.isMaximized(),
    view: pathOf(window.webContents.getURL()),
  }
}

function workAreas() {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  return [main, ...others].map(({ workArea }) => workArea)
}

/** The page has text that was not saved. Asked at once, for the page waits for the answer. */
function wantsToLeave(window: BrowserWindow): boolean {
  window.show()
  const chosen = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'A standard has changes that are not saved.',
    detail: 'They are lost when Plumbline closes the window now.',
    buttons: ['Keep editing', 'Discard the changes'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return chosen === 1
}

async function offerReload(window: BrowserWindow, reload: () => Promise<void>): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window failed several times in a row.',
    detail: 'Plumbline goes on answering your assistants without it.',
    buttons: ['Close the window', 'Try again'],
    defaultId: 1,
    cancelId: 0,
    noLink: true,
  })
  if (response === 1) await reload()
  else window.hide()
}
