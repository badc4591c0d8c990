import { parentPort, workerData } from 'node:worker_threads'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import type { Logger } from '../../base/log.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { IndexWriter } from '../index/index-writer.ts'
import { isMarkedDamaged, markDamaged, openIndexForWriting } from '../index/open-index.ts'
import { fillLibrary } from './fill-library.ts'
import { startIndexer } from './indexer.ts'
import { RequestQueue } from './reindex-requests.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts'

// The indexing thread. It runs in the process that holds the lease, so that no main thread walks folders or parses files.

const ALIVE_EVERY_MS = 5_000
const CHECK_FILE_EVERY_MS = 1_000
const CHECK_REQUESTS_EVERY_MS = 100

const port = parentPort
if (!port) throw new Error('worker.ts runs as a worker thread only')
const setup: WorkerSetup = workerData
const send = (message: FromWorker) => port.postMessage(message)
const log: Logger = (level, message) => send({ type: 'log', level, message })

const db = openIndexForWriting(setup.indexDb, setup.nativeBinding, log)
// When the file is deleted or replaced, other processes no longer read what this thread writes.
const inode = inodeOf(setup.indexDb)
const writer = openWriter()
// The name of a library that was indexed before must not be filled: its folder was moved or is not mounted.
const isFirstUse = writer.meta('library') !== setup.library || writer.meta('complete') !== 1
if (setup.fillFrom && isFirstUse) fillLibrary(setup.fillFrom, setup.library, log)
writer.beginLibrary(setup.library)
const indexer = startIndexer({
  root: setup.library,
  writer,
  log,
  onCompared: () => send({ type: 'compared' }),
  onDamage: exitDamaged,
})
const queue = new RequestQueue(db, (force, onProgress, signal) => indexer.scan(force, onProgress, signal))
const requestTimer = setInterval(() => queue.check(), CHECK_REQUESTS_EVERY_MS)
const aliveTimer = setInterval(() => send({ type: 'alive' }), ALIVE_EVERY_MS)
const fileTimer = setInterval(() => {
  if (isMarkedDamaged(setup.indexDb)) exitDamaged()
  if (inodeOf(setup.indexDb) !== inode) exitReplaced()
}, CHECK_FILE_EVERY_MS)

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
    const result = await indexer.scan(force, onProgress, abort.signal)
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

function openWriter(): IndexWriter {
  try {
    return new IndexWriter(db)
  } catch (error) {
    if (isDamage(error)) exitDamaged()
    throw error
  }
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
  clearInterval(aliveTimer)
  clearInterval(fileTimer)
  clearInterval(requestTimer)
  queue.close()
  await indexer.close()
  // Tells other processes at once that no process indexes.
  writer.setProgress({ aliveAt: 0 })
  db.close()
  port?.close()
}
