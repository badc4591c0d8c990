/** Whether the process of a session is still there, as far as another process can tell. */
export interface Liveness {
  /** To be called at every look, whatever it is for: a gap between two looks means that this machine slept. */
  look(now: number): void
  /** True when the process is gone, or has not said for long that it lives. */
  isGone(pid: number, beatAt: number): boolean
}

// Heartbeats come each 30 seconds.
const SILENCE_MS = 120_000

/** @param every milliseconds between two looks */
export function watchLiveness(every: number): Liveness {
  let lookedAt: number | null = null
  let trustSilenceFrom = 0
  return {
    look(now) {
      // After a sleep, or a jump of the clock, everybody seems silent: they get time to speak.
      if (lookedAt !== null && (now < lookedAt || now - lookedAt > 3 * every))
        trustSilenceFrom = now + SILENCE_MS
      if (trustSilenceFrom > now + SILENCE_MS) trustSilenceFrom = now + SILENCE_MS
      lookedAt = now
    },
    isGone(pid, beatAt) {
      if (pid !== process.pid && !isAlive(pid)) return true
      const now = lookedAt ?? beatAt
      return now >= trustSilenceFrom && now - beatAt > SILENCE_MS
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is a process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
