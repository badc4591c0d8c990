import { nativeTheme } from 'electron'
import type { SettingsService } from '../../src-core/settings/settings.ts'

/** Applies the theme of the window to dialogues, menus and window frames. Returns a function that ends this. */
export function setupTheme(settings: SettingsService): () => void {
  const follow = () => {
    nativeTheme.themeSource = settings.current().window.theme
  }
  follow()
  return settings.onChange(follow)
}
