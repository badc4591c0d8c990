// Heartbeats are written every 30 seconds.
const SILENCE_MS = 120_000

/** Tells whether the process of a session still runs, by its id and its heartbeat. */
export class Liveness {
  readonly #interval: number
  #checkedAt: number | null = null
  /** Until then a missing heartbeat is no sign that a process is gone. */
  #trustSilenceFrom = 0

  /** @param interval milliseconds between two calls of {@link Liveness.update} */
  constructor(interval: number) {
    this.#interval = interval
  }

  /** To be called at regular intervals: a longer pause means that the machine was asleep. */
  update(now: number): void {
    const before = this.#checkedAt
    // After a sleep, or a change of the clock, no process has a recent heartbeat: each gets time to write one.
    if (before !== null && (now < before || now - before > 3 * this.#interval))
      this.#trustSilenceFrom = now + SILENCE_MS
    if (this.#trustSilenceFrom > now + SILENCE_MS) this.#trustSilenceFrom = now + SILENCE_MS
    this.#checkedAt = now
  }

  /** True when the process has ended, or has written no heartbeat for two minutes: its id may be another process's by now. */
  isGone(pid: number, beatAt: number): boolean {
    if (pid !== process.pid && !isRunning(pid)) return true
    const now = this.#checkedAt ?? beatAt
    return now >= this.#trustSilenceFrom && now - beatAt > SILENCE_MS
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
