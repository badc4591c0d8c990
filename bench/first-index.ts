import { rmSync } from 'node:fs'
import type { Benchmark } from './benchmark.ts'
import { type ChildResult, runIndexing } from './indexing-process.ts'
import { rowOf } from './statistics.ts'

// Many documents take minutes, and a long run needs fewer repetitions.
const roundsFor = (docs: number) => (docs > 20_000 ? 1 : docs > 5_000 ? 5 : 9)

export const firstIndex: Benchmark = {
  name: 'first-index',
  about: 'a new library, against a loop that reads, hashes and inserts each file into FTS5',
  async run(bench) {
    const { root } = bench.corpus()
    const ours: ChildResult[] = []
    const bare: ChildResult[] = []
    for (let round = 0; round < roundsFor(bench.docs); round++) {
      bare.push(await inFreshHome('bare-index', root, bench.path('bare')))
      ours.push(await inFreshHome('reconcile', root, bench.path('home')))
    }
    for (const { read, files } of [...ours, ...bare]) {
      if (read !== bench.docs || files !== bench.docs) throw new Error(`Only ${read} files were read.`)
    }
    return [
      rowOf('index', 'ms', ours.map(timeOf), bare.map(timeOf), { of: 'ratio', atMost: 2 }),
      rowOf('peak memory', 'MB', ours.map(peakOf), bare.map(peakOf), { of: 'p95', atMost: 300 }),
    ]
  },
}

async function inFreshHome(
  task: 'bare-index' | 'reconcile',
  root: string,
  home: string,
): Promise<ChildResult> {
  const result = await runIndexing(task, root, home)
  rmSync(home, { recursive: true, force: true })
  return result
}

const timeOf = ({ ms }: ChildResult) => ms
const peakOf = ({ peakMB }: ChildResult) => peakMB
