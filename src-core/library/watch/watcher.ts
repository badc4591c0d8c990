import { realpathSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { errorCodeOf } from '../../base/error-code.ts'
import type { Logger } from '../../base/log.ts'
import { isHidden, isStandardName } from './walk.ts'

/** What the watcher reports. Events are hints: whoever gets them looks at the disk. */
export interface WatchListener {
  /** A file with a standard's name was added, changed or removed; `path` is relative to the library, `/`-separated. */
  onFile(path: string): void
  /** More than single files may have changed: folders moved, or watching began or broke just now. */
  onUnsure(): void
}

/** Chokidar behind one reporter: it is started again when it fails, and when the folder is another one. */
export interface LibraryWatcher {
  /** Looks whether the folder is there and watched, and mends what it can. False when it is not there. */
  check(): boolean
  /** True while changes are reported; false while they have to be looked for. */
  readonly watching: boolean
  /** Begins anew, because something had not been reported. */
  restart(): void
  close(): Promise<void>
}

// A system that has run out of watches does not find new ones within a second.
const RETRY_MS = 10_000

/** Watches nothing until the first `check`. */
export function createLibraryWatcher(root: string, log: Logger, listener: WatchListener): LibraryWatcher {
  let watcher: FSWatcher | null = null
  let identity: string | null = null
  let failedAt = 0

  function start(): void {
    // The library itself may be a link, and links are not followed.
    const folder = realpathSync(root)
    const pathOf = (file: string) => relative(folder, file).split(sep).join('/')
    const started = watch(folder, {
      ignoreInitial: true,
      followSymlinks: false,
      // The debounce of the indexer does what `atomic` does, and sooner.
      atomic: false,
      ignored: (file) => file !== folder && pathOf(file).split('/').some(isHidden),
    })
    started.on('all', (event, file) => {
      const path = pathOf(file)
      if (event === 'addDir' || event === 'unlinkDir') listener.onUnsure()
      else if (isStandardName(path.slice(path.lastIndexOf('/') + 1))) listener.onFile(path)
    })
    started.on('ready', () => listener.onUnsure())
    started.on('error', (error) => {
      // The folder's own disappearance is found by `check`.
      if (watcher !== started || errorCodeOf(error) === 'ENOENT') return
      log(
        'warn',
        `Watching ${root} failed (${String(error)}). Changes are looked for every few seconds instead.`,
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
      const found = identityOf(root)
      if (found !== identity) {
        // Gone, back, or another folder under the same name: the old watch would be deaf.
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

function identityOf(root: string): string | null {
  const stats = statSync(root, { throwIfNoEntry: false })
  return stats?.isDirectory() ? `${stats.dev}:${stats.ino}` : null
}
