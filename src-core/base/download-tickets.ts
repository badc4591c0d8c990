import { randomBytes } from 'node:crypto'

/** A file that is made while it is fetched. */
export interface Download {
  readonly name: string
  /** Its media type. */
  readonly type: string
  /** Begins anew at each call. */
  pieces(): Iterable<string>
}

/** Downloads that wait for their one fetch: a browser can put no token on a link. */
export interface Tickets {
  /** A path that cannot be guessed and works once, within a minute. */
  issue(download: Download): string
  /** `null` for a path that was used, is too old, or was never issued. */
  take(path: string): Download | null
}

const PREFIX = '/export/'
const LIFE_MS = 60_000
const MOST = 100

export function createTickets(now: () => number = Date.now): Tickets {
  const open = new Map<string, { readonly download: Download; readonly until: number }>()

  function dropOld(): void {
    // In the order in which they end.
    for (const [path, { until }] of open) {
      if (until > now() && open.size <= MOST) return
      open.delete(path)
    }
  }

  return {
    issue(download) {
      const path = PREFIX + randomBytes(24).toString('base64url')
      open.set(path, { download, until: now() + LIFE_MS })
      dropOld()
      return path
    },
    take(path) {
      dropOld()
      const ticket = open.get(path)
      open.delete(path)
      return ticket?.download ?? null
    },
  }
}
