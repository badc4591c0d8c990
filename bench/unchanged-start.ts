import type { Benchmark } from './benchmark.ts'
import { type ChildResult, runIndexing } from './indexing-process.ts'
import { rowOf } from './statistics.ts'

const ROUNDS = 21

export const unchangedStart: Benchmark = {
  name: 'unchanged-start',
  about: 'comparing a library that has not changed, against one statSync a file',
  async run(bench) {
    const { corpus, home } = await bench.indexed()
    const ours: ChildResult[] = []
    const bare: ChildResult[] = []
    // The first round warms the file system's cache.
    for (let round = 0; round <= ROUNDS; round++) {
      const stat = await runIndexing('bare-stat', corpus.root, home)
      const result = await runIndexing('reconcile', corpus.root, home)
      if (result.read > 0) throw new Error(`${result.read} files were read though none had changed.`)
      if (result.files !== stat.files) throw new Error(`${stat.files - result.files} files were not seen.`)
      if (round === 0) continue
      bare.push(stat)
      ours.push(result)
    }
    const floor = bare.map(({ ms }) => ms)
    return [
      rowOf(
        'compare',
        'ms',
        ours.map(({ comparedMs }) => comparedMs),
        floor,
        { of: 'ratio', atMost: 1.5 },
      ),
      rowOf(
        'open, compare, close',
        'ms',
        ours.map(({ ms }) => ms),
        floor,
      ),
    ]
  },
}
