import type {
  ActivityFigures,
  ActivityHealth,
  ClientDays,
  ErrorGroup,
  Gap,
  NewError,
  NewRequest,
  PageQuery,
  RequestDetail,
  RequestFilter,
  RequestPage,
  RequestRow,
  SessionRecord,
  StandardUsage,
  Usage,
} from '../../src-shared/contract/activity.ts'
import type { Problem } from '../../src-shared/standard/standard.ts'

/** A session as the process that serves it reports it; what ended it and when is found from its states. */
export type LiveSession = Omit<SessionRecord, 'endedAt' | 'ended' | 'pid' | 'lastCallAt'>

/**
 * The log as every process has it: it writes what passes through. Writing never throws and never waits: what cannot be
 * written is counted in {@link ActivityHealth}. Reading throws PlumblineError `activity-unavailable`.
 */
export interface ActivityLog {
  /**
   * Queues a request; written within 100 ms, in one transaction with its neighbours. One that failed becomes an error
   * group by itself.
   */
  record(request: NewRequest): void
  /** Queues the newest state of a session. */
  recordSession(session: LiveSession): void
  /** Queues a failure. */
  report(error: NewError): void
  /** Makes the error groups of source `index` those of the problems that there are: adds, keeps, and forgets what was mended. */
  reportProblems(problems: readonly Problem[]): void
  /** Writes what is queued, now, waiting up to two seconds for others. For the end of a process, however it ends. */
  flush(): void
  /** Live ones first, then the newest that ended. */
  sessions(limit: number): readonly SessionRecord[]
  /** Also more than once. Flushes. */
  close(): Promise<void>
}

/** Everything that passed through any process of this home, for those that show it. */
export interface Activity extends ActivityLog {
  /** Called with news of every process of this home, this one included, within 250 ms. Returns what ends it. */
  follow(listener: (news: ActivityNews) => void): () => void

  page(filter: RequestFilter, query: PageQuery): RequestPage
  request(seq: number): RequestDetail | null
  count(filter: RequestFilter): number
  figures(filter: RequestFilter, from: number, to: number, steps: number): ActivityFigures
  /** Clients and tools that occur in the log, sorted. */
  names(): { readonly clients: readonly string[]; readonly tools: readonly string[] }
  /** Requests that came after `at`. */
  countSince(at: number): number

  /** Newest first. `acknowledged`: those that somebody acknowledged, instead of the others. */
  errors(query: { readonly acknowledged: boolean }): readonly ErrorGroup[]
  /** Groups that nobody acknowledged. */
  countErrors(): number
  /** `null`: all. `acknowledged` false takes it back. */
  acknowledgeErrors(ids: readonly string[] | null, acknowledged?: boolean): void
  clearErrors(ids: readonly string[] | null): void

  /** Most often first, at most 1,000. `dismissed`: those that somebody dismissed, instead of the others. */
  gaps(query: {
    readonly from: number
    readonly client?: string | undefined
    readonly dismissed: boolean
  }): readonly Gap[]
  /** Gaps since `from`, by whether somebody dismissed them. */
  countGaps(from: number): { readonly open: number; readonly dismissed: number }
  /** Outlives `clear` and retention: what was dismissed is so when it is asked again. */
  dismissGap(id: string, dismissed: boolean): void
  /** Every standard that was part of an answer since `from`, most often first. */
  usage(query: { readonly from: number; readonly client?: string | undefined }): readonly Usage[]
  /** Days are counted in local time, the last one is today. */
  standardUsage(id: string, days: number): StandardUsage
  clientDays(days: number): readonly ClientDays[]

  /** The rows that fit, oldest first, as pieces of one file in `format`; bodies only in JSON. */
  export(filter: RequestFilter, format: 'json' | 'csv'): Iterable<string>
  /** Deletes every request and session that ended, in steps that let others write. Returns how many requests. */
  clear(): Promise<number>
  health(): ActivityHealth
}

/** What happened since the last time. */
export interface ActivityNews {
  /** In the order in which they were written; each is told once. */
  readonly rows: readonly RequestRow[]
  readonly cleared: boolean
  readonly sessions: boolean
  readonly errors: boolean
  readonly gaps: boolean
}
