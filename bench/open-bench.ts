import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IndexWriter } from '../src-core/library/index/index-writer.ts'
import { openIndexForWriting } from '../src-core/library/index/open-index.ts'
import { reconcile } from '../src-core/library/watch/reconcile.ts'
import type { Bench, IndexedHome } from './benchmark.ts'
import { type Corpus, writeCorpus } from './corpus.ts'

/** Creates the temporary folder of a run. `close` and the end of the process delete it. */
export function openBench(docs: number, rows: number): Bench & { close(): void } {
  // The temporary folder of macOS is a link. Ids and watching are simpler to check on the real path.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'plumbline-bench-'))
  let corpus: Corpus | null = null
  let indexed: IndexedHome | null = null
  let paths = 0

  const say = (line: string) => console.error(line)
  const path = (name: string) => join(folder, `${++paths}-${name}`)
  const close = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.on('exit', close)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

  function currentCorpus(): Corpus {
    if (!corpus) {
      say(`  writing ${docs} standards …`)
      corpus = writeCorpus(path('library'), docs)
    }
    return corpus
  }

  return {
    docs,
    rows,
    corpus: currentCorpus,
    async indexed() {
      indexed ??= await indexOnce(currentCorpus(), path('home'))
      return indexed
    },
    path,
    say,
    close,
  }
}

async function indexOnce(corpus: Corpus, home: string): Promise<IndexedHome> {
  await indexLibrary(corpus.root, home)
  return { corpus, home }
}

/** Writes the complete index of a library to a new home. */
export async function indexLibrary(root: string, home: string): Promise<void> {
  mkdirSync(home)
  const db = openIndexForWriting(join(home, 'index.db'), undefined, (level, message) => {
    throw new Error(`${level}: ${message}`)
  })
  const writer = new IndexWriter(db)
  writer.setMeta('library', root)
  await reconcile({ root, writer, signal: new AbortController().signal, onProgress: () => {} })
  // The indexer does this while it is idle.
  for (let first = true; writer.mergeStep(first); first = false);
  db.close()
}
