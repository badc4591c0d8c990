import type { IndexProgress } from '../../../src-shared/contract/library.ts'

/** Who keeps the index in line with the library. */
export interface IndexerState {
  /** False: what is indexed is served as it is, and changes on the disk wait. */
  readonly running: boolean
  /** True when it is this very process. */
  readonly here: boolean
  readonly pid: number | null
}

// A living indexer signs every 10 seconds.
const DEAD_AFTER_MS = 30_000

/** True when whoever indexes has said within the last half minute that it lives. */
export function isIndexerAlive({ aliveAt }: IndexProgress, now: number): boolean {
  return aliveAt !== null && now - aliveAt < DEAD_AFTER_MS
}

/** @param here true when this process holds the lease */
export function describeIndexer(progress: IndexProgress, here: boolean, now: number): IndexerState {
  const running = here || isIndexerAlive(progress, now)
  return { running, here, pid: running ? progress.pid : null }
}
