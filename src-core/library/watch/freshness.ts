import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { IndexHandle } from '../index/index-handle.ts'

/** Waits until the index has been compared with the library. */
export interface Freshness {
  /** Resolves after the comparison, or when the time limit is over. Never rejects. */
  wait(signal?: AbortSignal): Promise<void>
  /** To be called when the library changes: the next `wait` starts again. */
  reset(): void
}

export interface FreshnessDeps {
  readonly handle: IndexHandle
  /** Resolves after this process's worker has compared the library; see `IndexSupervisor.compared`. */
  readonly compared: () => Promise<void>
  readonly isIndexing: () => boolean
  /** The library that this process serves. */
  readonly root: () => string
  /** Called when the index holds another library. Returns true while the index is changing to this one. */
  readonly isChanging: () => boolean
  /** Aborted when waiting is pointless because the process ends. */
  readonly ended: AbortSignal
}

// The comparison of a library that was indexed before takes less than this, unless the disk has to spin up. Then an answer
// from the old index is better than none.
const KNOWN_LIMIT_MS = 1_500
// A library that was never indexed has no old index to answer from.
const NEW_LIMIT_MS = 30_000
const POLL_MS = 25

export function createFreshness(deps: FreshnessDeps): Freshness {
  const { handle, root, ended } = deps
  let waiting: Promise<void> | null = null
  let isFresh = false

  /** `whole`: all of this library; `part`: a part of it, or nothing; `other`: another library. */
  function indexedLibrary(): 'whole' | 'part' | 'other' {
    try {
      return handle.read((index) => {
        const indexed = index.meta('library')
        if (indexed !== null && indexed !== root()) return 'other'
        return index.meta('complete') === 1 ? 'whole' : 'part'
      })
    } catch {
      return 'part'
    }
  }

  async function becomeFresh(): Promise<void> {
    const waitedRoot = root()
    // The supervisor tries to acquire the lease in the current turn.
    await nextTurn()
    // Waiting does not help when another process indexes another library.
    const isMismatch = indexedLibrary() === 'other' && !deps.isIndexing() && !deps.isChanging()
    const limit = isMismatch || indexedLibrary() === 'whole' ? KNOWN_LIMIT_MS : NEW_LIMIT_MS
    const until = Date.now() + limit
    let compared = false
    const comparison = deps.compared()
    void comparison.then(() => {
      compared = true
    })
    // When another process indexes, the index is up to date after that process's first complete comparison.
    const isReady = () => compared || (!deps.isIndexing() && indexedLibrary() === 'whole')
    while (!isReady() && Date.now() < until && !ended.aborted && root() === waitedRoot) {
      await Promise.race([comparison, sleep(POLL_MS)])
    }
    if (root() === waitedRoot) isFresh = true
  }

  return {
    async wait(signal) {
      // Repeats when the library was changed meanwhile.
      while (!isFresh && !ended.aborted && !signal?.aborted) {
        waiting ??= becomeFresh()
        await (signal ? Promise.race([waiting, aborted(signal)]) : waiting)
      }
    },
    reset() {
      isFresh = false
      waiting = null
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
