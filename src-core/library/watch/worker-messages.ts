import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { LogLevel } from '../../base/log.ts'
import type { Reconciled } from './reconcile.ts'

/** The `workerData` of the indexing thread. */
export interface WorkerSetup {
  readonly indexDb: string
  /** The absolute path of the library folder. */
  readonly library: string
  /** A folder whose files fill the library when it is used for the first time; `null`: the library is not filled. */
  readonly fillFrom: string | null
  readonly nativeBinding: string | undefined
}

/** A message to the indexing thread. */
export type ToWorker =
  | { readonly type: 'scan'; readonly ticket: number; readonly force: boolean }
  | { readonly type: 'cancel'; readonly ticket: number }
  | { readonly type: 'close' }

/** A message from the indexing thread. */
export type FromWorker =
  | { readonly type: 'alive' }
  /** The first comparison of the library with the index has ended, or is impossible. */
  | { readonly type: 'compared' }
  /** Why the index cannot be written; `null`: it can be written again. */
  | { readonly type: 'storage'; readonly error: WorkerError | null }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly type: 'progress'; readonly ticket: number; readonly done: number; readonly total: number }
  | { readonly type: 'scanned'; readonly ticket: number; readonly result: Reconciled }
  | {
      readonly type: 'failed'
      readonly ticket: number
      readonly message: string
      /** The other fields of a `PlumblineError`; `null` for any other error. */
      readonly expected: Omit<WorkerError, 'message'> | null
    }

/** The fields of a `PlumblineError`. */
export interface WorkerError {
  readonly code: ErrorCode
  readonly message: string
  readonly remedy: string
}
