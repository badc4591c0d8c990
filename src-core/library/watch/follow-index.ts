import { createListeners } from '../../base/listeners.ts'
import { watchDatabase } from '../../base/watch-database.ts'
import type { IndexHandle } from '../index/index-handle.ts'

/** Watches the index for changes, by whichever process, while there are listeners. */
export interface IndexFollower {
  /** Adds a listener for changes. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void
  /** Checks for a change at once. To be called when `root` returns another library, which counts as a change. */
  check(): void
  close(): void
}

/** Where writes are not reported. */
const POLL_MS = 100

/** @param root returns the library that this process serves */
export function followIndex(handle: IndexHandle, root: () => string): IndexFollower {
  const listeners = createListeners()
  let endWatch = () => {}
  let checkedVersion = -1
  let seenState = ''

  function check(): void {
    let version: number
    try {
      version = handle.version()
    } catch {
      return
    }
    if (version === checkedVersion) return
    const state = currentState()
    if (state === null) return
    checkedVersion = version
    if (state === seenState) return
    seenState = state
    listeners.notify()
  }

  /** Returns everything that counts as a change, or `null` when the index cannot be read. */
  function currentState(): string | null {
    try {
      return handle.read((index) => {
        const { state } = index.progress()
        const failure = state === 'missing' || state === 'failed' ? state : ''
        return `${root()} ${index.meta('library')} ${index.generation()} ${failure}`
      })
    } catch {
      return null
    }
  }

  return {
    onChange(listener) {
      if (listeners.size === 0) {
        seenState = currentState() ?? ''
        endWatch = watchDatabase(handle.file, check, POLL_MS)
      }
      const remove = listeners.add(listener)
      return () => {
        remove()
        if (listeners.size === 0) endWatch()
      }
    },
    check() {
      checkedVersion = -1
      check()
    },
    close: () => endWatch(),
  }
}
