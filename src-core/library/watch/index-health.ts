import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import type { Home } from '../../base/home.ts'
import { isLeaseHeld } from '../../base/lease.ts'
import { diskFull, isDiskFull } from '../../base/storage-errors.ts'
import type { IndexHandle } from '../index/index-handle.ts'
import { noIndexer } from './reindex-requests.ts'
import type { IndexSupervisor } from './supervisor.ts'

interface IndexHealthDeps {
  readonly home: Pick<Home, 'dir' | 'leaseDb'>
  readonly nativeBinding: string | undefined
  readonly handle: IndexHandle
  /** `null` in a process that never indexes. */
  readonly supervisor: IndexSupervisor | null
  /** Returns true when the indexing process has sent a sign of life lately. */
  readonly isAlive: (progress: IndexProgress) => boolean
}

// A running indexer writes a sign of life every 10 seconds.
const STALLED_AFTER_MS = 15_000

/** Whether some process updates the index when the library changes, as far as this process can know. */
export class IndexHealth {
  readonly #home: IndexHealthDeps['home']
  readonly #nativeBinding: string | undefined
  readonly #handle: IndexHandle
  readonly #supervisor: IndexSupervisor | null
  readonly #isAlive: IndexHealthDeps['isAlive']

  constructor({ home, nativeBinding, handle, supervisor, isAlive }: IndexHealthDeps) {
    this.#home = home
    this.#nativeBinding = nativeBinding
    this.#handle = handle
    this.#supervisor = supervisor
    this.#isAlive = isAlive
  }

  /**
   * @param progress `null`: the index cannot be read at the moment
   * @throws PlumblineError when a request for a scan would not be answered
   */
  checkIndexer(progress: IndexProgress | null = this.#progress()): void {
    if (progress === null) return
    const storageError = this.#storageError()
    if (storageError !== null) throw storageError
    const stall = this.#stallOf(progress)
    if (stall !== null) throw stall
    // A process with a supervisor takes over when the indexing process ends.
    if (this.#supervisor === null && !this.#isAlive(progress)) throw noIndexer()
  }

  /** Why the home cannot be written, as far as this process knows. */
  #storageError(): PlumblineError | null {
    return this.#supervisor?.storageError() ?? this.#handle.storageError()
  }

  /** True when no process can index, or the one that does is stopped. */
  isBlocked(): boolean {
    if (this.#storageError() !== null) return true
    const progress = this.#supervisor?.holdsLease() ? null : this.#progress()
    return progress !== null && this.#stallOf(progress) !== null
  }

  /** The progress in the index; `null` while it cannot be read. */
  #progress(): IndexProgress | null {
    try {
      return this.#handle.readOne((index) => index.progress())
    } catch {
      return null
    }
  }

  /** The progress in the index, with what only this process knows: that the index cannot be written, or that no process writes it. */
  correct(progress: IndexProgress): IndexProgress {
    const failed = (error: PlumblineError) => {
      const message = `${describeError(error)} Until then answers come from the index as it is.`
      return { ...progress, state: 'failed', message } as const
    }
    const storageError = this.#storageError()
    if (storageError !== null) return failed(storageError)
    const stall = this.#stallOf(progress)
    if (stall === null) return progress
    // The indexing process cannot write that its disk is full.
    const { dir } = this.#home
    if (isDiskFull(dir)) return failed(diskFull(dir))
    return { ...progress, state: 'stalled', message: describeError(stall) }
  }

  /** The error when another process holds the lease and sends no signs of life. */
  #stallOf({ aliveAt, pid }: IndexProgress): PlumblineError | null {
    const supervisor = this.#supervisor
    if (supervisor?.holdsLease()) return null
    const now = Date.now()
    // A process that has begun to index sends signs of life; one that has not may be stopped before it could.
    if (aliveAt ? now - aliveAt < STALLED_AFTER_MS : (supervisor?.heldElsewhereFor() ?? 0) < STALLED_AFTER_MS)
      return null
    if (supervisor === null ? !this.#isLeaseHeld() : supervisor.heldElsewhereFor() === 0) return null
    if (supervisor?.resumedWithin(STALLED_AFTER_MS)) return null
    return indexerStalled(aliveAt ? pid : null)
  }

  #isLeaseHeld(): boolean {
    try {
      return isLeaseHeld(this.#home.leaseDb, this.#nativeBinding)
    } catch {
      return false
    }
  }
}

function indexerStalled(pid: number | null): PlumblineError {
  const name =
    pid === null
      ? 'The process that keeps the index up to date'
      : `Process ${pid}, which keeps the index up to date,`
  return new PlumblineError(
    'index-unavailable',
    `${name} has not responded for more than ${STALLED_AFTER_MS / 1000} seconds, so changes since then are missing.`,
    'Let it continue if it is paused, or end it: another Plumbline process then takes over.',
  )
}
