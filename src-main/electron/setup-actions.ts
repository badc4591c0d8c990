import { app, dialog } from 'electron'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import type { LoginItem } from '../../src-core/base/host-port.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { WindowHost } from '../window-host/start-window-host.ts'
import type { MainWindow } from './setup-window.ts'
import type { TrayActions } from './tray-menu.ts'

export interface ActionDeps {
  readonly core: Pick<HostCore, 'reindex' | 'log'>
  readonly served: Pick<WindowHost, 'setPaused' | 'bridge' | 'connections'>
  readonly window: Pick<MainWindow, 'show'>
  readonly loginItem: LoginItem
}

/** What the menus of the app do, outside its window. */
export function setupActions({ core, served, window, loginItem }: ActionDeps): TrayActions {
  /** Runs what may fail, and tells of the failure as the window would. */
  async function attempt(what: string, run: () => unknown): Promise<void> {
    try {
      await run()
    } catch (error) {
      core.log('warn', `${what} failed: ${describeError(error)}`)
      await dialog.showMessageBox({
        type: 'warning',
        message: error instanceof PlumblineError ? error.message : `${what} failed.`,
        detail: error instanceof PlumblineError ? error.remedy : describeError(error),
        noLink: true,
      })
    }
  }

  return {
    open: (path) => window.show(path),
    connectClaudeDesktop() {
      // The card in the window says what came of it, and what to do next.
      void attempt('Connecting to Claude Desktop', () => served.connections.apply('claude-desktop')).then(
        () => window.show('/connections'),
      )
    },
    setPaused: (paused) => void attempt('Pausing', () => served.setPaused(paused)),
    reindex: () => void attempt('Reindexing', () => core.reindex(false)),
    setOpenAtLogin(on) {
      void attempt('Changing what starts at login', () => loginItem.set(on))
      served.bridge.state.markChanged('settings')
    },
    quit: () => app.quit(),
  }
}
