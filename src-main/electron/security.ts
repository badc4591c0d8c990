import type { WebPreferences } from 'electron'

/**
 * What every page of the app runs with. `docs/security.md` says why; `security.test.ts` holds them. Most are Electron's
 * defaults, written down so that they cannot change without us.
 */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  // Words of standards are not looked up in dictionaries that Chromium would download.
  spellcheck: false,
} as const satisfies WebPreferences

/** The permissions that a page may use; everything else is refused, asked for or not. */
export const PERMISSIONS: readonly string[] = ['clipboard-sanitized-write']

/** Whether our page may do this. The Copy buttons write text; nothing may read the clipboard. */
export function isPermitted(permission: string, isOurPage: boolean): boolean {
  return isOurPage && PERMISSIONS.includes(permission)
}

/** Schemes that lead nowhere but into the app itself. `devtools:` only while it is developed. */
export function isInside(url: string, isDevelopment: boolean): boolean {
  const { protocol } = new URL(url)
  return protocol === 'app:' || protocol === 'blob:' || (isDevelopment && protocol === 'devtools:')
}
