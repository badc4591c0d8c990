import { realpathSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { DEFAULTS_FILE } from '../../../src-shared/standard/folder-defaults.ts'
import { identityOf } from '../../base/identity-of.ts'
import type { Logger } from '../../base/log.ts'
import { errorCodeOf } from '../../base/sqlite-errors.ts'
import { isHidden, isStandardName } from './walk.ts'

/** Receives the watcher's events. An event is a hint that the disk should be read. */
export interface WatchListener {
  /** A file with a standard's name was added, changed or removed; `path` is relative to the library, `/`-separated. */
  onFile(path: string): void
  /** Unknown files may have changed: the defaults of a folder, a folder was moved, or watching has started or failed. */
  onUnsure(): void
}

/** Watches a folder with chokidar. */
export interface LibraryWatcher {
  /** Starts watching again after a failure, or when the folder was replaced. Returns false when the folder is missing. */
  check(): boolean
  /** True while changes are reported. */
  readonly watching: boolean
  /** Starts watching again, because a change was not reported. */
  restart(): void
  close(): Promise<void>
}

// When the system has run out of file watches, they are not available again within a second.
const RETRY_MS = 10_000

/** Starts watching with the first `check`. */
export function createLibraryWatcher(root: string, log: Logger, listener: WatchListener): LibraryWatcher {
  let watcher: FSWatcher | null = null
  let identity: string | null = null
  let failedAt = 0

  function start(): void {
    // The library itself may be a link, which chokidar does not follow.
    const folder = realpathSync(root)
    const pathOf = (file: string) => relative(folder, file).split(sep).join('/')
    const started = watch(folder, {
      ignoreInitial: true,
      followSymlinks: false,
      // The indexer debounces events in less time than `atomic` does.
      atomic: false,
      ignored: (file) => file !== folder && pathOf(file).split('/').some(isHidden),
    })
    started.on('all', (event, file) => {
      const path = pathOf(file)
      const name = path.slice(path.lastIndexOf('/') + 1)
      if (event === 'addDir' || event === 'unlinkDir' || name === DEFAULTS_FILE) listener.onUnsure()
      else if (isStandardName(name)) listener.onFile(path)
    })
    started.on('ready', () => listener.onUnsure())
    started.on('error', (error) => {
      // `check` detects a missing folder.
      if (watcher !== started || errorCodeOf(error) === 'ENOENT') return
      log(
        'warn',
        `Watching ${root} failed (${String(error)}). The folder is scanned every few seconds instead.`,
      )
      failedAt = Date.now()
      stop()
      listener.onUnsure()
    })
    watcher = started
  }

  function stop(): Promise<void> {
    const stopped = watcher
    watcher = null
    return (
      stopped?.close().catch((error) => log('warn', `Closing the watcher failed: ${String(error)}`)) ??
      Promise.resolve()
    )
  }

  return {
    check() {
      const found = folderIdentity(root)
      if (found !== identity) {
        // The old watcher does not report changes in a folder that was replaced.
        void stop()
        failedAt = 0
        identity = found
        listener.onUnsure()
      }
      if (found !== null && !watcher && Date.now() - failedAt >= RETRY_MS) start()
      return found !== null
    },
    get watching() {
      return watcher !== null
    },
    restart() {
      void stop()
      start()
    },
    close: stop,
  }
}

/** Returns `null` when no folder is at this path. */
function folderIdentity(root: string): string | null {
  return statSync(root, { throwIfNoEntry: false })?.isDirectory() ? identityOf(root) : null
}
