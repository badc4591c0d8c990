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

/** Tells of a connection that was lost and of problems in standards. Returns what ends it. */
export function setupNotifications({ core, connections, open }: NotificationOptions): () => void {
  // One that nothing holds is collected, and its click with it.
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

  const desk = createNotificationThrottle({
    show,
    isWanted: () => core.settings.current().window.notifications,
  })
  const look = () => {
    try {
      desk.errors(core.activity.errors({ acknowledged: false }))
    } catch {
      // The log cannot be read; its health says so.
    }
  }
  look()
  const ends = [
    connections.watch((news) => desk.connections(news)),
    core.activity.follow(({ errors }) => {
      if (errors) look()
    }),
  ]
  return () => {
    for (const end of ends) end()
    desk.close()
  }
}
