import type { WebContents, WebFrameMain } from 'electron'
import type { WindowConnection } from '../../src-core/app/window-connection.ts'
import type { WindowServer } from '../../src-core/app/window-server.ts'
import type { Logger } from '../../src-core/base/log.ts'
import { type FromWindow, TO_HOST, TO_WINDOW, type ToWindow } from './channels.ts'
import { isOurs } from './window-address.ts'

/** Events that may be unacknowledged before further ones wait. */
const MAX_UNACKNOWLEDGED = 8

/**
 * Serves a window over its pair of IPC channels. Messages that arrive before the engine is ready wait. The subscriptions of a document
 * end when another document replaces it, and when the window closes or its process ends.
 */
export function setupBridge(contents: WebContents, server: Promise<WindowServer>, log: Logger): void {
  let page = ''
  let connection: Promise<WindowConnection> | null = null
  let unacknowledged = 0

  function end(): void {
    void connection?.then((opened) => opened.close())
    connection = null
    page = ''
  }

  async function connect(to: string): Promise<WindowConnection> {
    const isOpen = () => page === to && !contents.isDestroyed()
    return (await server).connect({
      send(message) {
        if (!isOpen()) return
        if (message.kind === 'event') unacknowledged += 1
        contents.send(TO_WINDOW, { page: to, message } satisfies ToWindow)
      },
      isBusy: () => unacknowledged >= MAX_UNACKNOWLEDGED,
    })
  }

  contents.ipc.on(TO_HOST, (event, value: unknown) => {
    if (!isWindowPage(event.senderFrame, contents)) {
      log('warn', `A message from ${event.senderFrame?.url ?? 'a closed page'} was rejected.`)
      return
    }
    const from = readMessage(value)
    if (from === null) return
    if (from.page !== page) {
      end()
      page = from.page
      unacknowledged = 0
      connection = connect(page)
      // The code that starts the engine reports its failure.
      connection.catch(() => {})
    }
    if (from.message.kind === 'acknowledged') unacknowledged = Math.max(0, unacknowledged - 1)
    else void connection?.then((opened) => opened.receive(from.message)).catch(() => {})
  })
  contents.on('render-process-gone', end)
  contents.on('destroyed', end)
}

/** True for the window's own page. Frames in it and other pages are rejected. */
function isWindowPage(frame: WebFrameMain | null, contents: WebContents): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url) && isOurs(contents.getURL())
}

/** Checks the envelope only. The handlers check the message, as for every connection. */
function readMessage(value: unknown): FromWindow | null {
  if (typeof value !== 'object' || value === null || !('page' in value) || !('message' in value)) return null
  const { page, message } = value
  const isMessage = typeof message === 'object' && message !== null && 'kind' in message
  return typeof page === 'string' && page.length === 36 && isMessage ? (value as FromWindow) : null
}
