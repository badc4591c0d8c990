import type { WebContents, WebFrameMain } from 'electron'
import type { WindowConnection } from '../../src-core/app/window-connection.ts'
import type { WindowServer } from '../../src-core/app/window-server.ts'
import type { Logger } from '../../src-core/base/log.ts'
import { type FromWindow, TO_HOST, TO_WINDOW, type ToWindow } from './channels.ts'
import { isOurs } from './window-address.ts'

/** Events that may be on their way to a window before further ones wait. */
const MOST_UNHEARD = 8

/**
 * Serves a window over its one pair of channels. What it says before the engine is ready waits. A new document takes the place
 * of the former, whose subscriptions end; so they do when the window is closed or its process is gone.
 */
export function setupBridge(contents: WebContents, bridge: Promise<WindowServer>, log: Logger): void {
  let page = ''
  let connection: Promise<WindowConnection> | null = null
  let unheard = 0

  function end(): void {
    void connection?.then((one) => one.close())
    connection = null
    page = ''
  }

  async function connect(to: string): Promise<WindowConnection> {
    const isThere = () => page === to && !contents.isDestroyed()
    return (await bridge).connect({
      send(message) {
        if (!isThere()) return
        if (message.kind === 'event') unheard += 1
        contents.send(TO_WINDOW, { page: to, message } satisfies ToWindow)
      },
      isBusy: () => unheard >= MOST_UNHEARD,
    })
  }

  contents.ipc.on(TO_HOST, (event, value: unknown) => {
    if (!isSender(event.senderFrame, contents)) {
      log('warn', `A message from ${event.senderFrame?.url ?? 'a page that is gone'} was not heard.`)
      return
    }
    const from = readMessage(value)
    if (from === null) return
    if (from.page !== page) {
      end()
      page = from.page
      unheard = 0
      connection = connect(page)
      // A bridge that never comes is told by whoever makes it.
      connection.catch(() => {})
    }
    if (from.message.kind === 'heard') unheard = Math.max(0, unheard - 1)
    else void connection?.then((one) => one.receive(from.message)).catch(() => {})
  })
  contents.on('render-process-gone', end)
  contents.on('destroyed', end)
}

/** Only the page itself, and only ours: no frame in it, nothing that it was led to. */
function isSender(frame: WebFrameMain | null, contents: WebContents): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url) && isOurs(contents.getURL())
}

/** What it says is checked where it is handled, as over any other wire. */
function readMessage(value: unknown): FromWindow | null {
  if (typeof value !== 'object' || value === null || !('page' in value) || !('message' in value)) return null
  const { page, message } = value
  const isMessage = typeof message === 'object' && message !== null && 'kind' in message
  return typeof page === 'string' && page.length === 36 && isMessage ? (value as FromWindow) : null
}
