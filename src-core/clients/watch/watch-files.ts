import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

export interface FileWatch {
  close(): void
}

/**
 * Calls `onChange` soon after one of the files was written, replaced, made or deleted; a folder that is not there yet, and what
 * a watcher misses, is found by looking every `pollMs`.
 * @param files asked anew at each look
 */
export function watchFiles(
  files: () => readonly string[],
  onChange: () => void,
  { debounceMs = 150, pollMs = 3_000 } = {},
): FileWatch {
  const watchers = new Map<string, FSWatcher>()
  let seen = ''
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      look()
    }, debounceMs)
    timer.unref()
  }
  const look = () => {
    const now = files()
    followFolders(now)
    const state = now.map(signature).join('\n')
    if (state === seen) return
    seen = state
    onChange()
  }

  function followFolders(now: readonly string[]): void {
    const folders = new Map<string, Set<string>>()
    for (const file of now) {
      const names = folders.get(dirname(file)) ?? new Set()
      folders.set(dirname(file), names.add(basename(file)))
    }
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    for (const [folder, names] of folders) {
      if (!watchers.has(folder)) follow(folder, names)
    }
  }

  function follow(folder: string, names: ReadonlySet<string>): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.has(name)) soon()
      })
      const drop = () => {
        watcher.close()
        if (watchers.get(folder) === watcher) watchers.delete(folder)
      }
      watcher.on('error', drop)
      watchers.set(folder, watcher)
    } catch {
      // Not there, or not to be watched: the looks find it.
    }
  }

  seen = files().map(signature).join('\n')
  followFolders(files())
  const poll = setInterval(() => {
    // A watcher on a folder that was deleted is silent for ever.
    for (const [folder, watcher] of watchers) {
      if (statSync(folder, { throwIfNoEntry: false })) continue
      watcher.close()
      watchers.delete(folder)
    }
    look()
  }, pollMs)
  poll.unref()
  return {
    close() {
      clearInterval(poll)
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    },
  }
}

function signature(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file)
    return `${file} ${mtimeMs} ${size} ${ino}`
  } catch {
    return `${file} -`
  }
}
