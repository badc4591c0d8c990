import { nativeTheme } from 'electron'
import type { SettingsService } from '../../src-core/settings/settings.ts'

/** Dialogues, menus and the frame follow the theme that the user chose for the window. */
export function setupTheme(settings: SettingsService): () => void {
  const follow = () => {
    nativeTheme.themeSource = settings.current().window.theme
  }
  follow()
  return settings.onChange(follow)
}
