import type { AppState, Area, HostFacts } from '../../src-shared/contract/contract.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { LibraryStatus } from '../../src-shared/contract/library.ts'
import { type ActivityChanges, type GapAnswers, openGaps } from '../activity/activity.ts'
import { userHomeOrNone } from '../base/home.ts'
import { createRemainingTime } from './remaining-time.ts'
import { createRequestRate, type RequestRate } from './request-rate.ts'
import type { WindowDeps } from './window-deps.ts'

/** The state of the app, assembled from everything that can change it. */
export interface StateFeed {
  current(): AppState
  /** Marks areas as changed whose changes the feed does not observe itself. */
  markChanged(...areas: readonly Area[]): void
  /**
   * Calls `listener` with the current state, then after each change, at most ten times a second. Returns an unsubscribe
   * function.
   */
  subscribe(listener: (state: AppState) => void): () => void
  close(): void
}

const NOTIFY_INTERVAL_MS = 100
// The index reports no change when only its progress or a time in it changes, so these are polled.
const INDEXING_POLL_MS = 250
const POLL_MS = 2_000
const MAX_SESSIONS = 500
// Counting gaps reads every request without a result in the log.
const GAPS_INTERVAL_MS = 1_000

/** The parts that the state of the app is read from. */
type StateDeps = Pick<WindowDeps, 'core' | 'activity' | 'cache' | 'host' | 'clients'>

/** Without subscribers the feed only counts changes; it reads nothing. */
export function createStateFeed(
  deps: StateDeps,
  answers: Pick<GapAnswers, 'isAnswered' | 'onChange'>,
): StateFeed {
  return new ObservedStateFeed(deps, answers)
}

class ObservedStateFeed implements StateFeed {
  readonly #deps: StateDeps
  readonly #listeners = new Set<(state: AppState) => void>()
  readonly #versions: Record<Area, number> = {
    library: 0,
    requests: 0,
    errors: 0,
    sessions: 0,
    cache: 0,
    gaps: 0,
    settings: 0,
    connections: 0,
  }
  readonly #remainingTime = createRemainingTime()
  readonly #requestRate: RequestRate
  readonly #gaps: CachedCount
  readonly #errors: CachedCount
  readonly #sessions: CachedCount
  readonly #attention: CachedCount
  readonly #unsubscribers: readonly (() => void)[]
  #generation: number | null = null
  #lastCacheStatus = ''
  #lastSent = ''
  #lastSentAt = 0
  #notifyTimer: NodeJS.Timeout | undefined
  #pollTimer: NodeJS.Timeout | undefined

  constructor(deps: StateDeps, answers: Pick<GapAnswers, 'isAnswered' | 'onChange'>) {
    const { core, activity, host, clients } = deps
    this.#deps = deps
    this.#requestRate = createRequestRate((from, to) =>
      valueOr([], () => activity.figures({}, from, to, 60).steps),
    )
    this.#gaps = createCachedCount(
      () => openGaps(activity).filter(({ id }) => !answers.isAnswered(id)).length,
      GAPS_INTERVAL_MS,
    )
    this.#errors = createCachedCount(() => activity.countErrors())
    this.#sessions = createCachedCount(
      () => activity.sessions(MAX_SESSIONS).filter(({ endedAt }) => endedAt === null).length,
    )
    // Cached, because listing the clients reads all their configuration files.
    this.#attention = createCachedCount(() => clients.list().filter((card) => card.attention).length)
    this.#unsubscribers = [
      activity.follow((news) => this.#onActivity(news)),
      core.onIndexChange(() => this.markChanged('library', 'cache')),
      core.settings.onChange(() => this.markChanged('settings', 'library', 'cache')),
      host.endpoint.onChange(() => this.markChanged()),
      clients.watch(() => {
        this.#attention.expire()
        this.markChanged('connections')
      }),
      answers.onChange(() => {
        this.#gaps.expire()
        this.markChanged('gaps')
      }),
    ]
  }

  current(): AppState {
    const { core, activity, host } = this.#deps
    const cacheEntries = this.#checkCache()
    const library = libraryStatus(this.#deps)
    // The state can contain a new generation before the index reports its change. The version is raised here, so that a window
    // that sees the new generation reloads the library at once.
    if (library.generation !== this.#generation) {
      if (this.#generation !== null) this.#versions.library++
      this.#generation = library.generation
    }
    const { state, done, total } = library.progress
    if (state !== 'indexing') this.#remainingTime.reset()
    return {
      host: factsOf(this.#deps),
      library,
      remaining: state === 'indexing' ? this.#remainingTime.update(done, total) : null,
      endpoint: host.endpoint.state(),
      counts: {
        gaps: this.#gaps.current(),
        perMinute: this.#requestRate.perMinute(),
        cacheEntries,
        errors: this.#errors.current(),
        sessions: this.#sessions.current(),
        attention: this.#attention.current(),
      },
      activity: activity.health(),
      settings: core.settings.current(),
      settingsProblem: core.settings.problem(),
      versions: { ...this.#versions },
    }
  }

  markChanged(...areas: readonly Area[]): void {
    for (const area of areas) this.#versions[area]++
    if (this.#listeners.size === 0 || this.#notifyTimer !== undefined) return
    const delay = Math.max(0, this.#lastSentAt + NOTIFY_INTERVAL_MS - Date.now())
    this.#notifyTimer = setTimeout(() => this.#notify(), delay)
    this.#notifyTimer.unref()
  }

  subscribe(listener: (state: AppState) => void): () => void {
    // Gaps age, and sessions are found to be lost, without a notification.
    this.#gaps.expire()
    this.#sessions.expire()
    const state = this.current()
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#lastSent = JSON.stringify(state)
    const { progress } = state.library
    this.#schedulePoll(progress.state !== 'indexing' && progress.state !== 'starting')
    listener(state)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#clearTimers()
    }
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribers) unsubscribe()
    this.#clearTimers()
    this.#listeners.clear()
  }

  #notify(): void {
    this.#clearTimers()
    if (this.#listeners.size === 0) return
    this.#lastSentAt = Date.now()
    const state = this.current()
    const { progress } = state.library
    this.#schedulePoll(progress.state !== 'indexing' && progress.state !== 'starting')
    const text = JSON.stringify(state)
    if (text === this.#lastSent) return
    this.#lastSent = text
    for (const listener of [...this.#listeners]) listener(state)
  }

  #schedulePoll(isSettled: boolean): void {
    clearTimeout(this.#pollTimer)
    this.#pollTimer = setTimeout(() => this.#notify(), isSettled ? POLL_MS : INDEXING_POLL_MS)
    this.#pollTimer.unref()
  }

  #clearTimers(): void {
    clearTimeout(this.#notifyTimer)
    clearTimeout(this.#pollTimer)
    this.#notifyTimer = undefined
  }

  #onActivity(news: ActivityChanges): void {
    const { rows, cleared } = news
    if (cleared) this.#requestRate.clear()
    this.#requestRate.add(rows)
    if (news.gaps || cleared) this.#gaps.expire()
    if (news.errors || cleared) this.#errors.expire()
    if (news.sessions || cleared) this.#sessions.expire()
    const areas: Area[] = []
    if (rows.length > 0 || cleared) areas.push('requests')
    if (news.sessions || cleared) areas.push('sessions')
    if (news.sessions) this.#deps.clients.recheck()
    if (news.errors || cleared) areas.push('errors')
    if (news.gaps || cleared) areas.push('gaps')
    if (rows.some((row) => row.cache !== 'bypass')) areas.push('cache')
    this.markChanged(...areas)
  }

  /** Returns the number of entries. Cache entries are added, expire and disappear without a notification. */
  #checkCache(): number {
    const status = valueOr(null, () => this.#deps.cache.status())
    const text = JSON.stringify(status)
    if (text !== this.#lastCacheStatus) {
      if (this.#lastCacheStatus !== '') this.#versions.cache++
      this.#lastCacheStatus = text
    }
    return status?.entries ?? 0
  }
}

/** A number that is read again only after it expired, and not more often than once in `intervalMs`. */
interface CachedCount {
  current(): number
  expire(): void
}

function createCachedCount(read: () => number, intervalMs = 0): CachedCount {
  let value = 0
  let expired = true
  let readAt = Number.NEGATIVE_INFINITY
  return {
    current() {
      if (!expired || Date.now() - readAt < intervalMs) return value
      readAt = Date.now()
      expired = false
      value = valueOr(0, read)
      return value
    },
    expire() {
      expired = true
    },
  }
}

/** The status of the library; if it cannot be read, a status with the reason. */
function libraryStatus({ core }: Pick<WindowDeps, 'core'>): LibraryStatus {
  try {
    return core.library.status()
  } catch (error) {
    const isTemporary = error instanceof PlumblineError && error.code === 'index-unavailable'
    return {
      library: core.root,
      generation: 0,
      standards: 0,
      problems: 0,
      progress: {
        state: isTemporary ? 'starting' : 'failed',
        done: 0,
        total: 0,
        checkedAt: null,
        aliveAt: null,
        pid: null,
        message: describeError(error),
      },
    }
  }
}

function factsOf({ core, host }: Pick<WindowDeps, 'core' | 'host'>): HostFacts {
  return {
    name: host.name,
    version: host.version,
    platform: process.platform,
    home: core.home.dir,
    userHome: userHomeOrNone(),
    can: {
      pickFolder: host.pickFolder !== undefined,
      reveal: host.reveal !== undefined,
      openFile: host.openFile !== undefined,
      openAtLogin: host.loginItem !== undefined,
      quit: host.quit !== undefined,
    },
    opensAtLogin: host.loginItem?.isOn() ?? null,
  }
}

/** The value that `read` returns, or `fallback` when it throws: `activity.health()` and the cache report the error themselves. */
function valueOr<T>(fallback: T, read: () => T): T {
  try {
    return read()
  } catch {
    return fallback
  }
}
