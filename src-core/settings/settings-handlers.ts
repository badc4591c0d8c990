import type { WindowDeps } from '../app/window-deps.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'

/** The window calls of the settings. */
export function createSettingsHandlers({ core }: Pick<WindowDeps, 'core'>): HandlersOf<'settings'> {
  return {
    'settings.change': (change) => core.settings.change(change),
  }
}
