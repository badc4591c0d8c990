import type { WebPreferences } from 'electron'

/**
 * The preferences of every page of the app. `docs/security.md` explains them and `security.test.ts` checks them. Most are
 * Electron's defaults, written here so that an update of Electron cannot change them.
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
  // The spell checker would download dictionaries.
  spellcheck: false,
} as const satisfies WebPreferences

/** The permissions that a page may use; all others are denied. */
export const PERMISSIONS: readonly string[] = ['clipboard-sanitized-write']

/** True when the page may use the permission. The Copy buttons write to the clipboard; nothing may read it. */
export function isPermitted(permission: string, isOurPage: boolean): boolean {
  return isOurPage && PERMISSIONS.includes(permission)
}

/** True for addresses within the app. `devtools:` is allowed in development only. */
export function isInternalAddress(url: string, isDevelopment: boolean): boolean {
  const { protocol } = new URL(url)
  return protocol === 'app:' || protocol === 'blob:' || (isDevelopment && protocol === 'devtools:')
}
