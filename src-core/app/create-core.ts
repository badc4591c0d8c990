import { resolve } from 'node:path'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import type { ActivityLog, ActivityOptions } from '../activity/activity.ts'
import { withErrorReports } from '../base/describe-failure.ts'
import { expandTilde, type Home, homeUnusable, resolveHome } from '../base/home.ts'
import type { Logger } from '../base/log.ts'
import { maskTokensOf } from '../base/masking/own-tokens.ts'
import { once } from '../base/once.ts'
import { makePrivateFolder, narrowHome } from '../base/private-home.ts'
import type { RuntimePaths } from '../base/runtime-paths.ts'
import { isFull } from '../base/sqlite-errors.ts'
import { diskFull } from '../base/storage-errors.ts'
import { ResponseCache } from '../cache/cache.ts'
import {
  indexedLibrary,
  type Library,
  type LibraryFolder,
  type OpenLibrary,
  openLibrary,
} from '../library/library.ts'
import { createSettings, type SettingsService } from '../settings/settings.ts'
import { reportIndexProblems } from './report-index-problems.ts'

/** The engine of a process: the library, the settings, the response cache and the request log of a home. */
export interface Core<Log extends ActivityLog = ActivityLog>
  extends Pick<OpenLibrary, 'root' | 'index' | 'whenFresh' | 'isIndexing' | 'reindex' | 'onIndexChange'> {
  readonly home: Home
  /** True when the process was started for one library, so that the settings do not change it. */
  readonly isLibraryFixed: boolean
  readonly library: Library
  readonly settings: SettingsService
  readonly cache: ResponseCache
  /** Opened by the first write or read. */
  readonly activity: Log
  /** The text log of the process. Errors are also written to the error log. */
  readonly log: Logger
  /** Idempotent. */
  close(): Promise<void>
}

export interface CoreOptions {
  /** Default: `PLUMBLINE_HOME`, else `~/.plumbline`. */
  readonly home?: string | undefined
  /** Absent: the library of the settings, else the home's own one. */
  readonly library?: string | undefined
  /** False: this process reads the index that another process maintains. Default true. */
  readonly indexes?: boolean
  readonly log: Logger
  /** The name of the process in the error log. Absent: `plumbline`. */
  readonly name?: string
  readonly paths: RuntimePaths
}

/**
 * Opens a home and begins to index its library, if no other process does.
 * @param openLog opens the request log: a process without a window needs only a part of it
 * @throws PlumblineError when the home cannot be used, the settings are broken or a part of Plumbline is missing
 */
export function createCore<Log extends ActivityLog>(
  options: CoreOptions,
  openLog: (options: ActivityOptions) => Log,
): Core<Log> {
  const { paths } = options
  const { nativeBinding } = paths
  const home = resolveHome(options.home)
  createFolder(home)
  maskTokensOf([home.httpToken, home.windowToken])
  let isReplaced = false
  const settings = createSettings(home.settings, nativeBinding, () => {
    isReplaced = true
    const indexed = indexedLibrary(home.indexDb, nativeBinding)
    return indexed === null || indexed === home.defaultLibrary ? {} : { library: indexed }
  })
  const isLibraryFixed = options.library !== undefined
  let chosen = options.library ?? libraryOf(settings)
  narrowHome(home, folderOf(chosen, home).root)
  let isActivityOpen = false
  let isCacheOpen = false

  // Opened late, because no process needs them for its first answer, and compiling their modules takes a millisecond.
  const activity = once(() => {
    isActivityOpen = true
    return openLog({
      file: home.activityDb,
      nativeBinding,
      settings: () => settings.current().activity,
      log: options.log,
    })
  })
  const cache = once(() => {
    isCacheOpen = true
    return new ResponseCache({
      index: library.connection,
      indexDb: home.indexDb,
      nativeBinding,
      root: () => library.root,
      settings: () => settings.current().cache,
      log,
    })
  })
  const log = withErrorReports(options.log, activity, options.name ?? 'plumbline')
  if (isReplaced) log('error', settings.problem() ?? '')
  const library = openLibrary({
    home,
    folder: folderOf(chosen, home),
    indexes: options.indexes !== false,
    checkForChange: () => {
      if (!isLibraryFixed) settings.refresh()
    },
    paths,
    log,
  })

  const closing = new AbortController()
  let reportsProblems = false
  /** Starts to report index problems once this process has indexed the library. */
  function reportProblemsWhenIndexed(): void {
    void library.compared().then(() => {
      if (reportsProblems || closing.signal.aborted) return
      reportsProblems = true
      const stop = reportIndexProblems({
        library: library.library,
        activity: activity(),
        onIndexChange: (listener) => library.onIndexChange(listener),
        isIndexing: () => library.isIndexing(),
      })
      closing.signal.addEventListener('abort', stop, { once: true })
    })
  }
  reportProblemsWhenIndexed()

  function applySettings(): void {
    const wanted = settings.current().library
    if (wanted === chosen) return
    chosen = wanted
    if (library.change(folderOf(chosen, home))) reportProblemsWhenIndexed()
  }
  const stopFollowing = isLibraryFixed ? () => {} : settings.onChange(applySettings)

  const close = once(async () => {
    closing.abort()
    stopFollowing()
    settings.close()
    await library.close()
    if (isCacheOpen) cache().close()
    if (isActivityOpen) await activity().close()
  })

  return {
    home,
    get root() {
      return library.root
    },
    isLibraryFixed,
    library: library.library,
    index: library.index,
    settings,
    get cache() {
      return cache()
    },
    get activity() {
      return activity()
    },
    log,
    whenFresh: (signal) => library.whenFresh(signal),
    isIndexing: () => library.isIndexing(),
    reindex: (force, signal, onProgress) => library.reindex(force, signal, onProgress),
    onIndexChange: (listener) => library.onIndexChange(listener),
    close,
  }
}

/** @throws PlumblineError `settings-broken` when the library is unknown, because serving another one would be wrong */
function libraryOf(settings: SettingsService): string | null {
  const problem = settings.problem()
  if (problem !== null && settings.isLibraryUnknown())
    throw new PlumblineError('settings-broken', problem, 'Until then it is not known which library to serve.')
  return settings.current().library
}

/** @param chosen the folder that the user has chosen; `null`: the home's own library */
function folderOf(chosen: string | null, home: Home): LibraryFolder {
  return chosen === null
    ? { root: home.defaultLibrary, isDefault: true }
    : { root: resolve(expandTilde(chosen)), isDefault: false }
}

function createFolder(home: Home): void {
  try {
    makePrivateFolder(home.dir)
  } catch (error) {
    if (isFull(error)) throw diskFull(home.dir, error)
    throw homeUnusable(`Plumbline's folder ${home.dir} cannot be created`, error)
  }
}
