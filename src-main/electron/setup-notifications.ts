import { Notification } from 'electron'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import type { Clients } from '../../src-core/clients/clients.ts'
import { createNotificationThrottle, type Notice } from './notification-throttle.ts'

export interface NotificationOptions {
  readonly core: Pick<HostCore, 'settings' | 'activity'>
  readonly connections: Pick<Clients, 'watch'>
  /** Shows the window at a path. */
  readonly open: (path: string) => void
}

/** Shows notifications of lost client entries and of problems in standards. Returns a function that ends this. */
export function setupNotifications({ core, connections, open }: NotificationOptions): () => void {
  // A notification without a reference is garbage collected, and its click handler with it.
  const shown = new Set<Notification>()

  function show({ title, body, path }: Notice): void {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body })
    shown.add(notification)
    notification.on('click', () => {
      shown.delete(notification)
      open(path)
    })
    notification.on('close', () => shown.delete(notification))
    notification.show()
  }

  const throttle = createNotificationThrottle({
    show,
    isWanted: () => core.settings.current().window.notifications,
  })
  const checkErrors = () => {
    try {
      throttle.errors(core.activity.errors({ acknowledged: false }))
    } catch {
      // The activity cannot be read; its health state shows that.
    }
  }
  checkErrors()
  const unsubscribes = [
    connections.watch((changes) => throttle.connections(changes)),
    core.activity.follow(({ errors }) => {
      if (errors) checkErrors()
    }),
  ]
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe()
    throttle.close()
  }
}
