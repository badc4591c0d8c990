import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { LiveSession } from '../activity.ts'
import type { ActivityFile } from '../file/activity-file.ts'
import { isBusy } from '../file/file-errors.ts'
import type { ActivityTables } from '../write/activity-store.ts'
import { watchLiveness } from '../write/liveness.ts'

/** Does now and then what the log needs: heartbeats, sessions of processes that died, old rows. */
export interface Maintenance {
  /** Begins to keep, if it has not begun. */
  start(): void
  /** Looks more often from now on, as somebody watches; returns what ends that. */
  watch(): () => void
  noteSession(session: LiveSession): void
  /** Marks sessions as lost whose process is gone; at most once a second. */
  findLost(): void
  /** Takes away what was cleared and what is too old, in steps; resolves when all of it is gone, or somebody else does it. */
  tend(): Promise<void>
  /** The same for what was cleared, also when it was done a moment ago. */
  removeCleared(): Promise<void>
  close(): void
}

const BEAT_MS = 30_000
const WATCHED_MS = 2_000
// A child that lives for one question tends nothing.
const TENDS_AFTER_MS = 120_000
// Whoever tends says so with every step.
const TURN_MS = 10_000
const NAMES_EVERY_MS = 3_600_000
const STEP_PAUSE_MS = 5

export function createMaintenance(options: {
  readonly file: ActivityFile<ActivityTables>
  readonly settings: () => Settings['activity']
  readonly now: () => number
}): Maintenance {
  const { file, settings, now } = options
  const live = new Set<string>()
  const liveness = watchLiveness(BEAT_MS)
  const begunAt = now()
  let timer: NodeJS.Timeout | undefined
  let watchers = 0
  let beatAt = 0
  let lookedAt = Number.NEGATIVE_INFINITY
  let namesAt = Number.NEGATIVE_INFINITY
  let tending: Promise<void> | null = null
  let closed = false

  function start(): void {
    if (timer || closed) return
    timer = setInterval(tick, watchers > 0 ? WATCHED_MS : BEAT_MS)
    timer.unref()
  }

  function restart(): void {
    clearInterval(timer)
    timer = undefined
    start()
  }

  function tick(): void {
    const at = now()
    if (live.size > 0 && Math.abs(at - beatAt) >= BEAT_MS - WATCHED_MS) {
      beatAt = at
      attempt(() => file.write((store) => store.writer().sessions.beat([...live], at)))
    }
    findLost()
    if (watchers > 0 || at - begunAt >= TENDS_AFTER_MS) void tend()
  }

  function findLost(): void {
    const at = now()
    if (file.readonly() || Math.abs(at - lookedAt) < 1_000) return
    lookedAt = at
    liveness.look(at)
    attempt(() => {
      const gone = file.use((store) => store.writer().sessions.gone(liveness.isGone))
      if (gone.length > 0) file.write((store) => store.writer().sessions.markLost(gone))
    })
  }

  /** Runs one step; true when there is more to do. Another's lock is waited for. */
  async function steps(step: () => boolean): Promise<void> {
    let failures = 0
    while (!closed) {
      try {
        if (!step()) return
        failures = 0
      } catch (error) {
        if (!isBusy(error) || ++failures > 100) return
      }
      // Others write between two steps, and this process answers.
      await pause()
    }
  }

  async function pause(): Promise<void> {
    await nextTurn()
    await new Promise<void>((resolve) => setTimeout(resolve, STEP_PAUSE_MS))
  }

  async function removeCleared(): Promise<void> {
    await steps(() => file.write((store) => store.tender().removeCleared() > 0))
    await shrink()
  }

  function shrink(): Promise<void> {
    return steps(() => file.use((store) => store.tender().shrink()))
  }

  async function tendNow(): Promise<void> {
    const needed = attempt(() => file.use((store) => store.tender().isNeeded(settings(), now())))
    if (needed !== true || file.readonly()) return
    if (attempt(() => file.write((store) => store.tender().takeTurn(now(), TURN_MS))) !== true) return
    await steps(() => file.write((store) => store.tender().removeCleared() > 0))
    await steps(() => file.write((store) => store.tender().sealOld(now() - settings().keepDays * 86_400_000)))
    await steps(() => file.write((store) => store.tender().removeSome(settings(), now()) > 0))
    if (!closed && now() - namesAt >= NAMES_EVERY_MS) {
      namesAt = now()
      const before = now() - settings().keepDays * 86_400_000
      attempt(() => file.write((store) => store.tender().removeNames(before)))
    }
    await shrink()
  }

  function tend(): Promise<void> {
    tending ??= tendNow().finally(() => {
      tending = null
    })
    return tending
  }

  return {
    start,
    watch() {
      watchers++
      if (watchers === 1) restart()
      return () => {
        watchers--
        if (watchers === 0) restart()
      }
    },
    noteSession(session) {
      if (session.state === 'disconnected') {
        live.delete(session.id)
        return
      }
      live.add(session.id)
      if (live.size === 1) beatAt = now()
    },
    findLost,
    tend,
    removeCleared,
    close() {
      closed = true
      clearInterval(timer)
    },
  }
}

/** `undefined` when it failed: the next time will do. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
