import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { onHeartbeat } from './heartbeat.ts'
import { inodeOf } from './inode-of.ts'

/** From the first write of a transaction until the check. The writer makes the transaction visible within that time. */
const SETTLE_MS = 20

/**
 * Calls `check` soon after any process, this one included, has written to a SQLite database in WAL mode, and once a second in case
 * the watcher misses a write. Where writes to an open file are not reported (Windows), calls it every `pollMs` milliseconds.
 * The watch does not keep the process alive.
 * @param file the database; neither the file nor its folder needs to exist
 * @returns a function that ends the watch
 */
export function watchDatabase(file: string, check: () => void, pollMs: number): () => void {
  if (process.platform === 'win32') {
    const poll = setInterval(check, pollMs).unref()
    return () => clearInterval(poll)
  }
  const wal = `${file}-wal`
  // FSEvents, which Node uses for folders on macOS, reports a file only when it is closed; kqueue, for files, reports each write.
  const watched = process.platform === 'darwin' ? wal : dirname(file)
  const name = process.platform === 'darwin' ? null : basename(wal)
  let watcher: FSWatcher | null = null
  let inode = 0
  let timer: NodeJS.Timeout | undefined

  function checkSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      check()
    }, SETTLE_MS).unref()
  }

  function drop(): void {
    watcher?.close()
    watcher = null
  }

  /** Begins to watch, also again when another file or folder has taken the name. */
  function follow(): void {
    try {
      const current = inodeOf(watched)
      if (watcher !== null && current === inode) return
      drop()
      inode = current
      if (inode === 0) return
      watcher = watch(watched, { persistent: false }, (_event, changed) => {
        if (name === null || changed === null || changed === name) checkSoon()
      })
      watcher.on('error', drop)
    } catch {
      // The folder cannot be read, or the system has no watch left. The heartbeat stays.
    }
  }

  follow()
  const end = onHeartbeat(() => {
    follow()
    check()
  })
  return () => {
    end()
    drop()
    clearTimeout(timer)
  }
}
