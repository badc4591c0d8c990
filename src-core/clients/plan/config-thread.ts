import { Worker } from 'node:worker_threads'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { type ConfigResult, type ConfigTask, runConfigTask } from './config-task.ts'

/** Smaller files are read and planned in less than a millisecond or two, which a thread is not worth. */
export const MIN_THREAD_BYTES = 256 * 1024
// A thread that holds a file of 25 MB needs a hundred megabytes, so it does not stay.
const IDLE_MS = 10_000

interface Answer {
  readonly id: number
  readonly result: never
  readonly error?: Pick<PlumblineError, 'code' | 'message' | 'remedy'>
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/** Runs tasks on large configuration files in a thread of their own, which starts at the first task and ends when it is idle. */
export class ConfigThread {
  readonly #script: string | undefined
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #idleTimer: NodeJS.Timeout | undefined
  #lastId = 0

  /** @param script the worker's file; absent: every task runs in this thread */
  constructor(script: string | undefined) {
    this.#script = script
  }

  /** True when large files are read in another thread. */
  get isAvailable(): boolean {
    return this.#script !== undefined
  }

  /** @param bytes the size of the file */
  run<Task extends ConfigTask>(task: Task, bytes: number): Promise<ConfigResult<Task>> {
    if (this.#script === undefined || bytes < MIN_THREAD_BYTES)
      return Promise.try(() => runConfigTask(task) as ConfigResult<Task>)
    clearTimeout(this.#idleTimer)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker ??= this.#start(this.#script ?? '')
      this.#worker.ref()
      this.#worker.postMessage({ id, task })
    })
  }

  close(): void {
    clearTimeout(this.#idleTimer)
    void this.#worker?.terminate()
  }

  #start(script: string): Worker {
    const worker = new Worker(script, { name: 'plumbline-client-config' })
    worker.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(result)
      else waiting?.reject(new PlumblineError(error.code, error.message, error.remedy))
      if (this.#waiting.size === 0) this.#rest(worker)
    })
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null
      this.#fail(new Error('The thread that reads the configuration of clients has ended.'))
    })
    return worker
  }

  #rest(worker: Worker): void {
    worker.unref()
    this.#idleTimer = setTimeout(() => {
      if (this.#worker === worker) this.#worker = null
      void worker.terminate()
    }, IDLE_MS)
    this.#idleTimer.unref()
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
