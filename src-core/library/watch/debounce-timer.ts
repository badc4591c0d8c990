/** One wake-up at a time: whoever wants attention sets it earlier, never later. It rings also while nobody waits. */
export interface DebounceTimer {
  /** Rings in `ms` milliseconds at the latest. */
  ringIn(ms: number): void
  /** Like `ringIn`, but each call within `limit` milliseconds of the first one puts it off again. */
  debounce(ms: number, limit: number): void
  /** Resolves when it rings, `ms` milliseconds from now at the latest; at once when it rang since the last wait. */
  wait(ms: number): Promise<void>
  /** Rings now, and from now on at every wait. */
  close(): void
}

export function createDebounceTimer(): DebounceTimer {
  let timer: NodeJS.Timeout | undefined
  let at = Number.POSITIVE_INFINITY
  let rang = false
  let closed = false
  let waiter: (() => void) | null = null
  let burstSince = 0

  function ring(): void {
    clearTimeout(timer)
    at = Number.POSITIVE_INFINITY
    burstSince = 0
    rang = true
    waiter?.()
  }

  function set(time: number): void {
    clearTimeout(timer)
    at = time
    timer = setTimeout(ring, Math.max(0, time - Date.now()))
  }

  return {
    ringIn(ms) {
      const time = Date.now() + ms
      if (time < at) set(time)
    },
    debounce(ms, limit) {
      const now = Date.now()
      if (burstSince === 0) burstSince = now
      set(Math.min(now + ms, burstSince + limit))
    },
    async wait(ms) {
      if (!rang && !closed) {
        const time = Date.now() + ms
        if (time < at) set(time)
        await new Promise<void>((resolve) => {
          waiter = resolve
        })
        waiter = null
      }
      rang = false
    },
    close() {
      closed = true
      ring()
    },
  }
}
