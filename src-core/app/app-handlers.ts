import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'
import type { WindowDeps } from './window-deps.ts'

/** Time to send the answer to the window before the app ends. */
const QUIT_DELAY_MS = 100

/** The window calls about the app itself. */
export function createAppHandlers({ host }: Pick<WindowDeps, 'host'>): HandlersOf<'app'> {
  return {
    'app.openAtLogin'({ on }) {
      if (!host.loginItem) throw cannot('cannot start by itself when you log in')
      host.loginItem.set(on)
      return null
    },
    'app.quit'() {
      const { quit } = host
      if (!quit) throw cannot('cannot be ended from a window')
      setTimeout(() => quit(), QUIT_DELAY_MS)
      return null
    },
  }
}

/**
 * The error for a call that this host does not support, such as the headless host. Windows do not offer such calls.
 * @param limitation the rest of a sentence that starts with "This way of running Plumbline"
 */
export function cannot(limitation: string): PlumblineError {
  return new PlumblineError(
    'not-here',
    `This way of running Plumbline ${limitation}.`,
    'The desktop app can.',
  )
}
