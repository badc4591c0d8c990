import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { onHeartbeat } from '../../base/heartbeat.ts'
import { inodeOf } from '../../base/inode-of.ts'
import type { Logger } from '../../base/log.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { databaseErrorOf, storageErrorOf } from '../../base/storage-errors.ts'
import { watchDatabase } from '../../base/watch-database.ts'
import { IndexWriter } from '../index/index-writer.ts'
import { isMarkedDamaged, markDamaged, openIndexForWriting } from '../index/open-index.ts'
import { fillLibrary } from './fill-library.ts'
import { startIndexer } from './indexer.ts'
import type { Reconciled } from './reconcile.ts'
import { RequestQueue, type ScanFunction } from './reindex-requests.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts'

// The indexing thread. It runs in the process that holds the lease, so that no main thread walks folders or parses files.

const ALIVE_EVERY_SECONDS = 5
/** Where writes are not reported. */
const CHECK_REQUESTS_EVERY_MS = 100

const port = parentPort
if (!port) throw new Error('worker.ts runs as a worker thread only')
const setup: WorkerSetup = workerData
const send = (message: FromWorker) => port.postMessage(message)
const log: Logger = (level, message) => send({ type: 'log', level, message })

const db = orExit(null, () => openIndexForWriting(setup.indexDb, setup.nativeBinding, log))
// When the file is deleted or replaced, other processes no longer read what this thread writes.
const inode = inodeOf(setup.indexDb)
const writer = orExit(db, beginWriting)
const indexer = startIndexer({
  root: setup.library,
  indexDb: setup.indexDb,
  writer,
  log,
  onCompared: () => send({ type: 'compared' }),
  onDamage: exitDamaged,
  onStorage: sendStorageError,
})
const queue = new RequestQueue(db, compare, (error) => {
  if (isDamage(error)) exitDamaged()
  log('warn', `A requested comparison could not be noted: ${describeError(asExpected(error))}`)
})
const timers = [
  watchDatabase(setup.indexDb, () => queue.check(), CHECK_REQUESTS_EVERY_MS),
  onHeartbeat(() => send({ type: 'alive' }), ALIVE_EVERY_SECONDS),
  onHeartbeat(() => {
    if (isMarkedDamaged(setup.indexDb)) exitDamaged()
    if (inodeOf(setup.indexDb) !== inode) exitReplaced()
  }),
]

const scans = new Map<number, AbortController>()
port.on('message', (message: ToWorker) => {
  if (message.type === 'scan') void scan(message.ticket, message.force)
  else if (message.type === 'cancel') scans.get(message.ticket)?.abort()
  else void close()
})

async function scan(ticket: number, force: boolean): Promise<void> {
  const abort = new AbortController()
  scans.set(ticket, abort)
  try {
    const onProgress = (done: number, total: number) => send({ type: 'progress', ticket, done, total })
    const result = await compare(force, onProgress, abort.signal)
    send({ type: 'scanned', ticket, result })
  } catch (error) {
    const expected = error instanceof PlumblineError ? { code: error.code, remedy: error.remedy } : null
    send({
      type: 'failed',
      ticket,
      message: error instanceof Error ? error.message : String(error),
      expected,
    })
  } finally {
    scans.delete(ticket)
  }
}

/** Runs a full scan. @throws as the indexer does, and PlumblineError `home-unusable` when the index cannot be written */
async function compare(...args: Parameters<ScanFunction>): Promise<Reconciled> {
  const [force, onProgress, signal] = args
  try {
    return await indexer.scan(force, onProgress, signal)
  } catch (error) {
    throw asExpected(error)
  }
}

function asExpected(error: unknown): unknown {
  return databaseErrorOf(error, setup.indexDb) ?? error
}

function beginWriting(): IndexWriter {
  const begun = new IndexWriter(db)
  // The name of a library that was indexed before must not be filled: its folder was moved or is not mounted.
  const isFirstUse = begun.meta('library') !== setup.library || begun.meta('complete') !== 1
  if (setup.fillFrom && isFirstUse) fillLibrary(setup.fillFrom, setup.library, log)
  begun.beginLibrary(setup.library)
  return begun
}

/** Returns what `open` returns. Ends the thread when the index is damaged or cannot be written; the next one tries again. */
function orExit<T>(opened: Database | null, open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (isDamage(error)) markDamaged(setup.indexDb)
    const storageError = storageErrorOf(error, dirname(setup.indexDb))
    if (storageError === null && !isDamage(error)) throw error
    if (storageError !== null) sendStorageError(storageError)
    opened?.close()
    process.exit(1)
  }
}

function sendStorageError(error: PlumblineError | null): void {
  send({
    type: 'storage',
    error: error && { code: error.code, message: error.message, remedy: error.remedy },
  })
}

/** Ends the thread. The next one rebuilds the index. */
function exitDamaged(): never {
  markDamaged(setup.indexDb)
  db.close()
  process.exit(1)
}

/** Ends the thread. The next one opens the new file, or creates it. */
function exitReplaced(): never {
  log('warn', `The index ${setup.indexDb} was deleted or replaced. Opening it again.`)
  db.close()
  process.exit(1)
}

let closing = false
async function close(): Promise<void> {
  if (closing) return
  closing = true
  for (const end of timers) end()
  queue.close()
  await indexer.close()
  try {
    // Tells other processes at once that no process indexes.
    writer.setProgress({ aliveAt: 0 })
  } catch {
    // They notice when the signs of life stop.
  }
  db.close()
  port?.close()
}
