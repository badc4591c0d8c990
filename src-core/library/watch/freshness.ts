import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
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
  /** True when no process can index, or the one that does is stopped, so that waiting is pointless. */
  readonly isBlocked: () => boolean
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
// A process of this version that has just taken over the lease replaces the index of another version within this time.
const OTHER_VERSION_LIMIT_MS = 500
const POLL_MS = 25

export function createFreshness(deps: FreshnessDeps): Freshness {
  const { handle, root, ended } = deps
  let waiting: Promise<void> | null = null
  let isFresh = false

  /**
   * `whole`: all of this library; `part`: a part of it, or nothing; `other`: another library; `unreadable`: the disk or its
   * permissions make reading impossible; `version`: an index of another version of Plumbline.
   */
  function indexedLibrary(): 'whole' | 'part' | 'other' | 'unreadable' | 'version' {
    try {
      return handle.read((index) => {
        const indexed = index.meta('library')
        if (indexed !== null && indexed !== root()) return 'other'
        return index.meta('complete') === 1 ? 'whole' : 'part'
      })
    } catch (error) {
      if (!(error instanceof PlumblineError) || deps.isIndexing()) return 'part'
      if (error.code === 'version-mismatch') return 'version'
      return error.code === 'home-unusable' ? 'unreadable' : 'part'
    }
  }

  /** How long to wait for the comparison, in milliseconds. */
  function limitFor(indexed: ReturnType<typeof indexedLibrary>): number {
    if (indexed === 'unreadable') return 0
    if (indexed === 'version') return OTHER_VERSION_LIMIT_MS
    // Waiting does not help when another process indexes another library.
    const isMismatch = indexed === 'other' && !deps.isIndexing() && !deps.isChanging()
    return isMismatch || indexed === 'whole' ? KNOWN_LIMIT_MS : NEW_LIMIT_MS
  }

  async function becomeFresh(): Promise<void> {
    const waitedRoot = root()
    // The supervisor tries to acquire the lease in the current turn.
    await nextTurn()
    const until = Date.now() + limitFor(indexedLibrary())
    let compared = false
    const comparison = deps.compared()
    void comparison.then(() => {
      compared = true
    })
    // When another process indexes, the index is up to date after that process's first complete comparison.
    const isReady = () => compared || (!deps.isIndexing() && indexedLibrary() === 'whole')
    while (!isReady() && !deps.isBlocked() && Date.now() < until && !ended.aborted && root() === waitedRoot) {
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
