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
import type { Settings } from '../../src-shared/contract/settings.ts'
import type { Problem } from '../../src-shared/standard/standard.ts'
import type { Logger } from '../base/log.ts'
import type { Library } from '../library/library.ts'
import { startOfDays } from './query/days.ts'

export interface ActivityOptions {
  /** Absolute path of `activity.db`. */
  readonly file: string
  readonly nativeBinding?: string | undefined
  /** Read for each batch, so that a change takes effect at once. */
  readonly settings: () => Settings['activity']
  readonly log: Logger
  /** Milliseconds since the epoch; default: the system's clock. */
  readonly now?: () => number
  /** False: the file is neither written nor created. Default: true. */
  readonly writable?: boolean
}

/** The state of a session that this process serves. Its end is derived from its states. */
export type LiveSession = Omit<SessionRecord, 'endedAt' | 'ended' | 'pid' | 'lastCallAt'>

/**
 * Records what passes through a process. Recording never throws and does not wait for other processes; what cannot be
 * recorded is counted in {@link ActivityHealth}. Queries throw PlumblineError `activity-unavailable`.
 */
export interface ActivityLog {
  /** Queues a request, which is written within 100 ms. A request that failed is reported as an error too. */
  record(request: NewRequest): void
  /** Queues the newest state of a session. */
  recordSession(session: LiveSession): void
  /** Queues a failure. */
  report(error: NewError): void
  /** Queues the index problems that exist now. They replace the error groups of source `index`. */
  reportProblems(problems: readonly Problem[]): void
  /** Writes what is queued, now; waits up to two seconds for other processes. For the end of a process. */
  flush(): void
  /** Live sessions first, then ended ones, each newest first. */
  sessions(limit: number): readonly SessionRecord[]
  /** Flushes. Idempotent. */
  close(): Promise<void>
}

/** The activity of all processes of this home. */
export interface Activity extends ActivityLog {
  /**
   * Subscribes to what any process records, this one included; the listener is called within 250 ms. Returns an unsubscribe
   * function.
   */
  follow(listener: (changes: ActivityChanges) => void): () => void

  page(filter: RequestFilter, query: PageQuery): RequestPage
  request(seq: number): RequestDetail | null
  count(filter: RequestFilter): number
  /** @param steps the most steps that a chart may have */
  figures(filter: RequestFilter, from: number, to: number, steps: number): ActivityFigures
  /** The clients and tools of recorded requests, sorted. */
  names(): { readonly clients: readonly string[]; readonly tools: readonly string[] }

  /** Newest first. `acknowledged`: the acknowledged groups, instead of the others. */
  errors(query: { readonly acknowledged: boolean }): readonly ErrorGroup[]
  /** The number of groups that are not acknowledged. */
  countErrors(): number
  /** @param ids `null`: all. @param acknowledged false: the groups become unacknowledged */
  acknowledgeErrors(ids: readonly string[] | null, acknowledged?: boolean): void
  /** @param ids `null`: all */
  clearErrors(ids: readonly string[] | null): void

  /** Most often first, at most 1,000. `dismissed`: the dismissed gaps, instead of the others. */
  gaps(query: {
    readonly from: number
    readonly client?: string | undefined
    readonly dismissed: boolean
  }): readonly Gap[]
  /** A dismissed gap stays dismissed when it occurs again, also after `clear` and retention. */
  dismissGap(id: string, dismissed: boolean): void
  /** Every standard that an answer contained since `from`, most often first. */
  usage(query: { readonly from: number; readonly client?: string | undefined }): readonly Usage[]
  /** @param days days in local time, of which today is the last */
  standardUsage(id: string, days: number): StandardUsage
  /** @param days as in {@link Activity.standardUsage} */
  clientDays(days: number): readonly ClientDays[]

  /** The matching requests, oldest first, as pieces of a file. Only JSON has params and answers. */
  export(filter: RequestFilter, format: 'json' | 'csv'): Iterable<string>
  /** Deletes every request, and every session that has ended, in steps. Returns the number of requests. */
  clear(): Promise<number>
  health(): ActivityHealth
}

/** What was recorded since the last notification. */
export interface ActivityChanges {
  /** New requests in the order of `seq`. */
  readonly rows: readonly RequestRow[]
  readonly cleared: boolean
  // True when any of them changed.
  readonly sessions: boolean
  readonly errors: boolean
  readonly gaps: boolean
}

const GAP_DAYS = 14

/** The gaps of the last 14 days that are not dismissed. @throws PlumblineError `activity-unavailable` */
export function openGaps(activity: Pick<Activity, 'gaps'>): readonly Gap[] {
  return activity.gaps({ from: startOfDays(GAP_DAYS, Date.now()), dismissed: false })
}

/** What the library answers to a gap now. */
export interface GapAnswer {
  /** True when the request would find something by now. */
  readonly answered: boolean
  /** Id of the standard that answers it, else of the nearest one. */
  readonly nearest: string | null
}

/** Replays the requests of gaps, each once for a generation of the index. */
export interface GapAnswers {
  /** Never rejects. */
  of(gap: Gap): Promise<GapAnswer>
  /** True for a gap that is known to be answered; false also for one that was not replayed yet. */
  isAnswered(id: string): boolean
  /** Subscribes to changes of the set of answered gaps. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void
  close(): void
}

export interface GapAnswersOptions {
  readonly library: Library
  /** The gaps to replay, most often first. @throws what makes the replay wait for the next change */
  readonly gaps: () => readonly Gap[]
  /**
   * Calls a tool without recording it. Resolves to the id of the standard that it found, `''` when it found several, `null`
   * when it found nothing.
   */
  readonly replay: (tool: string, args: unknown) => Promise<string | null>
  /** Subscribes to changes of the index and of the gaps. Returns an unsubscribe function. */
  readonly onChange: (listener: () => void) => () => void
}

/** How often each standard was part of an answer, over all recorded requests. */
export interface UsageCounts {
  /** By id. Queried again at most every two seconds, and only after a change. */
  current(): ReadonlyMap<string, number>
  close(): void
}

const COUNTS_LIFETIME_MS = 2_000

export function createUsageCounts(
  activity: Pick<Activity, 'usage' | 'follow'>,
  now: () => number = Date.now,
): UsageCounts {
  let counts: ReadonlyMap<string, number> = new Map()
  let isStale = true
  let queriedAt = Number.NEGATIVE_INFINITY
  const unfollow = activity.follow(({ rows, cleared }) => {
    if (rows.length > 0 || cleared) isStale = true
  })
  return {
    current() {
      if (!isStale || now() - queriedAt < COUNTS_LIFETIME_MS) return counts
      queriedAt = now()
      try {
        counts = new Map(activity.usage({ from: 0 }).map(({ id, times }) => [id, times]))
        isStale = false
      } catch {
        // The list of standards is shown with the old counts; health() reports the failure.
      }
      return counts
    },
    close: unfollow,
  }
}
