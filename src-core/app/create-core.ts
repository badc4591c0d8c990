import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type { ActivityLog } from '../activity/activity.ts'
import { withErrorLog } from '../activity/describe-failure.ts'
import type { ActivityOptions } from '../activity/open-activity-log.ts'
import { type Home, resolveHome } from '../base/home.ts'
import type { Logger } from '../base/log.ts'
import type { RuntimePaths } from '../base/runtime-paths.ts'
import type { ResponseCache } from '../cache/cache.ts'
import { openResponseCache } from '../cache/open-response-cache.ts'
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
 * The engine: the indexed library, which this process or another one updates from its folder. The default type parameters
 * describe what every process has.
 */
export interface Core<Answers extends Library = Library, Log extends ActivityLog = ActivityLog> {
  readonly home: Home
  /** The library folder that this process serves. Changes with the settings. */
  readonly root: string
  /** True when the library was given at the start of the process, so that the settings do not change it. */
  readonly isLibraryFixed: boolean
  readonly library: Answers
  readonly settings: SettingsService
  readonly cache: ResponseCache
  /** Opened at the first access. */
  readonly activity: Log
  /** The process's log. Errors are also written to the error log. */
  readonly log: Logger
  /** Resolves after the first full scan of the folder, or after a timeout. Never rejects. */
  whenFresh(signal?: AbortSignal): Promise<void>
  /** True while this process indexes. */
  isIndexing(): boolean
  /**
   * Runs a full scan now, in this process or by a request to the process that indexes.
   * @throws the signal's reason after an abort, PlumblineError when the library or an indexing process is missing
   */
  reindex(
    force: boolean,
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Reconciled>
  /**
   * Subscribes to changes of the index by any process, to the library disappearing or reappearing, and to the choice of another
   * library. Returns an unsubscribe function.
   */
  onIndexChange(listener: () => void): () => void
  /** Idempotent. */
  close(): Promise<void>
}

export interface CoreOptions {
  /** Default: `PLUMBLINE_HOME`, else `~/.plumbline`. */
  readonly home?: string | undefined
  /** Default: the library of the settings, else the library in the home, which gets starter standards on first use. */
  readonly library?: string | undefined
  /** False for a process that only reads an index that another process updates. Default true. */
  readonly indexes?: boolean
  readonly log: Logger
  /** The name of this process in the error log. Default `plumbline`. */
  readonly name?: string
  readonly paths: RuntimePaths
}

/** The parts that differ between processes: a stdio server should not load the code that only windows need. */
export interface CoreParts<Answers extends Library, Log extends ActivityLog> {
  readonly createLibrary: (source: IndexSource) => Answers
  readonly openLog: (options: ActivityOptions) => Log
}

// Each process polls the settings once a second, and finishes its work on the old library before it changes to the new one.
const CHANGE_PATIENCE_MS = 15_000

/**
 * Opens the index and starts to update it, unless another process does.
 * @throws PlumblineError when the home is unusable, the settings are broken or a part of Plumbline is missing
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
  // Activity log and cache are opened lazily: the first answer needs neither, and compiling their code takes a millisecond.
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
  const log = withErrorLog(options.log, openedActivity, options.name ?? 'plumbline')
  let cache: ResponseCache | undefined
  function openedCache(): ResponseCache {
    cache ??= openResponseCache({
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
    // `fresh()` never resolves in a process that does not index.
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
      // Throws when the indexing process serves another library.
      const { progress } = library.status()
      // A process that may index takes over the lease if the indexing process is gone.
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

/** @throws PlumblineError `settings-broken` when the chosen library is unknown: answers from another library would be wrong */
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
    throw homeUnusable(`Plumbline's folder ${home.dir} cannot be created`, error)
  }
}

function homeUnusable(problem: string, error: unknown): PlumblineError {
  return new PlumblineError(
    'home-unusable',
    `${problem} (${describeError(error)}).`,
    'Make it writable for your user, or name another one with --home or PLUMBLINE_HOME.',
    { cause: error },
  )
}
