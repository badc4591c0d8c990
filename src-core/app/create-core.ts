import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { ActivityLog, ActivityOptions } from '../activity/activity.ts'
import { withErrorReports } from '../base/describe-failure.ts'
import { type Home, resolveHome } from '../base/home.ts'
import type { Logger } from '../base/log.ts'
import type { RuntimePaths } from '../base/runtime-paths.ts'
import { ResponseCache } from '../cache/cache.ts'
import { type IndexSource, indexSource } from '../library/index/create-library.ts'
import { openIndexHandle } from '../library/index/index-handle.ts'
import type { Library } from '../library/library.ts'
import { followIndex } from '../library/watch/follow-index.ts'
import { createFreshness } from '../library/watch/freshness.ts'
import { isIndexerAlive } from '../library/watch/indexer-state.ts'
import type { Reconciled } from '../library/watch/reconcile.ts'
import { noIndexer, requestReindex } from '../library/watch/reindex-requests.ts'
import { type Supervisor, superviseIndexing } from '../library/watch/supervisor.ts'
import { createSettings, type SettingsService } from '../settings/settings.ts'
import { reportIndexProblems } from './report-index-problems.ts'

/**
 * The engine: the indexed library, kept in line with its folder by this process or another one. Without further word it
 * is what every process has.
 */
export interface Core<Answers extends Library = Library, Log extends ActivityLog = ActivityLog> {
  readonly home: Home
  /** The library folder that this process serves; another one as soon as the settings say so. */
  readonly root: string
  /** True when the process was told its library, and the settings do not change it. */
  readonly isLibraryFixed: boolean
  readonly library: Answers
  readonly settings: SettingsService
  readonly cache: ResponseCache
  /** Opened when something is to be written or read. */
  readonly activity: Log
  /** The process's log; its errors end in the error log too. */
  readonly log: Logger
  /** Resolves when the index has been compared with the folder once, or patience has run out. Never rejects. */
  whenFresh(signal?: AbortSignal): Promise<void>
  /** True while this process is the one that indexes. */
  isIndexing(): boolean
  /**
   * Compares the library with the index now: in this process, or by asking the one that indexes.
   * @throws the signal's reason when it was stopped, PlumblineError when the library or whoever indexes is missing
   */
  reindex(
    force: boolean,
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Reconciled>
  /**
   * Called after the index changed, by whichever process, after the library went missing or came back, and after another
   * one was chosen; returns what ends it.
   */
  onIndexChange(listener: () => void): () => void
  /** Also more than once. */
  close(): Promise<void>
}

/** What a core needs. */
export interface CoreOptions {
  /** Absent: `PLUMBLINE_HOME`, else `~/.plumbline`. */
  readonly home?: string | undefined
  /** Absent: what the settings say, else the home's own library, which is filled on its first use. */
  readonly library?: string | undefined
  /** False: only read what another process keeps fresh. Default true. */
  readonly indexes?: boolean
  readonly log: Logger
  /** What the error log calls this process. Absent: `plumbline`. */
  readonly name?: string
  readonly paths: RuntimePaths
}

/** What a core is made of, as far as processes differ: a child that only answers should not carry what a window asks. */
export interface CoreParts<Answers extends Library, Log extends ActivityLog> {
  readonly createLibrary: (source: IndexSource) => Answers
  readonly openLog: (options: ActivityOptions) => Log
}

// Every process of the home looks at the settings once a second, and ends its work on the old library first.
const CHANGE_PATIENCE_MS = 15_000

/**
 * Opens the index and begins to keep it fresh, if no other process does.
 * @throws PlumblineError when the home cannot be used, the settings are broken or a part of Plumbline is missing
 */
export function createCore<Answers extends Library, Log extends ActivityLog>(
  options: CoreOptions,
  parts: CoreParts<Answers, Log>,
): Core<Answers, Log> {
  const { paths } = options
  const home = resolveHome(options.home)
  prepareHome(home)
  const settings = createSettings(home.settings, paths.nativeBinding)
  let chosen = options.library ?? libraryOf(settings)
  let root = chosen === null ? home.defaultLibrary : resolve(chosen)
  const handle = openIndexHandle(home.indexDb, paths.nativeBinding)
  let changedAt = Number.NEGATIVE_INFINITY
  const isChanging = () => {
    if (options.library === undefined) settings.refresh()
    return performance.now() - changedAt < CHANGE_PATIENCE_MS
  }
  const library = parts.createLibrary(indexSource(handle, () => root, isChanging))
  const { nativeBinding } = paths
  // Nobody needs these two before the first answer, and only compiling what makes them takes a millisecond.
  let activity: Log | undefined
  function openedActivity(): Log {
    activity ??= parts.openLog({
      file: home.activityDb,
      nativeBinding,
      settings: () => settings.current().activity,
      log: options.log,
    })
    return activity
  }
  const log = withErrorReports(options.log, openedActivity, options.name ?? 'plumbline')
  let cache: ResponseCache | undefined
  function openedCache(): ResponseCache {
    cache ??= new ResponseCache({
      handle,
      indexDb: home.indexDb,
      nativeBinding,
      root: () => root,
      settings: () => settings.current().cache,
      log,
    })
    return cache
  }
  let supervisor: Supervisor
  try {
    supervisor =
      options.indexes === false
        ? NO_SUPERVISOR
        : superviseIndexing({
            leaseDb: home.leaseDb,
            workerScript: paths.indexerWorker,
            setup: () => ({
              indexDb: home.indexDb,
              library: root,
              fillFrom: chosen === null ? paths.starterStandards : null,
              nativeBinding,
            }),
            log,
          })
  } catch (error) {
    handle.close()
    if (error instanceof PlumblineError) throw error
    throw homeUnusable(`Plumbline cannot write to its folder ${home.dir}`, error)
  }
  const closing = new AbortController()
  const freshness = createFreshness({
    handle,
    supervisor,
    root: () => root,
    isChanging,
    ended: closing.signal,
  })
  const follower = followIndex(handle, () => root)

  function followSettings(): void {
    const { library: wanted } = settings.current()
    if (wanted === chosen) return
    chosen = wanted
    const before = root
    root = chosen === null ? home.defaultLibrary : resolve(chosen)
    if (root === before) return
    log('info', `The library is now ${root}; it was ${before}.`)
    changedAt = performance.now()
    freshness.forget()
    supervisor.changeLibrary()
    followProblems()
    follower.lookAgain()
  }
  const stopFollowing = options.library === undefined ? settings.onChange(followSettings) : () => {}

  let reportsProblems = false
  function followProblems(): void {
    // Never in a process that does not index.
    void supervisor.fresh().then(() => {
      if (reportsProblems || closing.signal.aborted) return
      reportsProblems = true
      const isIndexing = () => supervisor.holdsLease()
      const stop = reportIndexProblems({
        library,
        activity: openedActivity(),
        onIndexChange: follower.onChange,
        isIndexing,
      })
      closing.signal.addEventListener('abort', stop, { once: true })
    })
  }
  followProblems()

  let closed: Promise<void> | null = null
  async function close(): Promise<void> {
    closing.abort()
    follower.close()
    stopFollowing()
    settings.close()
    await supervisor.close()
    cache?.close()
    handle.close()
    await activity?.close()
  }

  return {
    home,
    get root() {
      return root
    },
    isLibraryFixed: options.library !== undefined,
    library,
    settings,
    get cache() {
      return openedCache()
    },
    get activity() {
      return openedActivity()
    },
    log,
    whenFresh: freshness.wait,
    isIndexing: () => supervisor.holdsLease(),
    async reindex(force, signal, onProgress) {
      if (supervisor.holdsLease()) return supervisor.sweep(force, signal, onProgress)
      // Refuses when whoever indexes has another library in hand.
      const { progress } = library.status()
      // A process that may index takes over in time.
      const mayIndex = options.indexes !== false
      if (!mayIndex && !isIndexerAlive(progress, Date.now())) throw noIndexer()
      const isHeard = () => mayIndex || isIndexerAlive(library.status().progress, Date.now())
      return requestReindex({ indexDb: home.indexDb, nativeBinding, force, signal, onProgress, isHeard })
    },
    onIndexChange: follower.onChange,
    close() {
      closed ??= close()
      return closed
    },
  }
}

/** @throws PlumblineError `settings-broken` when it cannot be told: another library would be the wrong answer to everything */
function libraryOf(settings: SettingsService): string | null {
  const problem = settings.problem()
  if (problem !== null && settings.isLibraryUnknown())
    throw new PlumblineError('settings-broken', problem, 'Until then it is not known which library to serve.')
  return settings.current().library
}

const NO_SUPERVISOR: Supervisor = {
  holdsLease: () => false,
  fresh: () => new Promise(() => {}),
  changeLibrary: () => {},
  sweep: () => Promise.reject(new Error('This process only reads the index.')),
  close: async () => {},
}

function prepareHome(home: Home): void {
  try {
    mkdirSync(home.dir, { recursive: true })
  } catch (error) {
    throw homeUnusable(`Plumbline's folder ${home.dir} cannot be made`, error)
  }
}

function homeUnusable(what: string, error: unknown): PlumblineError {
  return new PlumblineError(
    'home-unusable',
    `${what} (${describeError(error)}).`,
    'Make it writable for your user, or name another one with --home or PLUMBLINE_HOME.',
    { cause: error },
  )
}
