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
const SAVE_DELAY_MS = 500

/** The window of the app. It is created when it is first shown; closing hides it. */
export interface MainWindow {
  /** Shows the window, at `path` if one is given. */
  show(path?: string): void
  /** `null` while the window was not created. */
  current(): BrowserWindow | null
  /** Writes position, size and path to the state file. */
  saveState(): void
  /** From now on closing the window destroys it, unless the user chooses to keep editing. */
  letClose(): void
}

export interface WindowOptions {
  readonly paths: Pick<AppPaths, 'preload' | 'icons'>
  /** The file that {@link WindowState} is saved in. */
  readonly stateFile: string
  readonly onCreate: (window: BrowserWindow) => void
  /** Called when the window's process ended unexpectedly, before the page is loaded again. */
  readonly onCrash: (reason: string) => void
  readonly log: Logger
}

export function setupWindow({ paths, stateFile, onCreate, onCrash, log }: WindowOptions): MainWindow {
  let window: BrowserWindow | null = null
  let state = readWindowState(stateFile)
  let mayClose = false
  /** True when the page crashed and the user did not reload it. */
  let isDead = false
  let timer: NodeJS.Timeout | undefined

  function saveState(): void {
    clearTimeout(timer)
    if (window && !window.isDestroyed()) state = stateOf(window)
    try {
      saveWindowState(stateFile, state)
    } catch (error) {
      log('warn', `The position of the window could not be saved: ${describeError(error)}`)
    }
  }

  function saveStateSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(saveState, SAVE_DELAY_MS)
  }

  function create(path: string): BrowserWindow {
    const created = new BrowserWindow({
      ...fitToDisplays(workAreas(), state.bounds),
      minWidth: MINIMUM_SIZE.width,
      minHeight: MINIMUM_SIZE.height,
      show: false,
      title: 'Plumbline',
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
      ...(process.platform === 'linux' && { icon: join(paths.icons, 'icon.png') }),
      webPreferences: { ...WEB_PREFERENCES, preload: paths.preload },
    })
    if (state.maximized) created.maximize()
    created.once('ready-to-show', () => {
      created.show()
      log('info', `The window was painted ${sinceStart()} ms after the start`)
    })
    created.on('resize', saveStateSoon)
    created.on('move', saveStateSoon)
    created.webContents.on('did-navigate-in-page', saveStateSoon)
    created.on('show', () => void app.dock?.show())
    created.on('hide', () => app.dock?.hide())
    created.on('close', (event) => {
      saveState()
      if (mayClose) return
      event.preventDefault()
      created.hide()
    })
    created.on('closed', () => {
      clearTimeout(timer)
      window = null
    })
    created.webContents.on('will-prevent-unload', (event) => {
      if (confirmsDiscard(created)) event.preventDefault()
      else mayClose = false
    })
    reloadAfterCrash(created)
    onCreate(created)
    void load(created, path)
    return created
  }

  function reloadAfterCrash(created: BrowserWindow): void {
    const crashes = createCrashCount()
    created.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || created.isDestroyed()) return
      const path = pathOf(created.webContents.getURL())
      isDead = true
      onCrash(reason)
      if (crashes.isTooMany()) void offerReload(created, () => load(created, path))
      else void load(created, path)
    })
    created.on('unresponsive', () => log('warn', 'The window does not respond.'))
  }

  async function load(created: BrowserWindow, path: string): Promise<void> {
    isDead = false
    try {
      await created.loadURL(WINDOW_ORIGIN + path)
    } catch (error) {
      log('warn', `The window could not be loaded: ${describeError(error)}`)
    }
  }

  function goTo(path: string, target: BrowserWindow): void {
    if (target.webContents.isLoading()) void load(target, path)
    else target.webContents.send(TO_WINDOW, { page: null, message: { kind: 'go', path } } satisfies ToWindow)
  }

  return {
    show(path) {
      if (!window) {
        // The window shows itself when its page is ready.
        window = create(path ?? state.view)
        return
      }
      if (isDead) void load(window, path ?? pathOf(window.webContents.getURL()))
      else if (path !== undefined) goTo(path, window)
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    current: () => window,
    saveState,
    letClose() {
      mayClose = true
    },
  }
}

function stateOf(window: BrowserWindow): WindowState {
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

/** Asks whether unsaved text may be discarded. Synchronous, because the page waits for the answer. */
function confirmsDiscard(window: BrowserWindow): boolean {
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
    message: 'The window crashed several times in a row.',
    detail: 'Plumbline goes on answering your assistants without it.',
    buttons: ['Close the window', 'Try again'],
    defaultId: 1,
    cancelId: 0,
    noLink: true,
  })
  if (response === 1) await reload()
  else window.hide()
}
