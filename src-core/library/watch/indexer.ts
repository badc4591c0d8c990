import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { IndexProgress } from '../../../src-shared/contract/library.ts'
import type { Logger } from '../../base/log.ts'
import { errorCodeOf, isDamage } from '../../base/sqlite-errors.ts'
import { databaseErrorOf } from '../../base/storage-errors.ts'
import type { FileStamp, IndexWriter } from '../index/index-writer.ts'
import { createDebounceTimer } from './debounce-timer.ts'
import { createGitLock, type GitLock } from './git-lock.ts'
import { type Reconciled, reconcile, refresh } from './reconcile.ts'
import { inspectStandardFile, stampOf } from './walk.ts'
import { createLibraryWatcher, type LibraryWatcher } from './watcher.ts'

/** Keeps the index in line with the library folder until it is closed. */
export interface Indexer {
  /**
   * Compares the whole library with the index.
   * @param force reads every file again
   * @param signal withdraws the request; the scan stops when nothing else asked for it
   * @throws PlumblineError `library-missing`, or an `AbortError` when the request was withdrawn
   */
  scan(
    force: boolean,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<Reconciled>
  close(): Promise<void>
}

export interface IndexerOptions {
  /** The absolute path of the library folder. */
  readonly root: string
  /** Absolute path of `index.db`, which `writer` writes. */
  readonly indexDb: string
  readonly writer: IndexWriter
  readonly log: Logger
  /** Called once, when the first comparison has ended, or is impossible. */
  readonly onCompared: () => void
  /** Called when the index is damaged, so that nothing can be written. */
  readonly onDamage: () => void
  /** Called with the reason when the index cannot be written, for example on a full disk, and with `null` when it can be again. */
  readonly onStorage: (error: PlumblineError | null) => void
  readonly intervals?: Partial<Intervals>
}

/** Milliseconds. */
interface Intervals {
  /** Quiet time after an event before files are read, because editors save in several steps. */
  readonly debounce: number
  /** The longest wait after the first event while events keep coming. */
  readonly debounceLimit: number
  /** From reading single files to the full scan that follows, in case the watcher did not report all changes. */
  readonly settle: number
  /** Between full scans without a reported change. */
  readonly periodic: number
  /** Between full scans while the folder cannot be watched. */
  readonly unwatched: number
  /** Between attempts to read files that could not be read. */
  readonly unreadable: number
  /** From a scan during which files vanished to the next one; twice as long after each in succession. */
  readonly unsettled: number
  /** Between checks that the folder exists. */
  readonly heartbeat: number
}

const INTERVALS: Intervals = {
  debounce: 50,
  debounceLimit: 150,
  settle: 2_000,
  periodic: 60_000,
  unwatched: 3_000,
  unreadable: 2_000,
  unsettled: 200,
  heartbeat: 1_000,
}

// More files than an editor saves at once come from a checkout or a copy, which one full scan reads faster.
const MAX_SINGLE_FILES = 64
// Other processes see from `progress` that the indexer is alive. Each write wakes them up.
const SIGN_OF_LIFE_MS = 10_000
const MERGE_PAUSE_MS = 20
// The others are tried again with the next full scan.
const MAX_UNREADABLE = 64
// Chokidar may wait for a directory listing that hangs on an unreachable network drive.
const CLOSE_WATCHER_MS = 1_000

/** Starts comparing and watching at once. */
export function startIndexer(options: IndexerOptions): Indexer {
  return new FolderIndexer(options)
}

interface ScanRequest {
  readonly force: boolean
  readonly onProgress: ((done: number, total: number) => void) | undefined
  readonly settle: (outcome: Promise<Reconciled>) => void
}

/** All times but those in `progress` are of the monotonic clock. */
class FolderIndexer implements Indexer {
  readonly #options: IndexerOptions
  readonly #every: Intervals
  readonly #closing = new AbortController()
  readonly #timer = createDebounceTimer()
  readonly #watcher: LibraryWatcher
  readonly #git: GitLock
  readonly #ended: Promise<void>

  /** Changed files that the watcher reported. */
  readonly #changedPaths = new Set<string>()
  /** Requests that wait for the next scan. */
  #waiting: ScanRequest[] = []
  /** Requests that the running scan answers. */
  readonly #answering = new Set<ScanRequest>()
  /** True while the running scan has no other reason than requests. */
  #onlyRequested = false
  #scanAbort = new AbortController()
  /** When the next scan is due; 0: at once. */
  #scanDueAt = 0
  /** When the last scan ended; 0: none has. */
  #scannedAt = 0

  /** The version of the git repository at the last full scan; see `GitLock.version`. */
  #gitVersion = ''
  /** Scans in succession during which files vanished. */
  #unsettledScans = 0
  /** When files that could not be read are tried again. */
  #unreadableDueAt = Number.POSITIVE_INFINITY

  /** When the watcher last reported anything. */
  #reportedAt = 0
  /** The start of the last scan that found changes without a report; 0: no suspicion against the watcher. */
  #suspectedAt = 0
  #merge: 'begin' | 'continue' | 'done' = 'done'

  #state: IndexProgress['state'] = 'starting'
  #progressWrittenAt = 0
  #loggedFailure = ''
  /** True while the index cannot be written, and until the first step succeeds: the previous thread may have failed. */
  #isStorageFailing = true

  constructor(options: IndexerOptions) {
    this.#options = options
    this.#every = { ...INTERVALS, ...options.intervals }
    this.#git = createGitLock(options.root)
    this.#watcher = createLibraryWatcher(options.root, options.log, {
      onFile: (path) => {
        this.#changedPaths.add(path)
        this.#reported()
      },
      onUnsure: () => {
        this.#scanDueAt = 0
        this.#reported()
      },
    })
    this.#ended = this.#run()
  }

  scan(
    force: boolean,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<Reconciled> {
    return new Promise((resolve) => {
      const request: ScanRequest = { force, onProgress, settle: resolve }
      this.#waiting.push(request)
      signal?.addEventListener('abort', () => this.#withdraw(request), { once: true })
      this.#timer.setWithin(0)
    })
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#timer.close()
    await this.#ended
    this.#rejectWaiting(new Error('The indexer is closed.'))
    await Promise.race([this.#watcher.close(), sleep(CLOSE_WATCHER_MS, undefined, { ref: false })])
  }

  async #run(): Promise<void> {
    let compared = false
    while (!this.#closing.signal.aborted) {
      let pause: number
      try {
        pause = await this.#step()
        this.#noteStorage(null)
      } catch (error) {
        pause = this.#failed(error)
      }
      if (!compared) {
        compared = true
        this.#options.onCompared()
        // Watching begins with the next step.
        pause = 0
      }
      await this.#timer.wait(pause)
    }
  }

  /** Does the most urgent work. Returns the time until the next step without events, in milliseconds. */
  async #step(): Promise<number> {
    // The first comparison precedes watching, which takes longer to start than comparing an unchanged library.
    if (this.#scannedAt > 0 && !this.#watcher.check()) {
      this.#reportMissing()
      return this.#every.heartbeat
    }
    this.#restartFailedWatcher()
    if (this.#changedPaths.size > 0 && this.#isCheckedOut()) this.#expectCheckout()
    if (this.#isScanDue()) await this.#scanLibrary()
    else if (this.#changedPaths.size > 0) this.#readChangedFiles()
    else if (performance.now() >= this.#unreadableDueAt) this.#retryUnreadable()
    else if (this.#merge !== 'done') this.#mergeSegments()
    else if (this.#isSignOfLifeDue()) this.#writeProgress({})
    if (this.#merge !== 'done') return MERGE_PAUSE_MS
    const dueAt = Math.min(this.#scanDueAt, this.#unreadableDueAt)
    return Math.min(this.#every.heartbeat, Math.max(0, dueAt - performance.now()))
  }

  #isScanDue(): boolean {
    return (
      this.#waiting.length > 0 ||
      performance.now() >= this.#scanDueAt ||
      this.#changedPaths.size > MAX_SINGLE_FILES
    )
  }

  async #scanLibrary(): Promise<void> {
    const { root, writer } = this.#options
    for (const request of this.#waiting) this.#answering.add(request)
    const isRequested = this.#answering.size > 0
    this.#onlyRequested = isRequested && this.#changedPaths.size === 0 && performance.now() < this.#scanDueAt
    const isExpected = isRequested || this.#scanDueAt === 0 || this.#changedPaths.size > 0
    const previousScanAt = this.#scannedAt
    const startedAt = performance.now()
    this.#waiting = []
    this.#changedPaths.clear()
    this.#scanAbort = new AbortController()
    this.#scanDueAt = Number.POSITIVE_INFINITY
    let isSettled = true
    if (this.#isCheckedOut()) this.#writeProgress(NOT_COUNTED)
    const outcome = reconcile({
      root,
      writer,
      git: this.#git,
      scannedVersion: previousScanAt > 0 ? this.#gitVersion : undefined,
      onScannedVersion: (version) => {
        this.#gitVersion = version
      },
      onUnsettled: () => {
        isSettled = false
        // A file may be listed and never be there.
        this.#scanDueAt = performance.now() + this.#every.unsettled * 2 ** Math.min(this.#unsettledScans++, 8)
      },
      force: [...this.#answering].some((request) => request.force),
      signal: AbortSignal.any([this.#closing.signal, this.#scanAbort.signal]),
      onProgress: (done, total) => {
        this.#writeProgress({ state: 'indexing', done, total })
        for (const request of this.#answering) request.onProgress?.(done, total)
      },
    }).catch((error) => {
      const code = errorCodeOf(error)
      throw code === 'ENOENT' || code === 'ENOTDIR' ? libraryMissing(root) : error
    })
    const result = await outcome.finally(() => {
      for (const request of this.#answering) request.settle(outcome)
      this.#answering.clear()
    })
    this.#scannedAt = performance.now()
    if (isSettled) this.#unsettledScans = 0
    this.#planUnreadable()
    this.#loggedFailure = ''
    const { watching } = this.#watcher
    this.#scanDueAt = Math.min(
      this.#scanDueAt,
      this.#scannedAt + (watching ? this.#every.periodic : this.#every.unwatched),
    )
    const changes = result.read + result.removed
    if (changes > MAX_SINGLE_FILES) this.#merge = 'begin'
    if (!isExpected && changes > 0 && watching && previousScanAt > 0) this.#suspectedAt = startedAt
    this.#writeProgress({
      state: 'watching',
      done: result.files,
      total: result.files,
      checkedAt: Date.now(),
      message: null,
    })
  }

  #readChangedFiles(): void {
    const { root, writer } = this.#options
    const files = new Map<string, FileStamp | null>()
    for (const path of this.#changedPaths) {
      const found = inspectStandardFile(join(root, path))
      // The full scan that follows decides what becomes of it.
      if (found !== 'unseen') files.set(path, found === 'absent' ? null : found)
    }
    const removesAll = files.size > 0 && [...files.values()].every((stamp) => stamp === null)
    if ((removesAll && !hasOthers(writer, files)) || refresh(root, writer, files, this.#git) === null) {
      // An emptied folder or a checkout, which a full scan handles.
      this.#scanDueAt = 0
      return
    }
    this.#changedPaths.clear()
    this.#planUnreadable()
    this.#writeProgress({ state: 'watching', checkedAt: Date.now(), message: null })
    this.#scanDueAt = Math.min(this.#scanDueAt, performance.now() + this.#every.settle)
  }

  /** Tries to read files again that could not be read: a lock that is released is no event. */
  #retryUnreadable(): void {
    const { root, writer } = this.#options
    const files = new Map<string, FileStamp | null>()
    for (const { path } of writer.unreadable(MAX_UNREADABLE)) {
      const stamp = stampOf(join(root, path))
      if (stamp) files.set(path, stamp)
    }
    refresh(root, writer, files, this.#git)
    this.#planUnreadable()
  }

  #planUnreadable(): void {
    const hasAny = this.#options.writer.unreadable(1).length > 0
    this.#unreadableDueAt = hasAny ? performance.now() + this.#every.unreadable : Number.POSITIVE_INFINITY
  }

  /** Returns true while git changes files, and until the scan after it. */
  #isCheckedOut(): boolean {
    return this.#scannedAt > 0 && (this.#git.isHeld() || this.#git.version() !== this.#gitVersion)
  }

  /** One full scan reads what a checkout has changed. Until then the state says that the answers are not the newest. */
  #expectCheckout(): void {
    this.#scanDueAt = 0
    if (this.#state === 'watching') this.#writeProgress(NOT_COUNTED)
  }

  #mergeSegments(): void {
    const isFirst = this.#merge === 'begin'
    this.#merge = this.#options.writer.mergeStep(isFirst) ? 'continue' : 'done'
  }

  #reported(): void {
    const isFirst = performance.now() - this.#reportedAt > this.#every.debounceLimit
    this.#reportedAt = performance.now()
    if (isFirst && this.#state === 'watching') this.#notifyCheckout()
    this.#timer.debounce(this.#every.debounce, this.#every.debounceLimit)
  }

  /** Says with the first change of a checkout that the index is being updated. */
  #notifyCheckout(): void {
    try {
      if (this.#isCheckedOut()) this.#expectCheckout()
    } catch (error) {
      this.#options.log('warn', `The progress could not be written: ${String(error)}`)
    }
  }

  /** Restarts a watcher that did not report a change, unless its report came shortly after the scan. */
  #restartFailedWatcher(): void {
    if (this.#suspectedAt === 0 || performance.now() - this.#suspectedAt < this.#every.heartbeat) return
    if (this.#reportedAt < this.#suspectedAt) {
      const { root, log } = this.#options
      log('warn', `Changes in ${root} had not been reported. Watching the folder again.`)
      this.#watcher.restart()
    }
    this.#suspectedAt = 0
  }

  #reportMissing(): void {
    const error = libraryMissing(this.#options.root)
    if (this.#state !== 'missing' || this.#isSignOfLifeDue())
      this.#writeProgress({ state: 'missing', message: describeError(error) })
    this.#rejectWaiting(error)
  }

  /** Handles the error of a step. Returns the time until the next attempt, in milliseconds. */
  #failed(error: unknown): number {
    if (this.#closing.signal.aborted) return 0
    if (isDamage(error)) this.#options.onDamage()
    const storageError = databaseErrorOf(error, this.#options.indexDb)
    if (storageError !== null) this.#noteStorage(storageError)
    this.#scannedAt ||= 1
    const isWithdrawn = this.#scanAbort.signal.aborted
    this.#scanAbort = new AbortController()
    if (isWithdrawn) {
      this.#scanDueAt = Math.min(this.#scanDueAt, performance.now() + this.#every.periodic)
      this.#writeProgress({ state: 'watching' })
      return 0
    }
    this.#scanDueAt = 0
    this.#reportFailure(storageError ?? error)
    return this.#every.unwatched
  }

  #reportFailure(error: unknown): void {
    const { root, log } = this.#options
    const isExpected = error instanceof PlumblineError
    const isMissing = isExpected && error.code === 'library-missing'
    const message = isExpected
      ? describeError(error)
      : `The library ${root} could not be read: ${String(error)}`
    // The attempts are repeated every few seconds; the log gets each failure once, and that of a disk from `onStorage`.
    if (message !== this.#loggedFailure && (isMissing || !isExpected))
      log(isMissing ? 'warn' : 'error', message)
    this.#loggedFailure = message
    try {
      this.#writeProgress({ state: isMissing ? 'missing' : 'failed', message })
    } catch (writeError) {
      const { indexDb } = this.#options
      // A failing disk is reported by `onStorage`.
      if (databaseErrorOf(writeError, indexDb) === null)
        log('error', `The index ${indexDb} cannot be written: ${String(writeError)}`)
    }
  }

  #noteStorage(error: PlumblineError | null): void {
    if (error === null && !this.#isStorageFailing) return
    this.#isStorageFailing = error !== null
    this.#options.onStorage(error)
  }

  #withdraw(request: ScanRequest): void {
    request.settle(Promise.reject(new DOMException('The comparison was aborted.', 'AbortError')))
    this.#waiting = this.#waiting.filter((other) => other !== request)
    if (this.#answering.delete(request) && this.#answering.size === 0 && this.#onlyRequested)
      this.#scanAbort.abort()
  }

  #rejectWaiting(error: Error): void {
    for (const request of this.#waiting.splice(0)) request.settle(Promise.reject(error))
  }

  #writeProgress(progress: Partial<IndexProgress>): void {
    this.#progressWrittenAt = performance.now()
    this.#state = progress.state ?? this.#state
    this.#options.writer.setProgress({ pid: process.pid, ...progress, aliveAt: Date.now() })
  }

  #isSignOfLifeDue(): boolean {
    return performance.now() - this.#progressWrittenAt >= SIGN_OF_LIFE_MS
  }
}

const NOT_COUNTED: Partial<IndexProgress> = { state: 'indexing', done: 0, total: 0 }

/** Returns true when the index has standards besides these. */
function hasOthers(writer: IndexWriter, files: ReadonlyMap<string, unknown>): boolean {
  for (const path of writer.files().keys()) if (!files.has(path)) return true
  return false
}

function libraryMissing(root: string): PlumblineError {
  return new PlumblineError(
    'library-missing',
    `The library folder ${root} is not there. Plumbline serves what it last read from it.`,
    'Put the folder back, or choose another library.',
  )
}
