import type { Corpus } from './corpus.ts'
import type { Figure } from './statistics.ts'

/** What a row has to keep. `ratio` bounds the median of ours through the baseline, taken pair by pair. */
export interface Budget {
  readonly of: 'ratio' | 'p50' | 'p95'
  readonly atMost: number
}

/** One line of the table. */
export interface Row {
  readonly what: string
  readonly unit: 'ms' | 'us' | 'MB' | '/s'
  readonly ours: Figure
  readonly baseline: Figure | null
  readonly ratio: number | null
  readonly budgets: readonly Budget[]
}

/** A library that is indexed already. */
export interface IndexedHome {
  readonly corpus: Corpus
  readonly home: string
}

/** What a run offers its benchmarks. Everything lies in one temporary folder, which goes when the run ends. */
export interface Bench {
  /** Number of generated standards. */
  readonly docs: number
  /** Number of planted requests in a log. */
  readonly rows: number
  /** The corpus; generated on first use, shared by all benchmarks. Whoever changes it puts it back. */
  corpus(): Corpus
  /** The corpus in a home that holds its complete index. */
  indexed(): Promise<IndexedHome>
  /** A path in the temporary folder that no one has been given before. Nothing is there yet. */
  path(name: string): string
  /** One line about where the run is, on stderr. */
  say(line: string): void
}

/** A benchmark. It throws when an answer is wrong: a fast wrong answer is no figure. */
export interface Benchmark {
  readonly name: string
  readonly about: string
  run(bench: Bench): Promise<Row[]>
}

/** True when the row keeps the budget; a budget on a ratio is not kept without a baseline. */
export function isMet(row: Row, budget: Budget): boolean {
  const value = budget.of === 'ratio' ? row.ratio : budget.of === 'p50' ? row.ours.median : row.ours.p95
  return value !== null && value <= budget.atMost
}
