import type { IndexHandle } from '../index/index-handle.ts'

/** Tells of changes of the index, by whichever process. */
export interface IndexFollower {
  /** Called after each change; returns what ends it. */
  onChange(listener: () => void): () => void
  /** To be called when `root` is another one: that is a change too. */
  lookAgain(): void
  close(): void
}

const POLL_MS = 100

/** @param root the library that this process serves now */
export function followIndex(handle: IndexHandle, root: () => string): IndexFollower {
  const listeners = new Set<() => void>()
  let poll: NodeJS.Timeout | undefined
  let version = -1
  let seen = ''

  function look(): void {
    let written: number
    try {
      written = handle.version()
    } catch {
      return
    }
    if (written === version) return
    const now = stateOfIndex()
    if (now === null) return
    version = written
    if (now === seen) return
    seen = now
    for (const listener of listeners) listener()
  }

  function stateOfIndex(): string | null {
    try {
      return handle.read((index) => {
        const { state } = index.progress()
        return `${root()} ${index.meta('library')} ${index.generation()} ${state === 'missing' || state === 'failed' ? state : ''}`
      })
    } catch {
      return null
    }
  }

  return {
    onChange(listener) {
      if (listeners.size === 0) {
        seen = stateOfIndex() ?? ''
        poll = setInterval(look, POLL_MS)
        poll.unref()
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearInterval(poll)
      }
    },
    lookAgain() {
      version = -1
      look()
    },
    close: () => clearInterval(poll),
  }
}
