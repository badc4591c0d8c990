/**
 * Activity: sessions, requests, errors, gaps and cache entries, and the queries over them. Plain data, no behaviour. Times
 * are milliseconds since the epoch, durations milliseconds, unless a name says otherwise.
 */

export type TransportName = 'stdio' | 'http' | 'rest' | 'websocket' | 'tcp'

/** The states of a session, in their order. */
export const SESSION_STATES = [
  'connecting',
  'initializing',
  'ready',
  'shutting-down',
  'disconnected',
] as const

export type SessionState = (typeof SESSION_STATES)[number]

/** A client's session with one process. */
export interface SessionRecord {
  readonly id: string
  readonly transport: TransportName
  readonly client: string | null
  readonly clientVersion: string | null
  readonly protocolVersion: string | null
  readonly state: SessionState
  /** When each state was entered, oldest first. */
  readonly states: readonly { readonly state: SessionState; readonly at: number }[]
  readonly openedAt: number
  readonly endedAt: number | null
  /** `lost`: its process ended without recording the end, as another process found. `null` while the session lasts. */
  readonly ended: 'closed' | 'lost' | null
  /** Id of the process that served the session. */
  readonly pid: number
  /** Requests so far. */
  readonly calls: number
  readonly lastCallAt: number | null
}

/** The outcome of a request. `empty`: answered, but nothing was found. */
export const REQUEST_STATUSES = ['ok', 'empty', 'tool-error', 'protocol-error', 'cancelled'] as const

export type RequestStatus = (typeof REQUEST_STATUSES)[number]

/** `bypass`: requests of this sort are not cached, or the cache is off. */
export const CACHE_STATES = ['hit', 'miss', 'bypass'] as const

export type CacheState = (typeof CACHE_STATES)[number]

/** A standard, or one section of it, that an answer contained. */
export interface StandardReference {
  readonly id: string
  /** The section's slug, as in its URI; `null`: the whole standard. */
  readonly section: string | null
}

/** A message from a client, as the list of requests shows it. */
export interface RequestRow {
  /** Sequence number over all processes, in the order of writing; never reused. */
  readonly seq: number
  /** When the message arrived. */
  readonly at: number
  readonly session: string
  readonly client: string | null
  readonly clientVersion: string | null
  readonly protocolVersion: string | null
  readonly transport: TransportName
  readonly method: string
  /** The tool of a `tools/call`. */
  readonly tool: string | null
  /** The request in a few words: `python, testing`, `“retry with backoff” in go`, `go/errors.md, Wrapping`. */
  readonly question: string
  readonly status: RequestStatus
  /** The answer in a few words: `7 sections`, `nothing found`, `-32602 unknown tool`. */
  readonly summary: string
  /** The JSON-RPC error code of the answer; `null` when it was no error. */
  readonly code: number | null
  /** The error message that the client received; `null` without an error. */
  readonly message: string | null
  readonly cache: CacheState
  /** Time from the message to its answer, in microseconds. */
  readonly micros: number
  /** Size of the answer in UTF-8. */
  readonly bytes: number
}

/** A request with everything that was recorded of it. */
export interface RequestDetail extends RequestRow {
  /** JSON-RPC id; `null` for a notification. */
  readonly rpcId: string | number | null
  /** The params as JSON, secrets masked; `null` when bodies are not recorded. May be truncated. */
  readonly request: string | null
  /** The answer as JSON, secrets masked; `null` when bodies are not recorded. May be truncated. */
  readonly response: string | null
  /** True when `request` or `response` was too long and is truncated. */
  readonly cut: boolean
  /** The standards and sections that the answer contained. */
  readonly references: readonly StandardReference[]
}

/** A request as it is handed over for recording, before secrets are masked and long bodies truncated. */
export interface NewRequest extends Omit<RequestDetail, 'seq' | 'cut' | 'request' | 'response'> {
  readonly params: unknown
  /** The whole answer as it was sent, as JSON; empty without an answer. */
  readonly body: string
}

/**
 * Narrows a query over requests. A request matches a list when it has any of its values, and must match every list. An empty
 * or absent list matches everything.
 */
export interface RequestFilter {
  /** Inclusive. */
  readonly from?: number | undefined
  /** Exclusive. */
  readonly to?: number | undefined
  /** Names; `''` stands for clients without a name. */
  readonly clients?: readonly string[] | undefined
  readonly tools?: readonly string[] | undefined
  readonly statuses?: readonly RequestStatus[] | undefined
  readonly cache?: readonly CacheState[] | undefined
  /** Words that must occur in the request, its summary, its error message, its tool or its method. */
  readonly text?: string | undefined
  /** True: only calls and reads (tools, resources, prompts), no protocol messages. */
  readonly callsOnly?: boolean | undefined
  readonly session?: string | undefined
  /** Id of a standard: only requests whose answer contained it. */
  readonly standard?: string | undefined
}

/** A page of requests, newest first whichever way it was queried. */
export interface RequestPage {
  readonly rows: readonly RequestRow[]
  /** True when there are older rows than the last one. */
  readonly older: boolean
  /** True when there are newer rows than the first one. */
  readonly newer: boolean
  /** How many requests match the filter, read in the transaction of the page; only with {@link PageQuery.counted}. */
  readonly count?: number
}

/** Selects a page: the newest, the one before (older than) `before`, or the one after (newer than) `after`; both are `seq`. */
export interface PageQuery {
  readonly before?: number | undefined
  readonly after?: number | undefined
  /** At most 1,000. */
  readonly limit: number
  /** True: the page includes the number of all matching requests. */
  readonly counted?: boolean | undefined
}

/** Totals over a time span. Percentiles are microseconds; they and the ratio (0 to 1) are `null` where there is no data. */
export interface Figures {
  readonly count: number
  /** Requests a minute, over the part of the span since the first recorded request. */
  readonly perMinute: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly hits: number
  readonly misses: number
  readonly hitRatio: number | null
  readonly empty: number
  readonly errors: number
  readonly cancelled: number
  readonly bytes: number
}

/** Figures of one tool or one client. */
export interface NamedFigures extends Figures {
  /** `''`: clients without a name. */
  readonly name: string
}

/** One step of a chart, beginning at `from`; all steps of a chart are equally long. */
export interface FigureStep {
  readonly from: number
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
  readonly hits: number
  readonly misses: number
  readonly empty: number
  readonly errors: number
}

/** The figures and charts of a time span. Percentiles are microseconds, accurate to 5 %. */
export interface ActivityFigures {
  readonly from: number
  readonly to: number
  readonly all: Figures
  readonly tools: readonly NamedFigures[]
  readonly clients: readonly NamedFigures[]
  /** Length of a step in milliseconds. */
  readonly step: number
  readonly steps: readonly FigureStep[]
}

export const ERROR_SOURCES = ['index', 'tool', 'protocol', 'system'] as const

export type ErrorSource = (typeof ERROR_SOURCES)[number]

/** A failure as it is reported. Failures with the same source, code, `where` and title are one group. */
export interface NewError {
  readonly source: ErrorSource
  /** A code of Plumbline's (`front-matter-yaml`, `port-unusable`), or a JSON-RPC code as text. */
  readonly code: string
  /** One short sentence without a full stop. */
  readonly title: string
  /** A tool, `http`, a process, or the file of an index problem. */
  readonly where: string
  readonly line: number | null
  /**
   * Why it failed, with the details of the newest occurrence; for an index problem, the effect of the problem. Empty when the title says it
   * all. Does not contain the remedy.
   */
  readonly cause: string
  readonly remedy: string
  readonly stack: string | null
  readonly client: string | null
}

/** Failures with the same source, code, `where` and title. */
export interface ErrorGroup extends NewError {
  readonly id: string
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
  /** When the group was acknowledged; a new occurrence resets it to `null`. */
  readonly acknowledgedAt: number | null
  /** `seq` of the newest request that failed in this way, while it is still recorded. */
  readonly request: number | null
}

/** A request that found nothing, counted over all clients. */
export interface Gap {
  readonly id: string
  readonly tool: string
  readonly question: string
  /** The arguments of the newest occurrence. */
  readonly args: Readonly<Record<string, unknown>>
  readonly times: number
  readonly clients: readonly string[]
  readonly firstAt: number
  readonly lastAt: number
  readonly dismissed: boolean
}

/** How often a standard was part of an answer. */
export interface Usage {
  readonly id: string
  readonly times: number
  readonly lastAt: number
  readonly lastClient: string | null
}

/** How one standard was used over a span. */
export interface StandardUsage extends Usage {
  /** Count by section slug. */
  readonly sections: Readonly<Record<string, number>>
  /** Count for each day of the span, oldest first. */
  readonly days: readonly number[]
}

/** Calls of one client on each day (or other step) of a span, oldest first. */
export interface ClientDays {
  readonly client: string
  readonly days: readonly number[]
}

/** A cached response. */
export interface CacheEntry {
  readonly key: string
  readonly tool: string
  /** As {@link RequestRow.question}. */
  readonly question: string
  /** The arguments as canonical JSON. */
  readonly args: string
  readonly storedAt: number
  readonly expiresAt: number
  readonly hits: number
  readonly bytes: number
}

/** The cache as a whole. */
export interface CacheStatus {
  readonly enabled: boolean
  /** Seconds. */
  readonly ttl: number
  readonly entries: number
  readonly maxEntries: number
  readonly bytes: number
  readonly maxBytes: number
  readonly generation: number
  /** The tools whose answers are cached. */
  readonly tools: readonly string[]
}

/** Whether requests can be recorded, and what happened to the activity database. */
export interface ActivityHealth {
  readonly state: 'ok' | 'read-only' | 'unavailable'
  /** What happened and what to do; `null` when there is nothing to report. */
  readonly message: string | null
  readonly rows: number
  /** Size of the file and its write-ahead log. */
  readonly bytes: number
  /** Requests, sessions and errors that this process could not record. */
  readonly lost: number
}
