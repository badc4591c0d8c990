import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { IndexWriter } from '../src-core/library/index/index-writer.ts'
import { openIndexForWriting } from '../src-core/library/index/open-index.ts'
import { reconcile } from '../src-core/library/watch/reconcile.ts'
import type { ChildResult, ChildTask } from './indexing-process.ts'

// Each measurement runs in a new process, as a start does: without compiled code, and with its own peak of memory.

const [task, root = '', home = ''] = process.argv.slice(2)
const result = await run(task as ChildTask)
console.log(
  JSON.stringify({ ...result, peakMB: process.resourceUsage().maxRSS / 1024 } satisfies ChildResult),
)

async function run(task: ChildTask): Promise<Omit<ChildResult, 'peakMB'>> {
  if (task === 'reconcile') return reconcileHere()
  if (task === 'bare-index') return bareIndex()
  return bareStat()
}

async function reconcileHere(): Promise<Omit<ChildResult, 'peakMB'>> {
  mkdirSync(home, { recursive: true })
  const started = performance.now()
  const db = openIndexForWriting(join(home, 'index.db'), undefined, (level, message) =>
    console.error(level, message),
  )
  const writer = new IndexWriter(db)
  const opened = performance.now()
  const { files, read } = await reconcile({
    root,
    writer,
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  const compared = performance.now()
  db.close()
  return { ms: performance.now() - started, comparedMs: compared - opened, files, read }
}

/** The minimal work of a full-text index: read, hash, insert. No parsing, no sections, no outline, no facets. */
function bareIndex(): Omit<ChildResult, 'peakMB'> {
  mkdirSync(home, { recursive: true })
  const started = performance.now()
  const db = new Database(join(home, 'bare.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec('CREATE VIRTUAL TABLE bare USING fts5 (path UNINDEXED, hash UNINDEXED, text)')
  const insert = db.prepare('INSERT INTO bare VALUES (?, ?, ?)')
  let files = 0
  const all = db.transaction(() => {
    for (const path of list()) {
      const bytes = readFileSync(path)
      insert.run(path, hash('sha256', bytes), bytes.toString())
      files++
    }
  })
  all()
  const compared = performance.now()
  db.close()
  return { ms: performance.now() - started, comparedMs: compared - started, files, read: files }
}

/** Measures one `statSync` per file. The names are listed before the measurement starts. */
function bareStat(): Omit<ChildResult, 'peakMB'> {
  const paths = list()
  let bytes = 0
  const started = performance.now()
  for (const path of paths) bytes += statSync(path).size
  const ms = performance.now() - started
  if (bytes === 0) throw new Error('The library is empty.')
  return { ms, comparedMs: ms, files: paths.length, read: 0 }
}

function list(): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
