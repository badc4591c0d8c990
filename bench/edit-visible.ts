import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Benchmark } from './benchmark.ts'
import { rowOf } from './statistics.ts'
import { type StdioServer, startServer } from './stdio-client.ts'
import { waysToStart } from './ways-to-start.ts'

const TIMES = 50
const FILES_IN_FOLDER = 5
const POLL_MS = 3
const TIMEOUT_MS = 20_000

// The benchmark changes only this folder and deletes it, so that the corpus is unchanged afterwards.
const FOLDER = 'plumbline-bench'

interface Change {
  readonly name: string
  /** Creates the files that `apply` needs. They are visible before the measurement starts. */
  before?(n: number, word: string): void
  apply(n: number, word: string): void
  /** The ids that have `word` once the change is visible. */
  after(n: number): readonly string[]
}

export const editVisible: Benchmark = {
  name: 'edit-visible',
  about: 'from a change on disk to the first tools/call that shows it',
  async run(bench) {
    const indexed = await bench.indexed()
    const root = join(indexed.corpus.root, FOLDER)
    // Users get the last of the ways.
    const way = waysToStart().at(-1)
    if (!way) return []
    mkdirSync(root)
    const server = await startServer(way, indexed)
    try {
      // Until the watcher has started.
      await sleep(3_000)
      const rows = []
      const all: number[] = []
      for (const change of changesIn(root)) {
        bench.say(`  ${change.name} …`)
        const times = await measure(bench, server, change)
        all.push(...times)
        rows.push(rowOf(change.name, 'ms', times, null, { of: 'p95', atMost: 300 }))
      }
      return [...rows, rowOf('all of them', 'ms', all, null, { of: 'p95', atMost: 300 })]
    } finally {
      await server.close()
      rmSync(root, { recursive: true, force: true })
    }
  },
}

async function measure(bench: Bench, server: StdioServer, change: Change): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < TIMES; n++) {
    const word = wordFor(change.name, n)
    const there = change.after(n)
    if (change.before) {
      change.before(n, word)
      const gone = there.length === 0
      await until(server, word, (ids) => (gone ? ids.length > 0 : ids.length === there.length))
    }
    // Random pauses, so that changes meet the indexer idle and during the full scan after the previous change.
    await sleep(((n * 37) % 10) * 30)
    const started = performance.now()
    change.apply(n, word)
    await until(server, word, (ids) => ids.length === there.length && there.every((id) => ids.includes(id)))
    const ms = performance.now() - started
    // One outlier in fifty does not change the p95, but is a defect.
    if (ms > 1_000) bench.say(`    ${change.name} ${n} took ${Math.round(ms)} ms`)
    times.push(ms)
  }
  return times
}

async function until(
  server: StdioServer,
  word: string,
  isSo: (ids: readonly string[]) => boolean,
): Promise<void> {
  const limit = performance.now() + TIMEOUT_MS
  for (;;) {
    const { result } = await server.call('search_standards', { query: word })
    const { hits } = result.structuredContent as { hits: readonly { id: string }[] }
    if (isSo(hits.map(({ id }) => id))) return
    if (performance.now() > limit) throw new Error(`"${word}" had the wrong hits after ${TIMEOUT_MS} ms.`)
    await sleep(POLL_MS)
  }
}

function changesIn(root: string): readonly Change[] {
  const write = (path: string, word: string) => {
    writeFileSync(
      join(root, path),
      `# A standard\n\nIts word is ${word}.\n\n${'Filler text of the file. '.repeat(300)}\n`,
    )
  }
  const id = (path: string) => `${FOLDER}/${path}`
  const inFolder = (folder: string) => Array.from({ length: FILES_IN_FOLDER }, (_, i) => `${folder}/${i}.md`)
  return [
    {
      name: 'edit',
      apply: (_, word) => write('edited.md', word),
      after: () => [id('edited.md')],
    },
    {
      name: 'edit by rename',
      apply(_, word) {
        write('half-written.tmp', word)
        renameSync(join(root, 'half-written.tmp'), join(root, 'edited.md'))
      },
      after: () => [id('edited.md')],
    },
    {
      name: 'create',
      apply: (n, word) => write(`created-${n}.md`, word),
      after: (n) => [id(`created-${n}.md`)],
    },
    {
      name: 'rename',
      before: (n, word) => write(`old-${n}.md`, word),
      apply: (n) => renameSync(join(root, `old-${n}.md`), join(root, `new-${n}.md`)),
      after: (n) => [id(`new-${n}.md`)],
    },
    {
      name: 'delete',
      before: (n, word) => write(`doomed-${n}.md`, word),
      apply: (n) => rmSync(join(root, `doomed-${n}.md`)),
      after: () => [],
    },
    {
      name: 'rename a folder',
      before(n, word) {
        mkdirSync(join(root, `before-${n}`))
        for (const path of inFolder(`before-${n}`)) write(path, word)
      },
      apply: (n) => renameSync(join(root, `before-${n}`), join(root, `after-${n}`)),
      after: (n) => inFolder(`after-${n}`).map(id),
    },
  ]
}

/** Returns a word that is neither a prefix nor the stem of another. */
function wordFor(name: string, n: number): string {
  return `${name.replace(/[^a-z]/g, '')}q${String(n).padStart(3, '0')}z`
}
