import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A task of `indexing-child.ts`. */
export type ChildTask = 'reconcile' | 'bare-index' | 'bare-stat'

/** The result that `indexing-child.ts` prints; times in milliseconds. */
export interface ChildResult {
  /** The time from opening the database until it is closed. */
  readonly ms: number
  /** The time of the work with the open database. */
  readonly comparedMs: number
  readonly files: number
  readonly read: number
  readonly peakMB: number
}

const TIMEOUT_MS = 30 * 60_000

/** Runs one task in a new process. @param home the folder of its database */
export async function runIndexing(task: ChildTask, root: string, home: string): Promise<ChildResult> {
  const script = join(import.meta.dirname, 'indexing-child.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, task, root, home], {
    timeout: TIMEOUT_MS,
  })
  return JSON.parse(stdout)
}
