import { parentPort, workerData } from 'node:worker_threads'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { inodeOf } from '../../base/inode-of.ts'
import type { Logger } from '../../base/log.ts'
import { isDamage } from '../../base/sqlite-errors.ts'
import { createIndexWriter, type IndexWriter } from '../index/index-writer.ts'
import { isMarkedDamaged, markDamaged, openIndexForWriting } from '../index/open-index.ts'
import { fillLibrary } from './fill-library.ts'
import { startIndexer } from './indexer.ts'
import { openRequestQueue } from './reindex-requests.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts'

// The indexing worker thread: runs in the one process that holds the lease, so that no host's main thread ever walks
// a tree or parses a file.

const ALIVE_EVERY_MS = 5_000
const LOOK_FOR_DAMAGE_MS = 1_000
const LOOK_FOR_REQUESTS_MS = 100

const port = parentPort
if (!port) throw new Error('worker.ts runs as a worker thread only')
const setup: WorkerSetup = workerData
const tell = (message: FromWorker) => port.postMessage(message)
const log: Logger = (level, message) => tell({ type: 'log', level, message })

const db = openIndexForWriting(setup.indexDb, setup.nativeBinding, log)
// What is written to a file that was deleted or replaced, nobody reads.
const inode = inodeOf(setup.indexDb)
const writer = openWriter()
// A library that was indexed before and is gone was moved or is not mounted: others must not take its name.
const isFirstUse = writer.meta('library') !== setup.library || writer.meta('complete') !== 1
if (setup.fillFrom && isFirstUse) fillLibrary(setup.fillFrom, setup.library, log)
writer.beginLibrary(setup.library)
const indexer = startIndexer({
  root: setup.library,
  writer,
  log,
  onFresh: () => tell({ type: 'fresh' }),
  onDamage: endDamaged,
})
const desk = openRequestQueue({
  db,
  sweep: indexer.sweep,
})
const requests = setInterval(() => desk.look(), LOOK_FOR_REQUESTS_MS)
const alive = setInterval(() => tell({ type: 'alive' }), ALIVE_EVERY_MS)
const damage = setInterval(() => {
  if (isMarkedDamaged(setup.indexDb)) endDamaged()
  if (inodeOf(setup.indexDb) !== inode) endReplaced()
}, LOOK_FOR_DAMAGE_MS)

const stops = new Map<number, AbortController>()
port.on('message', (message: ToWorker) => {
  if (message.type === 'sweep') void sweep(message.ticket, message.force)
  else if (message.type === 'cancel') stops.get(message.ticket)?.abort()
  else void close()
})

async function sweep(ticket: number, force: boolean): Promise<void> {
  const stop = new AbortController()
  stops.set(ticket, stop)
  try {
    const onProgress = (done: number, total: number) => tell({ type: 'progress', ticket, done, total })
    const result = await indexer.sweep(force, onProgress, stop.signal)
    tell({ type: 'swept', ticket, result })
  } catch (error) {
    const expected = error instanceof PlumblineError ? { code: error.code, remedy: error.remedy } : null
    tell({
      type: 'failed',
      ticket,
      message: error instanceof Error ? error.message : String(error),
      expected,
    })
  } finally {
    stops.delete(ticket)
  }
}

function openWriter(): IndexWriter {
  try {
    return createIndexWriter(db)
  } catch (error) {
    if (isDamage(error)) endDamaged()
    throw error
  }
}

/** Ends the thread; the one that follows makes the index anew. */
function endDamaged(): never {
  markDamaged(setup.indexDb)
  db.close()
  process.exit(1)
}

/** Ends the thread; the one that follows opens what is there now, or makes it. */
function endReplaced(): never {
  log('warn', `The index ${setup.indexDb} was deleted or replaced. Opening it anew.`)
  db.close()
  process.exit(1)
}

let closing = false
async function close(): Promise<void> {
  if (closing) return
  closing = true
  clearInterval(alive)
  clearInterval(damage)
  clearInterval(requests)
  desk.close()
  await indexer.close()
  // Nobody need wait to see that nobody indexes any more.
  writer.setProgress({ aliveAt: 0 })
  db.close()
  port?.close()
}
