import { app, type Session, shell, type WebContents } from 'electron'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import { checkExternalLink } from './app-links.ts'
import { isInternalAddress, isPermitted } from './security.ts'
import { isOurs } from './window-address.ts'

/** Opens a link in the user's browser or mail program, if {@link checkExternalLink} allows it. */
export type OpenExternal = (url: string) => void

/**
 * Denies permissions, navigation and new windows to every page of the app. Has to be called before the first page is created.
 * @param ownLinks as in {@link checkExternalLink}
 */
export function setupSecurity(
  session: Session,
  log: Logger,
  ownLinks: () => readonly string[],
): OpenExternal {
  const openExternal: OpenExternal = (url) => {
    const allowed = checkExternalLink(url, ownLinks)
    if (allowed === null) log('warn', `A link was not opened: ${url.slice(0, 200)}`)
    else
      void shell
        .openExternal(allowed)
        .catch((error) => log('warn', `A link could not be opened: ${describeError(error)}`))
  }
  denyPermissions(session)
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isInternalAddress(url, !app.isPackaged) }),
  )
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents, openExternal))
  return openExternal
}

function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(isPermitted(permission, isOurs(contents.getURL()))),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isPermitted(permission, isOurs(origin.replace(/\/$/, ''))),
  )
  session.setDevicePermissionHandler(() => false)
}

/** Prevents navigation to other pages, new windows and frames. */
function denyNavigation(contents: WebContents, openExternal: OpenExternal): void {
  contents.on('will-navigate', (event, url) => {
    if (isOurs(url)) return
    event.preventDefault()
    openExternal(url)
  })
  contents.on('will-redirect', (event, url) => {
    if (!isOurs(url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url)
    return { action: 'deny' }
  })
}
