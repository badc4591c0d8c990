import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What `indexing-child.ts` can do. */
export type ChildTask = 'reconcile' | 'bare-index' | 'bare-stat'

/** What it prints. */
export interface ChildResult {
  /** From opening the database until it is closed. */
  readonly ms: number
  /** The work alone, with the database open. */
  readonly comparedMs: number
  readonly files: number
  readonly read: number
  readonly peakMB: number
}

const TIMEOUT_MS = 30 * 60_000

/** Runs one task in a fresh process. `home` is where it puts (or finds) its database. */
export async function runIndexing(task: ChildTask, root: string, home: string): Promise<ChildResult> {
  const script = join(import.meta.dirname, 'indexing-child.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, task, root, home], {
    timeout: TIMEOUT_MS,
  })
  return JSON.parse(stdout)
}
