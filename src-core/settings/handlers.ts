import type { HandlersOf } from '../base/window-call-handlers.ts'
import type { SettingsService } from './settings.ts'

/** The window calls of the settings. */
export function createSettingsHandlers({
  core,
}: {
  readonly core: { readonly settings: Pick<SettingsService, 'change'> }
}): HandlersOf<'settings'> {
  return {
    'settings.change': (change) => core.settings.change(change),
  }
}
