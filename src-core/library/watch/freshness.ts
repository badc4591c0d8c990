import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { IndexHandle } from '../index/index-handle.ts'
import type { Supervisor } from './supervisor.ts'

/** Whether the index has been compared with its library. */
export interface Freshness {
  /** Resolves when it has been, or patience has run out. Never rejects. */
  wait(signal?: AbortSignal): Promise<void>
  /** To be called when the library is another one. */
  forget(): void
}

export interface FreshnessDeps {
  readonly handle: IndexHandle
  readonly supervisor: Pick<Supervisor, 'fresh' | 'holdsLease'>
  /** The library that this process serves now. */
  readonly root: () => string
  /** Asked when the index holds another library; true while it is about to become this one's. */
  readonly isChanging: () => boolean
  /** Aborted when nobody is to wait any more. */
  readonly ended: AbortSignal
}

// A library that was indexed before is compared within this time, unless the disk sleeps; better old than never.
const PATIENCE_MS = 1_500
// A library that was never indexed has nothing to answer with.
const FIRST_PATIENCE_MS = 30_000
const LOOK_MS = 25

export function createFreshness({ handle, supervisor, root, isChanging, ended }: FreshnessDeps): Freshness {
  let fresh: Promise<void> | null = null
  let isFresh = false

  /** What the index holds: this library whole, this library in part (or nothing yet), or another library. */
  function held(): 'whole' | 'part' | 'other' {
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
    const asked = root()
    // By then the lease has been tried.
    await nextTurn()
    // Another library in the hands of a living process will not go away by waiting.
    const hopeless = held() === 'other' && !supervisor.holdsLease() && !isChanging()
    const until = Date.now() + (hopeless || held() === 'whole' ? PATIENCE_MS : FIRST_PATIENCE_MS)
    let compared = false
    const comparison = supervisor.fresh()
    void comparison.then(() => {
      compared = true
    })
    // While another process indexes, its first complete comparison is what counts: from then on it watches.
    const ready = () => compared || (!supervisor.holdsLease() && held() === 'whole')
    while (!ready() && Date.now() < until && !ended.aborted && root() === asked) {
      await Promise.race([comparison, sleep(LOOK_MS)])
    }
    if (root() === asked) isFresh = true
  }

  return {
    async wait(signal) {
      // Once more when the library was changed meanwhile.
      while (!isFresh && !ended.aborted && !signal?.aborted) {
        fresh ??= becomeFresh()
        await (signal ? Promise.race([fresh, aborted(signal)]) : fresh)
      }
    },
    forget() {
      isFresh = false
      fresh = null
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
