import type { Activity } from '../activity.ts'

/** How often each standard was asked for, over everything that the log holds. */
export interface UsageCounts {
  /** By id; the same map until it was asked for anew, which the log is at most every two seconds. */
  current(): ReadonlyMap<string, number>
  close(): void
}

const KEPT_MS = 2_000

export function createUsageCounts(
  activity: Pick<Activity, 'usage' | 'follow'>,
  now: () => number = Date.now,
): UsageCounts {
  let counts: ReadonlyMap<string, number> = new Map()
  let stale = true
  let askedAt = Number.NEGATIVE_INFINITY
  const stop = activity.follow(({ rows, cleared }) => {
    if (rows.length > 0 || cleared) stale = true
  })
  return {
    current() {
      if (!stale || now() - askedAt < KEPT_MS) return counts
      askedAt = now()
      try {
        counts = new Map(activity.usage({ from: 0 }).map(({ id, times }) => [id, times]))
        stale = false
      } catch {
        // The list of standards is worth having without them; the log's health says what is wrong.
      }
      return counts
    },
    close: stop,
  }
}
