import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import type { Logger } from '../../base/log.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import type { FileStamp, IndexWriter } from '../index/index-writer.ts'
import { createDebounceTimer } from './debounce-timer.ts'
import { type Reconciled, reconcile, refresh } from './reconcile.ts'
import { codeOf, stampOf } from './walk.ts'
import { createLibraryWatcher } from './watcher.ts'

/** Keeps the index in line with the folder until it is closed. */
export interface Indexer {
  /** Compares everything now; `force` reads every file again. Resolves when the index is in line. */
  /** `signal` withdraws it; a comparison stops when nothing but what was withdrawn called for it. */
  sweep(
    force: boolean,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<Reconciled>
  close(): Promise<void>
}

/** What the indexer needs. */
export interface IndexerOptions {
  readonly root: string
  readonly writer: IndexWriter
  readonly log: Logger
  /** Called once, when the first comparison has ended, or cannot. */
  readonly onFresh: () => void
  /** Called when the index turns out to be damaged: nothing more can be written. */
  readonly onDamage: () => void
  readonly intervals?: Partial<Intervals>
}

/** Milliseconds. */
interface Intervals {
  /** Quiet time after an event before files are read: editors save in several steps. */
  readonly debounce: number
  /** Longest wait from the first event on, while events keep coming. */
  readonly debounceLimit: number
  /** When to compare everything after single files were read, in case the watcher did not name them all. */
  readonly settle: number
  /** How often to compare everything although nothing was reported. */
  readonly periodic: number
  /** The same, while watching does not work. */
  readonly unwatched: number
  /** How often to look whether the folder is still there. */
  readonly heartbeat: number
}

const INTERVALS: Intervals = {
  debounce: 50,
  debounceLimit: 150,
  settle: 2_000,
  periodic: 60_000,
  unwatched: 3_000,
  heartbeat: 1_000,
}

// More than an editor saves at once: a checkout or a copy, which one comparison reads faster.
const FILES_ONE_BY_ONE = 64
// Other processes read from this row that the indexer lives; each writing wakes them up.
const SIGN_OF_LIFE_MS = 10_000
const MERGE_PAUSE_MS = 20

interface Request {
  readonly force: boolean
  readonly onProgress: ((done: number, total: number) => void) | undefined
  readonly settle: (outcome: Promise<Reconciled>) => void
}

/** Starts comparing and watching at once. All but what others are told is measured by a clock that nobody sets back. */
export function startIndexer({ root, writer, log, onFresh, onDamage, intervals }: IndexerOptions): Indexer {
  const every = { ...INTERVALS, ...intervals }
  const closing = new AbortController()
  const alarm = createDebounceTimer()
  const dirty = new Set<string>()
  let requests: Request[] = []
  let sweepAt = 0
  let sweptAt = 0
  let writtenAt = 0
  let running = new AbortController()
  /** Those that the comparison which runs now was asked by. */
  const asked = new Set<Request>()
  let onlyAsked = false
  let merge: 'begin' | 'continue' | 'done' = 'done'
  let state: IndexProgress['state'] = 'starting'
  let lastFailure = ''
  let heardAt = 0
  let suspectedAt = 0

  const watcher = createLibraryWatcher(root, log, {
    onFile(path) {
      heardAt = performance.now()
      dirty.add(path)
      alarm.debounce(every.debounce, every.debounceLimit)
    },
    onUnsure() {
      heardAt = performance.now()
      sweepAt = 0
      alarm.debounce(every.debounce, every.debounceLimit)
    },
  })

  function report(progress: Partial<IndexProgress>): void {
    writtenAt = performance.now()
    state = progress.state ?? state
    writer.setProgress({ pid: process.pid, ...progress, aliveAt: Date.now() })
  }

  function signOfLifeDue(): boolean {
    return performance.now() - writtenAt >= SIGN_OF_LIFE_MS
  }

  async function sweep(): Promise<void> {
    for (const request of requests) asked.add(request)
    onlyAsked = asked.size > 0 && dirty.size === 0 && performance.now() < sweepAt
    const reported = sweepAt === 0 || dirty.size > 0 || asked.size > 0
    const previous = sweptAt
    const startedAt = performance.now()
    requests = []
    dirty.clear()
    running = new AbortController()
    sweepAt = Number.POSITIVE_INFINITY
    const outcome = reconcile({
      root,
      writer,
      force: [...asked].some((request) => request.force),
      signal: AbortSignal.any([closing.signal, running.signal]),
      onProgress(done, total) {
        report({ state: 'indexing', done, total })
        for (const request of asked) request.onProgress?.(done, total)
      },
    }).catch((error) => {
      throw codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' ? libraryMissing(root) : error
    })
    const result = await outcome.finally(() => {
      for (const request of asked) request.settle(outcome)
      asked.clear()
    })
    sweptAt = performance.now()
    lastFailure = ''
    sweepAt = Math.min(sweepAt, sweptAt + (watcher.watching ? every.periodic : every.unwatched))
    const changed = result.read + result.removed
    if (changed > FILES_ONE_BY_ONE) merge = 'begin'
    if (!reported && changed > 0 && watcher.watching && previous > 0) suspectedAt = startedAt
    report({
      state: 'watching',
      done: result.files,
      total: result.files,
      checkedAt: Date.now(),
      message: null,
    })
  }

  function refreshDirty(): void {
    const files = new Map<string, FileStamp | null>()
    for (const path of dirty) files.set(path, stampOf(join(root, path)))
    dirty.clear()
    refresh(root, writer, files)
    report({ state: 'watching', checkedAt: Date.now(), message: null })
    sweepAt = Math.min(sweepAt, performance.now() + every.settle)
  }

  /** A change that nobody reported means a deaf watcher, unless the report comes a moment later. */
  function judgeWatcher(): void {
    if (suspectedAt === 0 || performance.now() - suspectedAt < every.heartbeat) return
    if (heardAt < suspectedAt) {
      log('warn', `Changes in ${root} had not been reported. Watching it anew.`)
      watcher.restart()
    }
    suspectedAt = 0
  }

  /** One look at the folder. @returns how long to sleep if nothing happens. */
  async function turn(): Promise<number> {
    // The first comparison comes before watching, which takes longer to begin than an unchanged library to be compared.
    const there = sweptAt === 0 || watcher.check()
    if (!there) {
      if (state !== 'missing' || signOfLifeDue())
        report({ state: 'missing', message: describeError(libraryMissing(root)) })
      for (const request of requests.splice(0)) request.settle(Promise.reject(libraryMissing(root)))
      return every.heartbeat
    }
    judgeWatcher()
    if (requests.length > 0 || performance.now() >= sweepAt || dirty.size > FILES_ONE_BY_ONE) await sweep()
    else if (dirty.size > 0) refreshDirty()
    else if (merge !== 'done') merge = writer.mergeStep(merge === 'begin') ? 'continue' : 'done'
    else if (signOfLifeDue()) report({})
    if (merge !== 'done') return MERGE_PAUSE_MS
    return Math.min(every.heartbeat, Math.max(0, sweepAt - performance.now()))
  }

  async function run(): Promise<void> {
    let announced = false
    while (!closing.signal.aborted) {
      let pause: number
      try {
        pause = await turn()
      } catch (error) {
        pause = failed(error)
      }
      if (!announced) {
        announced = true
        onFresh()
        // Watching begins with the next turn.
        pause = 0
      }
      await alarm.wait(pause)
    }
  }

  /** @returns how long to wait before the next attempt */
  function failed(error: unknown): number {
    if (closing.signal.aborted) return 0
    if (isDamage(error)) onDamage()
    sweptAt ||= 1
    const cancelled = running.signal.aborted
    running = new AbortController()
    if (cancelled) {
      sweepAt = Math.min(sweepAt, performance.now() + every.periodic)
      report({ state: 'watching' })
      return 0
    }
    sweepAt = 0
    const missing = error instanceof PlumblineError
    const message = missing ? describeError(error) : `The library ${root} could not be read: ${String(error)}`
    // Once, not every few seconds for as long as it lasts.
    if (message !== lastFailure) log(missing ? 'warn' : 'error', message)
    lastFailure = message
    try {
      report({ state: missing ? 'missing' : 'failed', message })
    } catch (unwritten) {
      log('error', `The index cannot be written: ${String(unwritten)}`)
    }
    return every.unwatched
  }

  function withdraw(request: Request): void {
    request.settle(Promise.reject(new DOMException('The comparison was aborted.', 'AbortError')))
    requests = requests.filter((other) => other !== request)
    if (asked.delete(request) && asked.size === 0 && onlyAsked) running.abort()
  }

  const ended = run()

  return {
    sweep(force, onProgress, signal) {
      return new Promise((resolve) => {
        const request: Request = { force, onProgress, settle: resolve }
        requests.push(request)
        signal?.addEventListener('abort', () => withdraw(request), { once: true })
        alarm.ringIn(0)
      })
    },
    async close() {
      closing.abort()
      alarm.close()
      await ended
      for (const request of requests.splice(0))
        request.settle(Promise.reject(new Error('The indexer is closed.')))
      // Chokidar may wait for a listing that hangs on a dead network drive.
      await Promise.race([watcher.close(), sleep(1_000, undefined, { ref: false })])
    },
  }
}

function libraryMissing(root: string): PlumblineError {
  return new PlumblineError(
    'library-missing',
    `The library folder ${root} is not there. Plumbline serves what it last read from it.`,
    'Put the folder back, or choose another library.',
  )
}
