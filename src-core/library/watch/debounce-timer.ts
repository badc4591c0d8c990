/**
 * A timer for one waiter. It can be set to an earlier time, but not to a later one, except by `debounce`. It also expires
 * while nobody waits.
 */
export interface DebounceTimer {
  /** Expires in `ms` milliseconds at the latest. */
  setWithin(ms: number): void
  /** Expires `ms` milliseconds after the last call, but at most `limit` milliseconds after the first. */
  debounce(ms: number, limit: number): void
  /** Resolves on expiry, `ms` milliseconds from now at the latest; at once when the timer expired since the last wait. */
  wait(ms: number): Promise<void>
  /** Expires now, and at once in every further `wait`. */
  close(): void
}

export function createDebounceTimer(): DebounceTimer {
  let timer: NodeJS.Timeout | undefined
  let expiresAt = Number.POSITIVE_INFINITY
  let hasExpired = false
  let closed = false
  let waiter: (() => void) | null = null
  let burstStartedAt = 0

  function expire(): void {
    clearTimeout(timer)
    expiresAt = Number.POSITIVE_INFINITY
    burstStartedAt = 0
    hasExpired = true
    waiter?.()
  }

  function set(time: number): void {
    clearTimeout(timer)
    expiresAt = time
    timer = setTimeout(expire, Math.max(0, time - Date.now()))
  }

  function setWithin(ms: number): void {
    const time = Date.now() + ms
    if (time < expiresAt) set(time)
  }

  return {
    setWithin,
    debounce(ms, limit) {
      const now = Date.now()
      if (burstStartedAt === 0) burstStartedAt = now
      set(Math.min(now + ms, burstStartedAt + limit))
    },
    async wait(ms) {
      if (!hasExpired && !closed) {
        setWithin(ms)
        await new Promise<void>((resolve) => {
          waiter = resolve
        })
        waiter = null
      }
      hasExpired = false
    },
    close() {
      closed = true
      expire()
    },
  }
}
