import { homedir } from 'node:os'
import type { AppState, Area, HostFacts } from '../../src-shared/contract/contract.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { LibraryStatus } from '../../src-shared/contract/library.ts'
import { type ActivityChanges, type GapAnswers, openGaps } from '../activity/activity.ts'
import { createRemainingTime } from './remaining-time.ts'
import { createRequestRate } from './request-rate.ts'
import type { WindowDeps } from './window-deps.ts'

/** The state of the app, put together from everything that can change it. */
export interface StateFeed {
  current(): AppState
  /** Something in these areas changed, which nothing else tells of. */
  touch(...areas: readonly Area[]): void
  /** Called with the state as it is, then whenever something in it changed, at most ten times a second. Returns what ends it. */
  follow(listener: (state: AppState) => void): () => void
  close(): void
}

const PAUSE_MS = 100
// Progress and the times in it change without a change of the index.
const INDEXING_TICK_MS = 250
const TICK_MS = 2_000
const SESSIONS = 500
// Looks at every request of these days that found nothing.
const GAPS_PAUSE_MS = 1_000

/** Nothing is asked of anybody while nobody follows, but for the numbers of changes. */
export function createStateFeed(
  deps: Pick<WindowDeps, 'core' | 'activity' | 'cache' | 'host' | 'connections'>,
  answers: Pick<GapAnswers, 'isAnswered' | 'onChange'>,
): StateFeed {
  const { core, activity, cache, host, connections } = deps
  const listeners = new Set<(state: AppState) => void>()
  const versions: Record<Area, number> = {
    library: 0,
    requests: 0,
    errors: 0,
    sessions: 0,
    cache: 0,
    gaps: 0,
    settings: 0,
    connections: 0,
  }
  const remaining = createRemainingTime()
  const rate = createRequestRate((from, to) => orElse([], () => activity.figures({}, from, to, 60).steps))
  const gaps = createCount(
    () => openGaps(activity).filter(({ id }) => !answers.isAnswered(id)).length,
    GAPS_PAUSE_MS,
  )
  const errors = createCount(() => activity.countErrors())
  const sessions = createCount(
    () => activity.sessions(SESSIONS).filter(({ endedAt }) => endedAt === null).length,
  )
  // Each look reads every client's file.
  const attention = createCount(() => connections.list().filter((card) => card.attention).length)
  let generation: number | null = null
  let cacheSeen = ''
  let told = ''
  let toldAt = 0
  let soon: NodeJS.Timeout | undefined
  let tick: NodeJS.Timeout | undefined

  function touch(...areas: readonly Area[]): void {
    for (const area of areas) versions[area]++
    if (listeners.size === 0 || soon !== undefined) return
    soon = setTimeout(tell, Math.max(0, toldAt + PAUSE_MS - Date.now()))
    soon.unref()
  }

  function hear(news: ActivityChanges): void {
    const { rows, cleared } = news
    if (cleared) rate.clear()
    rate.add(rows)
    if (news.gaps || cleared) gaps.expire()
    if (news.errors || cleared) errors.expire()
    if (news.sessions || cleared) sessions.expire()
    const areas: Area[] = []
    if (rows.length > 0 || cleared) areas.push('requests')
    if (news.sessions || cleared) areas.push('sessions')
    if (news.sessions) connections.recheck()
    if (news.errors || cleared) areas.push('errors')
    if (news.gaps || cleared) areas.push('gaps')
    if (rows.some((row) => row.cache !== 'bypass')) areas.push('cache')
    touch(...areas)
  }

  const ends = [
    activity.follow(hear),
    core.onIndexChange(() => touch('library', 'cache')),
    core.settings.onChange(() => touch('settings', 'library', 'cache')),
    host.endpoint.onChange(() => touch()),
    connections.watch(() => {
      attention.expire()
      touch('connections')
    }),
    answers.onChange(() => {
      gaps.expire()
      touch('gaps')
    }),
  ]

  function tickFrom({ library }: AppState): void {
    clearTimeout(tick)
    const settled = library.progress.state === 'watching' || library.progress.state === 'missing'
    tick = setTimeout(tell, settled ? TICK_MS : INDEXING_TICK_MS)
    tick.unref()
  }

  function tell(): void {
    clearTimeout(soon)
    clearTimeout(tick)
    soon = undefined
    if (listeners.size === 0) return
    toldAt = Date.now()
    const state = current()
    const indexing =
      state.library.progress.state === 'indexing' || state.library.progress.state === 'starting'
    tick = setTimeout(tell, indexing ? INDEXING_TICK_MS : TICK_MS)
    tick.unref()
    const text = JSON.stringify(state)
    if (text === told) return
    told = text
    for (const listener of [...listeners]) listener(state)
  }

  function current(): AppState {
    const cacheEntries = lookAtCache()
    const library = libraryStatus(deps)
    // The state may show a generation before its news comes; whoever sees it must ask again at once.
    if (library.generation !== generation) {
      if (generation !== null) versions.library++
      generation = library.generation
    }
    const { state, done, total } = library.progress
    if (state !== 'indexing') remaining.reset()
    return {
      host: factsOf(deps),
      library,
      remaining: state === 'indexing' ? remaining.update(done, total) : null,
      endpoint: host.endpoint.state(),
      counts: {
        gaps: gaps.current(),
        perMinute: rate.perMinute(),
        cacheEntries,
        errors: errors.current(),
        sessions: sessions.current(),
        attention: attention.current(),
      },
      activity: activity.health(),
      settings: core.settings.current(),
      settingsProblem: core.settings.problem(),
      versions: { ...versions },
    }
  }

  /** Entries also come and go, and end, without a word. */
  function lookAtCache(): number {
    const status = orElse(null, () => cache.status())
    const now = JSON.stringify(status)
    if (now !== cacheSeen) {
      if (cacheSeen !== '') versions.cache++
      cacheSeen = now
    }
    return status?.entries ?? 0
  }

  return {
    current,
    touch,
    follow(listener) {
      // Gaps grow old and sessions are found lost while nobody looks.
      gaps.expire()
      sessions.expire()
      const state = current()
      listeners.add(listener)
      if (listeners.size === 1) told = JSON.stringify(state)
      tickFrom(state)
      listener(state)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearTimeout(soon)
        clearTimeout(tick)
        soon = undefined
      }
    },
    close() {
      for (const end of ends) end?.()
      clearTimeout(soon)
      clearTimeout(tick)
      listeners.clear()
    },
  }
}

/** A number that is asked for again only after it may have changed, and not more often than its price allows. */
function createCount(ask: () => number, pause = 0): { current(): number; expire(): void } {
  let value = 0
  let stale = true
  let askedAt = Number.NEGATIVE_INFINITY
  return {
    current() {
      if (!stale || Date.now() - askedAt < pause) return value
      askedAt = Date.now()
      stale = false
      value = orElse(0, ask)
      return value
    },
    expire() {
      stale = true
    },
  }
}

/** The window shows a library that cannot be asked too, with the reason. */
function libraryStatus({ core }: Pick<WindowDeps, 'core'>): LibraryStatus {
  try {
    return core.library.status()
  } catch (error) {
    const passing = error instanceof PlumblineError && error.code === 'index-unavailable'
    return {
      library: core.root,
      generation: 0,
      standards: 0,
      problems: 0,
      progress: {
        state: passing ? 'starting' : 'failed',
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
    userHome: homedir(),
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

/** What the log or the cache says, or `other` when it cannot be read: its health tells of that. */
function orElse<T>(other: T, read: () => T): T {
  try {
    return read()
  } catch {
    return other
  }
}
