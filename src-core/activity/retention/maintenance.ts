import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { LiveSession } from '../activity.ts'
import type { ActivityFile } from '../file/activity-file.ts'
import { isTemporary } from '../file/file-errors.ts'
import type { WriteStatements } from '../write/write-statements.ts'
import { Liveness } from './liveness.ts'
import { retainedFrom } from './retention.ts'

export interface MaintenanceOptions {
  readonly file: ActivityFile<WriteStatements>
  readonly settings: () => Settings['activity']
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const HEARTBEAT_MS = 30_000
/** The interval while somebody watches. */
const WATCHED_INTERVAL_MS = 2_000
// A process that nobody watches deletes nothing while it is young, as many stdio children serve one request.
const RETENTION_AFTER_MS = 120_000
// One process at a time deletes. It renews its claim with each step.
const CLAIM_MS = 10_000
const UNUSED_INTERVAL_MS = 3_600_000
const FIND_LOST_INTERVAL_MS = 1_000
const STEP_PAUSE_MS = 5
const MAX_FAILURES = 100

/** Regular work on the activity database: heartbeats, sessions of processes that died, and the deletion of old requests. */
export class Maintenance {
  readonly #options: MaintenanceOptions
  readonly #liveness = new Liveness(HEARTBEAT_MS)
  readonly #startedAt: number
  /** Ids of the sessions of this process that have not ended. */
  readonly #liveSessions = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #watchers = 0
  #beatAt = 0
  #lostCheckedAt = Number.NEGATIVE_INFINITY
  #unusedDeletedAt = Number.NEGATIVE_INFINITY
  #retention: Promise<void> | null = null
  #isClosed = false

  constructor(options: MaintenanceOptions) {
    this.#options = options
    this.#startedAt = options.now()
  }

  /** Idempotent. */
  start(): void {
    if (this.#timer || this.#isClosed) return
    this.#timer = setInterval(() => this.#tick(), this.#watchers > 0 ? WATCHED_INTERVAL_MS : HEARTBEAT_MS)
    this.#timer.unref()
  }

  /** Shortens the interval while somebody watches the activity. Returns a function that ends the watch. */
  watch(): () => void {
    this.#watchers++
    if (this.#watchers === 1) this.#restart()
    return () => {
      this.#watchers--
      if (this.#watchers === 0) this.#restart()
    }
  }

  /** To be called with each new state of a session of this process. */
  updateSession(session: LiveSession): void {
    if (session.state === 'disconnected') {
      this.#liveSessions.delete(session.id)
      return
    }
    this.#liveSessions.add(session.id)
    if (this.#liveSessions.size === 1) this.#beatAt = this.#options.now()
  }

  /** Marks the sessions of processes that died as lost; at most once a second. */
  findLost(): void {
    const { file, now } = this.#options
    const at = now()
    if (file.isReadOnly() || Math.abs(at - this.#lostCheckedAt) < FIND_LOST_INTERVAL_MS) return
    this.#lostCheckedAt = at
    this.#liveness.update(at)
    attempt(() => {
      const isGone = (pid: number, beatAt: number) => this.#liveness.isGone(pid, beatAt)
      const lost = file.use(({ writer }) => writer().sessions.findLost(isGone))
      if (lost.length > 0) file.write(({ writer }) => writer().sessions.markLost(lost))
    })
  }

  /** Deletes cleared requests in steps. */
  async deleteCleared(): Promise<void> {
    const { file } = this.#options
    await this.#repeat(() => file.write(({ retention }) => retention().deleteCleared()))
    await this.#shrink()
  }

  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
  }

  #restart(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.start()
  }

  #tick(): void {
    const at = this.#options.now()
    if (this.#liveSessions.size > 0 && Math.abs(at - this.#beatAt) >= HEARTBEAT_MS - WATCHED_INTERVAL_MS) {
      this.#beatAt = at
      attempt(() =>
        this.#options.file.write(({ writer }) => writer().sessions.beat([...this.#liveSessions], at)),
      )
    }
    this.findLost()
    if (this.#watchers > 0 || at - this.#startedAt >= RETENTION_AFTER_MS) {
      this.#retention ??= this.#runRetention().finally(() => {
        this.#retention = null
      })
    }
  }

  async #runRetention(): Promise<void> {
    const { file, settings, now } = this.#options
    const isNeeded = attempt(() => file.use(({ retention }) => retention().isNeeded(settings(), now())))
    if (isNeeded !== true || file.isReadOnly()) return
    if (attempt(() => file.write(({ retention }) => retention().claim(now(), CLAIM_MS))) !== true) return
    await this.#repeat(() => file.write(({ retention }) => retention().deleteCleared()))
    await this.#repeat(() =>
      file.write(({ retention }) => retention().compactExpired(retainedFrom(settings(), now()))),
    )
    await this.#repeat(() => file.write(({ retention }) => retention().deleteExpired(settings(), now())))
    if (!this.#isClosed && now() - this.#unusedDeletedAt >= UNUSED_INTERVAL_MS) {
      this.#unusedDeletedAt = now()
      attempt(() => file.write(({ retention }) => retention().deleteUnused(retainedFrom(settings(), now()))))
    }
    await this.#shrink()
  }

  #shrink(): Promise<void> {
    return this.#repeat(() => this.#options.file.use(({ retention }) => retention().shrink()))
  }

  /** Repeats a step while it returns true. Tries again while another process holds the lock. */
  async #repeat(step: () => boolean): Promise<void> {
    let failures = 0
    while (!this.#isClosed) {
      try {
        if (!step()) return
        failures = 0
      } catch (error) {
        if (!isTemporary(error) || ++failures > MAX_FAILURES) return
      }
      // Lets this process answer, and other processes write.
      await nextTurn()
      await new Promise<void>((resolve) => setTimeout(resolve, STEP_PAUSE_MS))
    }
  }
}

/** Returns `undefined` when the work fails: the next tick tries again. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
