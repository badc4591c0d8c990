/** How many requests one client may send. */
export interface RateRule {
  /** Requests that may come at once. */
  readonly burst: number
  /** Requests a second that are regained. */
  readonly perSecond: number
}

/** A token bucket for each client. */
export interface RateLimit {
  /** Takes `cost` tokens from a client's bucket. Returns 0, or the milliseconds until it may try again; then nothing was taken. */
  take(client: string, cost?: number): number
}

/** More clients than a machine has; without a bound, invented names could fill the memory. */
const MAX_CLIENTS = 1_000

/** @param now milliseconds, of a clock that never goes back */
export function createRateLimit(rule: RateRule, now: () => number = () => performance.now()): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>()

  function bucketOf(client: string): { left: number; at: number } {
    const known = buckets.get(client)
    if (known !== undefined) return known
    if (buckets.size >= MAX_CLIENTS) {
      const oldest = buckets.keys().next()
      if (!oldest.done) buckets.delete(oldest.value)
    }
    const fresh = { left: rule.burst, at: now() }
    buckets.set(client, fresh)
    return fresh
  }

  return {
    take(client, cost = 1) {
      const bucket = bucketOf(client)
      const time = now()
      bucket.left = Math.min(rule.burst, bucket.left + ((time - bucket.at) / 1000) * rule.perSecond)
      bucket.at = time
      if (bucket.left >= cost) {
        bucket.left -= cost
        return 0
      }
      return Math.ceil(((Math.min(cost, rule.burst) - bucket.left) / rule.perSecond) * 1000)
    },
  }
}
