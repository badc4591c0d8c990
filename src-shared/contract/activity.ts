/**
 * The words for what passes through Plumbline: sessions, requests, errors, gaps and cache entries, and the questions about
 * them. Plain data, no behaviour. Times are milliseconds since the epoch unless a name says otherwise.
 */

export type TransportName = 'stdio' | 'http' | 'rest' | 'websocket' | 'tcp'

/** The life of a session, in the order in which it goes. */
export const SESSION_STATES = [
  'connecting',
  'initializing',
  'ready',
  'shutting-down',
  'disconnected',
] as const

export type SessionState = (typeof SESSION_STATES)[number]

/** One client's time with one process. */
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
  /** `lost`: its process ended without saying so, which others noticed. `null` while it lives. */
  readonly ended: 'closed' | 'lost' | null
  /** The process that served it. */
  readonly pid: number
  /** Requests so far. */
  readonly calls: number
  readonly lastCallAt: number | null
}

/** How a request ended. `empty`: answered, but nothing was found. */
export const REQUEST_STATUSES = ['ok', 'empty', 'tool-error', 'protocol-error', 'cancelled'] as const

export type RequestStatus = (typeof REQUEST_STATUSES)[number]

/** `bypass`: this kind of request is not cached, or the cache is off. */
export const CACHE_STATES = ['hit', 'miss', 'bypass'] as const

export type CacheState = (typeof CACHE_STATES)[number]

/** A standard, or one section of it, that an answer carried. */
export interface StandardReference {
  readonly id: string
  /** The section's slug, as in its URI; `null`: the whole standard. */
  readonly section: string | null
}

/** One message from a client as the log lists it. */
export interface RequestRow {
  /** Grows with every row of every process, in the order in which they were written; never used twice. */
  readonly seq: number
  /** When it came. */
  readonly at: number
  readonly session: string
  readonly client: string | null
  readonly clientVersion: string | null
  readonly protocolVersion: string | null
  readonly transport: TransportName
  readonly method: string
  /** The tool of a `tools/call`. */
  readonly tool: string | null
  /** What was asked, short: `python, testing`, `“retry with backoff” in go`, `go/errors.md, Wrapping`. */
  readonly asked: string
  readonly status: RequestStatus
  /** What came back, short: `7 sections`, `nothing found`, `-32602 unknown tool`. */
  readonly summary: string
  /** The JSON-RPC error code, if the answer was one. */
  readonly code: number | null
  /** What the client was told went wrong; `null` when nothing did. */
  readonly message: string | null
  readonly cache: CacheState
  /** From the message to its answer, microseconds. */
  readonly micros: number
  /** Of the answer, UTF-8. */
  readonly bytes: number
}

/** One request with everything that was kept of it. */
export interface RequestDetail extends RequestRow {
  /** JSON-RPC id; `null` for a notification. */
  readonly rpcId: string | number | null
  /** The params as JSON, secrets masked; `null` when bodies are not kept. May be cut. */
  readonly request: string | null
  /** The answer as JSON, secrets masked; `null` when bodies are not kept. May be cut. */
  readonly response: string | null
  /** True when `request` or `response` was too long to keep whole. */
  readonly cut: boolean
  readonly touched: readonly StandardReference[]
}

/** A request as it is handed to the log, before secrets are masked and long bodies cut. */
export interface NewRequest extends Omit<RequestDetail, 'seq' | 'cut' | 'request' | 'response'> {
  readonly params: unknown
  /** The whole answer as it was sent, JSON; empty without one. */
  readonly body: string
}

/** Narrows the log. Within one list any value fits; all lists must fit. Empty or absent: everything fits. */
export interface RequestFilter {
  /** From this time on, inclusive. */
  readonly from?: number | undefined
  /** Up to this time, exclusive. */
  readonly to?: number | undefined
  /** Names; `''` stands for a client that gave none. */
  readonly clients?: readonly string[] | undefined
  readonly tools?: readonly string[] | undefined
  readonly statuses?: readonly RequestStatus[] | undefined
  readonly cache?: readonly CacheState[] | undefined
  /** Words that must occur in what was asked, the summary, the message, the tool or the method. */
  readonly text?: string | undefined
  /** True: only calls and reads (tools, resources, prompts), no protocol messages. */
  readonly callsOnly?: boolean | undefined
  readonly session?: string | undefined
  /** Only requests whose answer carried this standard. */
  readonly standard?: string | undefined
}

/** A page of the log, newest first whichever way it was asked for. */
export interface RequestPage {
  readonly rows: readonly RequestRow[]
  /** True when there are older rows than the last one. */
  readonly older: boolean
  /** True when there are newer rows than the first one. */
  readonly newer: boolean
  /** How many rows fit, at the very moment of the page; only when it was asked for. */
  readonly count?: number
}

/** Which page: the newest, those older than `before`, or those newer than `after`. */
export interface PageQuery {
  readonly before?: number | undefined
  readonly after?: number | undefined
  /** At most 1,000. */
  readonly limit: number
  /** True: and how many rows fit in all. */
  readonly counted?: boolean | undefined
}

/** What a span of the log adds up to. Ratios are 0 to 1, or `null` where nothing could be divided. */
export interface Figures {
  readonly count: number
  /** Requests a minute over the span, or since the first row in it. */
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
  /** `''`: a client that gave no name. */
  readonly name: string
}

/** One step of a chart. `from` is its beginning; all steps of an answer are equally long. */
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

/** The figures over the log and the charts below them. Percentiles are microseconds, within 5 %. */
export interface ActivityFigures {
  readonly from: number
  readonly to: number
  readonly all: Figures
  readonly tools: readonly NamedFigures[]
  readonly clients: readonly NamedFigures[]
  /** Milliseconds a step. */
  readonly step: number
  readonly steps: readonly FigureStep[]
}

export const ERROR_SOURCES = ['index', 'tool', 'protocol', 'system'] as const

export type ErrorSource = (typeof ERROR_SOURCES)[number]

/** A failure as it is reported. Those with the same source, code, `where` and title are one group. */
export interface NewError {
  readonly source: ErrorSource
  /** A word of ours (`front-matter-yaml`, `port-unusable`), or a JSON-RPC code as text. */
  readonly code: string
  /** What happened, one short sentence without a full stop. */
  readonly title: string
  /** Where: a tool, `http`, a process, or the file of an index problem. */
  readonly where: string
  readonly line: number | null
  /** Why, and what it did; may name the case at hand. */
  readonly cause: string
  readonly remedy: string
  readonly stack: string | null
  readonly client: string | null
}

/** Failures of one kind. */
export interface ErrorGroup extends NewError {
  readonly id: string
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
  /** When it was last acknowledged; one that comes again afterwards is not acknowledged any more. */
  readonly acknowledgedAt: number | null
  /** The newest request that failed so, if it is still in the log. */
  readonly request: number | null
}

/** Something that was asked for and not found, however often and by whomever. */
export interface Gap {
  readonly id: string
  readonly tool: string
  readonly asked: string
  /** The arguments of the newest such request. */
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
  /** Times by section slug. */
  readonly sections: Readonly<Record<string, number>>
  /** Times a day, oldest first; one number for each day of the span. */
  readonly days: readonly number[]
}

/** Calls of one client on each day (or other step) of a span, oldest first. */
export interface ClientDays {
  readonly client: string
  readonly days: readonly number[]
}

/** An answer that is kept. */
export interface CacheEntry {
  readonly key: string
  readonly tool: string
  /** As in {@link RequestRow}. */
  readonly asked: string
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
  /** The tools whose answers are kept, because that makes them faster. */
  readonly tools: readonly string[]
}

/** Whether the log can be written, and what happened to it. */
export interface ActivityHealth {
  readonly state: 'ok' | 'read-only' | 'unavailable'
  /** What happened and what to do; `null` while all is well. */
  readonly message: string | null
  readonly rows: number
  /** Of the file, its log included. */
  readonly bytes: number
  /** Rows that could not be written since this process began. */
  readonly lost: number
}
