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

/** The actions of the tray and of the application menu. */
export function setupActions({ core, served, window, loginItem }: ActionDeps): TrayActions {
  /** Runs an action; a failure is shown in a dialogue. @param label names the action in the dialogue */
  async function attempt(label: string, run: () => unknown): Promise<void> {
    try {
      await run()
    } catch (error) {
      core.log('warn', `${label} failed: ${describeError(error)}`)
      await dialog.showMessageBox({
        type: 'warning',
        message: error instanceof PlumblineError ? error.message : `${label} failed.`,
        detail: error instanceof PlumblineError ? error.remedy : describeError(error),
        noLink: true,
      })
    }
  }

  return {
    open: (path) => window.show(path),
    connectClaudeDesktop() {
      // The client's card in the window shows the outcome and the next step.
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
