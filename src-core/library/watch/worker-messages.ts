import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { LogLevel } from '../../base/log.ts'
import type { Reconciled } from './reconcile.ts'

/** What the worker thread is started with. */
export interface WorkerSetup {
  readonly indexDb: string
  readonly library: string
  /** Set when the library may be filled on its first use: the folder to fill it from. */
  readonly fillFrom: string | null
  readonly nativeBinding: string | undefined
}

/** What the host's thread asks of the worker. */
export type ToWorker =
  | { readonly type: 'sweep'; readonly ticket: number; readonly force: boolean }
  | { readonly type: 'cancel'; readonly ticket: number }
  | { readonly type: 'close' }

/** What the worker tells the host's thread. */
export type FromWorker =
  | { readonly type: 'alive' }
  | { readonly type: 'fresh' }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly type: 'progress'; readonly ticket: number; readonly done: number; readonly total: number }
  | { readonly type: 'swept'; readonly ticket: number; readonly result: Reconciled }
  | {
      readonly type: 'failed'
      readonly ticket: number
      readonly message: string
      /** What a `PlumblineError` has besides; `null` for any other error. */
      readonly expected: { readonly code: ErrorCode; readonly remedy: string } | null
    }
