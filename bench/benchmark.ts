import type { Corpus } from './corpus.ts'
import type { Row } from './statistics.ts'

/** An indexed library. */
export interface IndexedHome {
  readonly corpus: Corpus
  readonly home: string
}

/** The environment of a run. All its files are in one temporary folder, which is deleted when the run ends. */
export interface Bench {
  /** Number of generated standards. */
  readonly docs: number
  /** Number of generated requests in an activity database. */
  readonly rows: number
  /** Returns the corpus, which is generated on first use and shared by all benchmarks. A benchmark that changes it restores it. */
  corpus(): Corpus
  /** Returns the corpus and a home with its complete index. */
  indexed(): Promise<IndexedHome>
  /** Returns a new path in the temporary folder, where nothing exists yet. */
  path(name: string): string
  /** Prints a line about the progress of the run to stderr. */
  say(line: string): void
}

/** A benchmark. */
export interface Benchmark {
  readonly name: string
  readonly about: string
  /** @throws Error when an answer is wrong, because the time of a wrong answer means nothing */
  run(bench: Bench): Promise<Row[]>
}
