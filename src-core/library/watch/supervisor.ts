import { Worker } from 'node:worker_threads'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { type Lease, openLeaseManager } from '../../base/lease.ts'
import type { Logger } from '../../base/log.ts'
import type { Reconciled } from './reconcile.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts'

/** Sees to it that one process of all that share a home indexes. */
export interface Supervisor {
  /** True while this process holds the lease. */
  holdsLease(): boolean
  /**
   * Resolves once this process's worker has compared everything; never, while another process holds the lease or the library
   * is changed meanwhile.
   */
  fresh(): Promise<void>
  /** Ends the work on the library so far and begins with the one that `setup` says now. The lease is kept. */
  changeLibrary(): void
  /** Compares everything now. Only where this process holds the lease. */
  sweep(
    force: boolean,
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Reconciled>
  close(): Promise<void>
}

/** What the supervisor needs. */
export interface SupervisorOptions {
  readonly leaseDb: string
  readonly workerScript: string
  /** Asked each time that a worker is started. */
  readonly setup: () => WorkerSetup
  readonly log: Logger
}

// Another process takes over within this time, and the time a worker takes to start, of the holder's death.
const TRY_LEASE_MS = 1_000
const RESTART_MS = [500, 2_000, 10_000, 60_000] as const
// The worker says every 5 s that it lives. Counted in looks, not in time: the clock goes on while the machine sleeps, and jumps.
const SILENT_LOOKS = 60
const STOP_MS = 3_000

function errorOf({ message, expected }: Extract<FromWorker, { type: 'failed' }>): Error {
  return expected ? new PlumblineError(expected.code, message, expected.remedy) : new Error(message)
}

interface Ticket {
  readonly resolve: (result: Reconciled) => void
  readonly reject: (error: Error) => void
  readonly onProgress: ((done: number, total: number) => void) | undefined
}

/**
 * Tries the lease once the present events are dealt with, and then every second; with it, runs the worker and starts it again when it dies.
 * @throws SqliteError when `lease.db` cannot be opened
 */
export function superviseIndexing({ leaseDb, workerScript, setup, log }: SupervisorOptions): Supervisor {
  const desk = openLeaseManager(leaseDb, setup().nativeBinding)
  const tickets = new Map<number, Ticket>()
  let lastTicket = 0
  let lease: Lease | null = null
  let worker: Worker | null = null
  let closed = false
  let replacing = false
  let restarts = 0
  let silentLooks = 0
  let restartTimer: NodeJS.Timeout | undefined
  let fresh = Promise.withResolvers<void>()

  function tryLease(): void {
    if (lease || closed) return
    try {
      lease = desk.tryAcquire()
    } catch (error) {
      log('error', `The lease could not be tried: ${String(error)}`)
    }
    if (lease) startWorker()
  }

  function startWorker(): void {
    if (closed) return
    silentLooks = 0
    const started = new Worker(workerScript, { workerData: setup(), name: 'plumbline-indexer' })
    // The worker works for the process, it does not keep it alive.
    started.unref()
    started.on('message', (message: FromWorker) => hear(message))
    started.on('error', (error) =>
      log('error', `The indexing thread failed: ${error instanceof Error ? error.stack : String(error)}`),
    )
    started.on('exit', (code) => {
      if (worker !== started) return
      worker = null
      for (const ticket of tickets.values()) ticket.reject(new Error('The indexing thread ended.'))
      tickets.clear()
      if (closed) return
      if (!replacing) {
        restart(code)
        return
      }
      replacing = false
      startWorker()
    })
    worker = started
  }

  function restart(code: number): void {
    const wait = RESTART_MS[Math.min(restarts, RESTART_MS.length - 1)] ?? 0
    restarts++
    log('warn', `The indexing thread ended with code ${code}. Starting it again in ${wait / 1000} s.`)
    // Answers go on from what is indexed.
    fresh.resolve()
    restartTimer = setTimeout(startWorker, wait)
    restartTimer.unref()
  }

  function hear(message: FromWorker): void {
    silentLooks = 0
    if (message.type === 'log') log(message.level, message.message)
    else if (message.type === 'fresh') {
      // That of the library before is no news.
      if (!replacing) fresh.resolve()
    } else if (message.type === 'alive') restarts = 0
    else {
      const ticket = tickets.get(message.ticket)
      if (message.type === 'progress') {
        ticket?.onProgress?.(message.done, message.total)
        return
      }
      tickets.delete(message.ticket)
      if (message.type === 'swept') ticket?.resolve(message.result)
      else ticket?.reject(errorOf(message))
    }
  }

  const timer = setInterval(() => {
    tryLease()
    if (worker && ++silentLooks > SILENT_LOOKS) {
      log('error', 'The indexing thread has not been heard of for a minute, and is replaced.')
      silentLooks = 0
      void worker.terminate()
    }
  }, TRY_LEASE_MS)
  timer.unref()
  // Behind what is waiting to be answered: the thread takes a core's attention for some 50 ms.
  setImmediate(tryLease)

  const send = (message: ToWorker) => worker?.postMessage(message)

  async function stopWorker(): Promise<void> {
    if (!worker) return
    const ending = worker
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    send({ type: 'close' })
    const limit = setTimeout(() => void ending.terminate(), STOP_MS)
    await ended
    clearTimeout(limit)
  }

  return {
    holdsLease: () => lease !== null,
    fresh: () => fresh.promise,
    changeLibrary() {
      fresh = Promise.withResolvers()
      // One that starts later asks for the library then.
      if (!worker || replacing) return
      replacing = true
      void stopWorker()
    },
    sweep(force, signal, onProgress) {
      if (signal?.aborted) return Promise.reject(signal.reason)
      if (!worker) return Promise.reject(new Error('This process is not indexing.'))
      const ticket = ++lastTicket
      const cancel = () => send({ type: 'cancel', ticket })
      signal?.addEventListener('abort', cancel, { once: true })
      const swept = new Promise<Reconciled>((resolve, reject) => {
        tickets.set(ticket, { resolve, reject, onProgress })
        send({ type: 'sweep', ticket, force })
      })
      return swept.finally(() => signal?.removeEventListener('abort', cancel))
    },
    async close() {
      closed = true
      clearInterval(timer)
      clearTimeout(restartTimer)
      await stopWorker()
      lease?.release()
      desk.close()
    },
  }
}
