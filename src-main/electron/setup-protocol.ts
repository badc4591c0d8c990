import { protocol, type Session } from 'electron'
import type { WindowServer } from '../../src-core/app/window-server.ts'
import { serveDownload } from '../window-host/serve-download.ts'
import { createWindowFiles } from '../window-host/window-files.ts'
import { isOurs, SCHEME_PRIVILEGES, WINDOW_SCHEME } from './window-address.ts'

/** Registers the scheme of the window. Has to be called before the app is ready. */
export function registerWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: WINDOW_SCHEME, privileges: SCHEME_PRIVILEGES }])
}

/** Serves the built window and its downloads to our own pages. */
export function setupProtocol(session: Session, windowFolder: string, server: Promise<WindowServer>): void {
  const files = createWindowFiles(windowFolder, { webSocket: false })
  session.protocol.handle(WINDOW_SCHEME, async ({ url, method }) => {
    if (!isOurs(url)) return notFound()
    const { pathname } = new URL(url)
    const download = /^\/export\//.test(pathname) ? (await server).tickets.take(pathname) : null
    if (download) return serveDownload(download)
    // A path without a file is a view of the window; only our own page sends requests here.
    const request = new Request(url, { method, headers: { accept: 'text/html' } })
    return (await files.serve(request)) ?? notFound()
  })
}

function notFound(): Response {
  return new Response('There is nothing here.\n', { status: 404, headers: { 'content-type': 'text/plain' } })
}
