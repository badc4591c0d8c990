import type { McpServer, ServerNotifier } from '@modelcontextprotocol/server'
import type { ClientLog } from '../extension/client-log.ts'
import type { LibraryChanges } from './library-changes.ts'
import type { Subscriptions } from './subscriptions.ts'

export interface NotifyOptions {
  readonly changes: LibraryChanges
  /** What the client follows and what it wants to be told, in the older era; in the newer one the SDK knows both. */
  readonly legacy: { readonly subscriptions: Subscriptions; readonly clientLog: ClientLog } | null
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/** Tells the client of changes for as long as its connection is open, in the older era once it has said that it is ready. */
export function notifySubscribers(mcp: McpServer, { changes, legacy, log }: NotifyOptions): void {
  const { server } = mcp
  let ready = legacy === null
  server.oninitialized = () => {
    ready = true
  }

  function tell(send: () => Promise<void>): void {
    if (!ready || !mcp.isConnected()) return
    send().catch((error) => log('warn', `The library changed, and the client was not told: ${error}`))
  }

  const stops = [
    changes.onToolsChanged(() => tell(() => server.sendToolListChanged())),
    changes.onResourcesChanged(() => tell(() => server.sendResourceListChanged())),
    changes.onResourceUpdated((standard) => {
      const uris = legacy === null ? [standard] : legacy.subscriptions.following(standard)
      for (const uri of uris) tell(() => server.sendResourceUpdated({ uri }))
    }),
  ]
  if (legacy !== null) stops.push(changes.onNotice((notice) => tell(() => legacy.clientLog.send(notice))))
  server.onclose = () => {
    for (const stop of stops) stop()
  }
}

/**
 * Tells the clients that listen over HTTP, where no server instance lives long enough to do it. Once a process.
 * @returns what ends it
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
