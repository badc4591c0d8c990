import type { WindowDeps } from '../app/window-deps.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'
import { countStarters } from '../library/files/inspect-folder.ts'

/** The window calls of the settings and of the first run. */
export function createSettingsHandlers({
  core,
  starterStandards,
}: Pick<WindowDeps, 'core' | 'starterStandards'>): HandlersOf<'settings'> & HandlersOf<'welcome'> {
  return {
    'settings.change': (change) => core.settings.change(change),
    'welcome.look': async () => ({
      ...(await countStarters(starterStandards)),
      folder: core.home.defaultLibrary,
    }),
  }
}
