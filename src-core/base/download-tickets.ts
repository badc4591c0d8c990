import { randomBytes } from 'node:crypto'

/** A file that is generated while it is downloaded. */
export interface Download {
  readonly name: string
  /** The media type. */
  readonly type: string
  /** The content. Each call starts from the beginning. */
  pieces(): Iterable<string>
}

/** One-time URLs for downloads, because a browser cannot send the window's token with a link. */
export interface Tickets {
  /** An unguessable path that works once, within a minute. */
  issue(download: Download): string
  /** The download; `null` for a path that was used before, has expired or was never issued. */
  take(path: string): Download | null
}

const PREFIX = '/export/'
const LIFETIME_MS = 60_000
const MAX_OPEN = 100

export function createTickets(now: () => number = Date.now): Tickets {
  const open = new Map<string, { readonly download: Download; readonly expiresAt: number }>()

  function dropExpired(): void {
    // A map iterates in insertion order, which is the order of expiry.
    for (const [path, { expiresAt }] of open) {
      if (expiresAt > now() && open.size <= MAX_OPEN) return
      open.delete(path)
    }
  }

  return {
    issue(download) {
      const path = PREFIX + randomBytes(24).toString('base64url')
      open.set(path, { download, expiresAt: now() + LIFETIME_MS })
      dropExpired()
      return path
    },
    take(path) {
      dropExpired()
      const ticket = open.get(path)
      open.delete(path)
      return ticket?.download ?? null
    },
  }
}
