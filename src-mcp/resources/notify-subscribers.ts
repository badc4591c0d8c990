import type { McpServer, ServerNotifier } from '@modelcontextprotocol/server'
import type { ClientLogSender } from '../extension/client-log.ts'
import type { LibraryChanges } from './library-changes.ts'
import type { Subscriptions } from './subscriptions.ts'

export interface NotifyOptions {
  readonly changes: LibraryChanges
  /** The client's subscriptions and log of the legacy generation; `null` in the modern one, where the SDK has them. */
  readonly legacy: { readonly subscriptions: Subscriptions; readonly clientLog: ClientLogSender } | null
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** Notifies the client of changes while its connection is open; in the legacy generation from `notifications/initialized` on. */
export function notifySubscribers(mcp: McpServer, { changes, legacy, log }: NotifyOptions): void {
  const { server } = mcp
  let isReady = legacy === null
  server.oninitialized = () => {
    isReady = true
  }

  function notify(send: () => Promise<void>): void {
    if (!isReady || !mcp.isConnected()) return
    send().catch((error) => log('warn', `The library changed, and the client was not notified: ${error}`))
  }

  const stops = [
    changes.onToolsChanged(() => notify(() => server.sendToolListChanged())),
    changes.onResourcesChanged(() => notify(() => server.sendResourceListChanged())),
    changes.onResourceUpdated((standard) => {
      const uris = legacy === null ? [standard] : legacy.subscriptions.following(standard)
      for (const uri of uris) notify(() => server.sendResourceUpdated({ uri }))
    }),
  ]
  if (legacy !== null) stops.push(changes.onNotice((notice) => notify(() => legacy.clientLog.send(notice))))
  server.onclose = () => {
    for (const stop of stops) stop()
  }
}

/**
 * Notifies the clients that listen over HTTP, where no server instance lives long enough to do it. To be called once a process.
 * @returns a function that stops it
 */
export function forwardNotifications(
  changes: Pick<LibraryChanges, 'onToolsChanged' | 'onResourcesChanged' | 'onResourceUpdated'>,
  notify: Pick<ServerNotifier, 'toolsChanged' | 'resourcesChanged' | 'resourceUpdated'>,
): () => void {
  const stops = [
    changes.onToolsChanged(() => notify.toolsChanged()),
    changes.onResourcesChanged(() => notify.resourcesChanged()),
    changes.onResourceUpdated((uri) => notify.resourceUpdated(uri)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
