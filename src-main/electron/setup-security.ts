import { app, type Session, shell, type WebContents } from 'electron'
import type { Logger } from '../../src-core/base/log.ts'
import { describeError } from '../../src-shared/contract/errors.ts'
import { checkExternalLink } from './app-links.ts'
import { isInside, isPermitted } from './security.ts'
import { isOurs } from './window-address.ts'

/** Opens a link in the program that the user has for it, if it is one that may be opened. */
export type OpenExternal = (url: string) => void

/**
 * Denies to every page of the app what it does not need. Before the first page is made.
 * @param ownLinks as in {@link checkExternalLink}
 */
export function setupSecurity(
  session: Session,
  log: Logger,
  ownLinks: () => readonly string[],
): OpenExternal {
  const openOutside: OpenExternal = (url) => {
    const vetted = checkExternalLink(url, ownLinks)
    if (vetted === null) log('warn', `A link was not opened: ${url.slice(0, 200)}`)
    else
      void shell
        .openExternal(vetted)
        .catch((error) => log('warn', `A link could not be opened: ${describeError(error)}`))
  }
  denyPermissions(session)
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isInside(url, !app.isPackaged) }))
  app.on('web-contents-created', (_event, contents) => keepInPlace(contents, openOutside))
  return openOutside
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

/** A page of ours stays what it is: no other page, no second window, no page within. */
function keepInPlace(contents: WebContents, openOutside: OpenExternal): void {
  contents.on('will-navigate', (event, url) => {
    if (isOurs(url)) return
    event.preventDefault()
    openOutside(url)
  })
  contents.on('will-redirect', (event, url) => {
    if (!isOurs(url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
}
