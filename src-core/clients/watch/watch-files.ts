import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

export interface FileWatch {
  close(): void
}

/**
 * Calls `onChange` shortly after one of the files was written, replaced, created or deleted. Folders that do not exist yet, and
 * changes that a file watcher misses, are found by polling every `pollMs` milliseconds.
 * @param files called again at each check
 */
export function watchFiles(
  files: () => readonly string[],
  onChange: () => void,
  { debounceMs = 150, pollMs = 3_000 } = {},
): FileWatch {
  const watchers = new Map<string, FSWatcher>()
  let lastSignatures = ''
  let debounceTimer: NodeJS.Timeout | undefined
  const checkSoon = () => {
    debounceTimer ??= setTimeout(() => {
      debounceTimer = undefined
      check()
    }, debounceMs)
    debounceTimer.unref()
  }
  const check = () => {
    const paths = files()
    updateWatchers(paths)
    const signatures = paths.map(signature).join('\n')
    if (signatures === lastSignatures) return
    lastSignatures = signatures
    onChange()
  }

  function updateWatchers(paths: readonly string[]): void {
    const folders = new Map<string, Set<string>>()
    for (const file of paths) {
      const names = folders.get(dirname(file)) ?? new Set()
      folders.set(dirname(file), names.add(basename(file)))
    }
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    for (const [folder, names] of folders) {
      if (!watchers.has(folder)) watchFolder(folder, names)
    }
  }

  function watchFolder(folder: string, names: ReadonlySet<string>): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.has(name)) checkSoon()
      })
      const drop = () => {
        watcher.close()
        if (watchers.get(folder) === watcher) watchers.delete(folder)
      }
      watcher.on('error', drop)
      watchers.set(folder, watcher)
    } catch {
      // The folder does not exist or cannot be watched; polling covers it.
    }
  }

  lastSignatures = files().map(signature).join('\n')
  updateWatchers(files())
  const poll = setInterval(() => {
    // A watcher whose folder was deleted reports nothing, even after the folder is created again.
    for (const [folder, watcher] of watchers) {
      if (statSync(folder, { throwIfNoEntry: false })) continue
      watcher.close()
      watchers.delete(folder)
    }
    check()
  }, pollMs)
  poll.unref()
  return {
    close() {
      clearInterval(poll)
      clearTimeout(debounceTimer)
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
