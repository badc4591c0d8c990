import { parentPort, workerData } from 'node:worker_threads'
import { describeError } from '../../src-shared/errors.ts'
import type { Logger } from '../log.ts'
import { createIndexWriter } from '../store/index-writer.ts'
import { openIndexForWriting } from '../store/open-index.ts'
import { fillLibrary } from './fill-library.ts'
import { startIndexer } from './indexer.ts'
import { openRequestDesk } from './reindex-requests.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts'

// The indexing worker thread: runs in the one process that holds the lease, so that no host's main thread ever walks
// a tree or parses a file.

const ALIVE_EVERY_MS = 5_000
const LOOK_FOR_REQUESTS_MS = 100

const port = parentPort
if (!port) throw new Error('worker.ts runs as a worker thread only')
const setup: WorkerSetup = workerData
const tell = (message: FromWorker) => port.postMessage(message)
const log: Logger = (level, message) => tell({ type: 'log', level, message })

if (setup.fillFrom) fillLibrary(setup.fillFrom, setup.library, log)
const db = openIndexForWriting(setup.indexDb, setup.nativeBinding, log)
const writer = createIndexWriter(db)
if (writer.meta('library') !== setup.library) {
  writer.change(() => {
    writer.setMeta('library', setup.library)
    writer.setMeta('complete', 0)
    writer.dropManifest()
  })
}
const indexer = startIndexer({ root: setup.library, writer, log, onFresh: () => tell({ type: 'fresh' }) })
const desk = openRequestDesk({
  db,
  sweep: (force, onProgress) => indexer.sweep(force, onProgress),
  cancel: () => indexer.cancel(),
})
const requests = setInterval(() => desk.look(), LOOK_FOR_REQUESTS_MS)
const alive = setInterval(() => tell({ type: 'alive' }), ALIVE_EVERY_MS)

port.on('message', (message: ToWorker) => {
  if (message.type === 'sweep') void sweep(message.ticket, message.force)
  else if (message.type === 'cancel') indexer.cancel()
  else void close()
})

async function sweep(ticket: number, force: boolean): Promise<void> {
  try {
    const result = await indexer.sweep(force, (done, total) =>
      tell({ type: 'progress', ticket, done, total }),
    )
    tell({ type: 'swept', ticket, result })
  } catch (error) {
    tell({ type: 'failed', ticket, message: describeError(error) })
  }
}

async function close(): Promise<void> {
  clearInterval(alive)
  clearInterval(requests)
  await indexer.close()
  db.close()
  port?.close()
}
