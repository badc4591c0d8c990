import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { onHeartbeat } from '../../base/heartbeat.ts'
import { type Lease, type LeaseManager, openLeaseManager } from '../../base/lease.ts'
import type { Logger } from '../../base/log.ts'
import { storageErrorOf } from '../../base/storage-errors.ts'
import type { Reconciled } from './reconcile.ts'
import type { FromWorker, ToWorker, WorkerError, WorkerSetup } from './worker-messages.ts'

export interface SupervisorOptions {
  readonly leaseDb: string
  readonly workerScript: string
  /** Called each time a worker is started. */
  readonly setup: () => WorkerSetup
  readonly log: Logger
}

// After the death of the lease holder, another process takes over within this time plus the start of its worker.
const RESTART_MS = [500, 2_000, 10_000, 60_000] as const
// The worker sends a sign of life every 5 seconds. Silence is counted in ticks of the lease timer and not in time, because
// the clock jumps, and continues while the machine sleeps.
const MAX_SILENT_TICKS = 60
// A full disk or a folder that cannot be written. Starting the thread takes about 50 ms of a core.
const RETRY_STORAGE_MS = 3_000
const STOP_MS = 3_000
// A tick that comes this late shows that the machine slept, or that this process was stopped.
const LATE_TICK_MS = 5_000

/** A scan that was requested from the worker. */
interface PendingScan {
  readonly resolve: (result: Reconciled) => void
  readonly reject: (error: Error) => void
  readonly onProgress: ((done: number, total: number) => void) | undefined
}

/**
 * Makes this process the one that indexes, if no other process of the home does: tries to acquire the lease every second
 * and, with the lease, runs the worker and restarts it when it ends.
 */
export class IndexSupervisor {
  readonly #options: SupervisorOptions
  readonly #leases: LeaseManager
  readonly #endTicks: () => void
  readonly #scans = new Map<number, PendingScan>()
  #lastTicket = 0
  #lease: Lease | null = null
  #worker: Worker | null = null
  #closed = false
  /** True while the worker of the previous library is ending. */
  #replacing = false
  #restarts = 0
  #silentTicks = 0
  #restartTimer: NodeJS.Timeout | undefined
  #compared = Promise.withResolvers<void>()
  #storageError: PlumblineError | null = null
  #loggedLeaseError = ''
  /** Since when another process has held the lease, by the monotonic clock; `null`: none has. */
  #heldElsewhereSince: number | null = null
  #tickedAt = Date.now()
  /** When this process last ran again after a pause, by the monotonic clock. */
  #resumedAt = Number.NEGATIVE_INFINITY

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#leases = openLeaseManager(options.leaseDb, options.setup().nativeBinding)
    this.#endTicks = onHeartbeat(() => this.#tick())
    // After the requests that are waiting: starting the thread takes about 50 ms of a core.
    setImmediate(() => this.#tryLease())
  }

  holdsLease(): boolean {
    return this.#lease !== null
  }

  /** Why the home cannot be written, so that nothing is indexed; `null` when it can. */
  storageError(): PlumblineError | null {
    return this.#storageError
  }

  /**
   * For how long another process has held the lease without a pause of this process, in milliseconds; 0: none holds it. After a
   * pause, as of a sleeping machine, the other process too needs time for its next sign of life.
   */
  heldElsewhereFor(): number {
    if (this.#heldElsewhereSince === null) return 0
    return performance.now() - Math.max(this.#heldElsewhereSince, this.#resumedAt)
  }

  /** True when this process, or the whole machine, was paused within the last `milliseconds`. */
  resumedWithin(milliseconds: number): boolean {
    return performance.now() - this.#resumedAt < milliseconds
  }

  /**
   * Resolves after this process's worker has compared the whole library once. Never resolves while another process holds
   * the lease, or when the library changes first.
   */
  compared(): Promise<void> {
    return this.#compared.promise
  }

  /** Ends the worker of the current library and starts one for the library that `setup` returns. Keeps the lease. */
  changeLibrary(): void {
    this.#compared = Promise.withResolvers()
    // A worker that starts later gets the new library from `setup`.
    if (!this.#worker || this.#replacing) return
    this.#replacing = true
    void this.#stopWorker()
  }

  /**
   * Runs a full scan in this process's worker.
   * @param force reads every file again
   * @throws the signal's reason, or PlumblineError `index-unavailable` when the worker does not run or ends, `home-unusable` when
   *   the home cannot be written
   */
  scan(
    force: boolean,
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Reconciled> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (!this.#worker) return Promise.reject(this.#storageError ?? notRunning())
    const ticket = ++this.#lastTicket
    const cancel = () => this.#send({ type: 'cancel', ticket })
    signal?.addEventListener('abort', cancel, { once: true })
    const result = new Promise<Reconciled>((resolve, reject) => {
      this.#scans.set(ticket, { resolve, reject, onProgress })
      this.#send({ type: 'scan', ticket, force })
    })
    return result.finally(() => signal?.removeEventListener('abort', cancel))
  }

  /** Ends the worker and releases the lease. */
  async close(): Promise<void> {
    this.#closed = true
    this.#endTicks()
    clearTimeout(this.#restartTimer)
    await this.#stopWorker()
    this.#lease?.release()
    this.#leases.close()
  }

  #tick(): void {
    const now = Date.now()
    if (Math.abs(now - this.#tickedAt) > LATE_TICK_MS) this.#resumedAt = performance.now()
    this.#tickedAt = now
    this.#checkLease()
    this.#tryLease()
    if (!this.#worker || ++this.#silentTicks <= MAX_SILENT_TICKS) return
    this.#options.log('error', 'The indexing thread has sent no sign of life for a minute. Replacing it.')
    this.#silentTicks = 0
    void this.#worker.terminate()
  }

  /** Gives up a lease on a file that is no longer in its place, because another process can hold the lease on the new one. */
  #checkLease(): void {
    const { leaseDb, log } = this.#options
    if (!this.#lease || this.#closed || this.#lease.isCurrent()) return
    log('warn', `${leaseDb} was deleted or replaced. Acquiring the lease again.`)
    this.#lease.release()
    this.#lease = null
    this.#tryLease()
    if (this.#lease !== null) return
    clearTimeout(this.#restartTimer)
    this.#compared.resolve()
    void this.#worker?.terminate()
  }

  #tryLease(): void {
    if (this.#lease || this.#closed) return
    try {
      this.#lease = this.#leases.tryAcquire()
      this.#loggedLeaseError = ''
      if (this.#lease === null) {
        this.#heldElsewhereSince ??= performance.now()
        // This process does not write the index, so it does not know.
        this.#storageError = null
      } else this.#heldElsewhereSince = null
    } catch (error) {
      this.#leaseFailed(error)
    }
    if (this.#lease && !this.#worker) this.#startWorker()
  }

  #leaseFailed(error: unknown): void {
    const { leaseDb, log } = this.#options
    const storageError = storageErrorOf(error, dirname(leaseDb))
    this.#storageError = storageError ?? leaseUnusable(leaseDb, error)
    const message = describeError(this.#storageError)
    // The attempts are repeated every second.
    if (message !== this.#loggedLeaseError) log(storageError ? 'warn' : 'error', message)
    this.#loggedLeaseError = message
    // Requests are answered from the index as it is.
    this.#compared.resolve()
  }

  #startWorker(): void {
    if (this.#closed || this.#worker || !this.#lease) return
    const { workerScript, setup, log } = this.#options
    this.#silentTicks = 0
    const worker = new Worker(workerScript, { workerData: setup(), name: 'plumbline-indexer' })
    // The worker must not keep the process alive.
    worker.unref()
    worker.on('message', (message: FromWorker) => this.#receive(message))
    worker.on('error', (error) =>
      log('error', `The indexing thread failed: ${error instanceof Error ? error.stack : String(error)}`),
    )
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#ended(code)
    })
    this.#worker = worker
  }

  #ended(code: number): void {
    this.#worker = null
    for (const scan of this.#scans.values()) scan.reject(this.#storageError ?? notRunning())
    this.#scans.clear()
    if (this.#closed) return
    if (!this.#lease) {
      this.#replacing = false
      return
    }
    if (this.#replacing) {
      this.#replacing = false
      this.#startWorker()
    } else this.#restart(code)
  }

  #restart(code: number): void {
    let wait: number = RETRY_STORAGE_MS
    if (this.#storageError === null) {
      wait = RESTART_MS[Math.min(this.#restarts, RESTART_MS.length - 1)] ?? 0
      this.#restarts++
      this.#options.log(
        'warn',
        `The indexing thread ended with code ${code}. Starting it again in ${wait / 1000} s.`,
      )
    }
    // Requests are answered from the index as it is.
    this.#compared.resolve()
    this.#restartTimer = setTimeout(() => this.#startWorker(), wait)
    this.#restartTimer.unref()
  }

  #receive(message: FromWorker): void {
    this.#silentTicks = 0
    switch (message.type) {
      case 'log':
        this.#options.log(message.level, message.message)
        return
      case 'compared':
        // While the worker is being replaced, the message is about the previous library.
        if (!this.#replacing) this.#compared.resolve()
        return
      case 'alive':
        this.#restarts = 0
        return
      case 'storage':
        this.#noteStorage(message.error)
        return
      case 'progress':
        this.#scans.get(message.ticket)?.onProgress?.(message.done, message.total)
        return
      default: {
        const scan = this.#scans.get(message.ticket)
        this.#scans.delete(message.ticket)
        if (message.type === 'scanned') scan?.resolve(message.result)
        else scan?.reject(errorOf(message))
      }
    }
  }

  #noteStorage(error: WorkerError | null): void {
    const { log } = this.#options
    const before = this.#storageError?.message
    if (error === null) {
      if (this.#storageError) log('info', 'The index can be written again.')
      this.#storageError = null
      return
    }
    this.#storageError = new PlumblineError(error.code, error.message, error.remedy)
    if (error.message !== before) log('error', `Nothing is indexed. ${describeError(this.#storageError)}`)
  }

  #send(message: ToWorker): void {
    this.#worker?.postMessage(message)
  }

  async #stopWorker(): Promise<void> {
    const worker = this.#worker
    if (!worker) return
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    this.#send({ type: 'close' })
    const limit = setTimeout(() => void worker.terminate(), STOP_MS)
    await ended
    clearTimeout(limit)
  }
}

function errorOf({ message, expected }: Extract<FromWorker, { type: 'failed' }>): Error {
  return expected ? new PlumblineError(expected.code, message, expected.remedy) : new Error(message)
}

function leaseUnusable(file: string, error: unknown): PlumblineError {
  return new PlumblineError(
    'home-unusable',
    `Nothing is indexed, because ${file} cannot be used (${describeError(error)}).`,
    'Delete it while no Plumbline runs.',
    { cause: error },
  )
}

function notRunning(): PlumblineError {
  return new PlumblineError(
    'index-unavailable',
    'The indexing thread of this process is being started again.',
    'Try again in a few seconds.',
  )
}
