import { notSupported } from '../base/host-port.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'
import type { WindowDeps } from './window-deps.ts'

/** Time to send the answer to the window before the app ends. */
const QUIT_DELAY_MS = 100

/** The window calls about the app itself. */
export function createAppHandlers({ host }: Pick<WindowDeps, 'host'>): HandlersOf<'app'> {
  return {
    'app.openAtLogin'({ on }) {
      if (!host.loginItem) throw notSupported('cannot start by itself when you log in')
      host.loginItem.set(on)
      return null
    },
    'app.quit'() {
      const { quit } = host
      if (!quit) throw notSupported('cannot be ended from a window')
      setTimeout(() => quit(), QUIT_DELAY_MS)
      return null
    },
  }
}
