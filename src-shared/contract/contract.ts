import * as z from 'zod'
import {
  type ActivityFigures,
  type ActivityHealth,
  CACHE_STATES,
  type CacheEntry,
  type CacheStatus,
  type ClientDays,
  type ErrorGroup,
  type Gap,
  REQUEST_STATUSES,
  type RequestDetail,
  type RequestPage,
  type RequestRow,
  type SessionRecord,
  type StandardUsage,
  type Usage,
} from './activity.ts'
import { CONNECT_METHODS } from './client-calls.ts'
import type { SaveOutcome, StandardDraft, StandardView } from './editing.ts'
import { type FolderDefaultsView, folderDefaultsSchema } from './folder-defaults.ts'
import type { LibraryStatus, StandardSummary } from './library.ts'
import type { Settings, SettingsChange } from './settings.ts'
import { type Method, takes } from './window-call.ts'

/**
 * The bridge between the window and its host: every method with what it takes (checked) and what it gives (typed), and every
 * topic that can be followed. One dispatcher serves it over whatever wire the host has.
 */

const nothing = z.strictObject({})
const id = z.string().min(1).max(4_096)
const folder = z.string().max(4_096)
const text = z.string().max(20_000_000)
const days = z.int().min(1).max(3_650)
const client = z.string().max(200).optional()
const word = z.string().max(500)
const time = z.number().int().nonnegative()

const requestFilter = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  clients: z.array(word).max(100).optional(),
  tools: z.array(word).max(100).optional(),
  statuses: z.array(z.enum(REQUEST_STATUSES)).optional(),
  cache: z.array(z.enum(CACHE_STATES)).optional(),
  text: word.optional(),
  callsOnly: z.boolean().optional(),
  session: word.optional(),
  standard: id.optional(),
})

const listFilter = z.strictObject({
  /** `''` stands for standards that apply to every language or domain. */
  languages: z.array(word).max(100).optional(),
  domains: z.array(word).max(100).optional(),
  tags: z.array(word).max(100).optional(),
  /** Codes of problems. */
  problems: z.array(word).max(100).optional(),
})

export const LIST_ORDERS = ['requests', 'title', 'path', 'updated', 'match'] as const

/** Every method of the bridge, by name. */
export const METHODS = {
  ...CONNECT_METHODS,

  'standards.list': takes(
    z.strictObject({
      filter: listFilter,
      /** Words to search for; section hits come with the rows. */
      text: word.optional(),
      /** `match` only with `text`. */
      order: z.enum(LIST_ORDERS),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
      /** A standard whose place in the whole list is wanted too. */
      find: id.optional(),
    }),
  ).gives<ListPage>(),
  'standards.complete': takes(z.strictObject({ text: word, limit: z.int().min(1).max(50) })).gives<
    readonly StandardSummary[]
  >(),
  'standards.get': takes(z.strictObject({ id })).gives<StandardView | null>(),
  'standards.usage': takes(z.strictObject({ id, days })).gives<StandardUsage>(),
  'standards.draft': takes(z.strictObject({ id })).gives<StandardDraft | null>(),
  'standards.save': takes(z.strictObject({ id, text, version: z.string() })).gives<SaveOutcome>(),
  'standards.create': takes(z.strictObject({ id, text })).gives<{
    readonly id: string
    readonly version: string
  }>(),
  'standards.duplicate': takes(z.strictObject({ id, to: id })).gives<{ readonly id: string }>(),
  'standards.move': takes(z.strictObject({ id, to: id })).gives<{ readonly id: string }>(),
  'standards.remove': takes(z.strictObject({ id })).gives<{
    /** To be given to `standards.restore`; `null` when only the system's trash can give it back. */
    readonly undo: string | null
  }>(),
  'standards.restore': takes(z.strictObject({ undo: z.string() })).gives<{ readonly id: string }>(),
  /** `folder` is relative to the library; `''` is the library itself. */
  'standards.defaults': takes(z.strictObject({ folder })).gives<FolderDefaultsView>(),
  'standards.saveDefaults': takes(
    z.strictObject({ folder, defaults: folderDefaultsSchema, version: z.string().nullable() }),
  ).gives<null>(),
  'standards.template': takes(
    z.strictObject({
      title: word.optional(),
      language: word.optional(),
      domain: word.optional(),
      /** A gap that the new standard is to fill. */
      gap: z.string().optional(),
    }),
  ).gives<{ readonly id: string; readonly text: string }>(),
  'standards.reveal': takes(z.strictObject({ id })).gives<null>(),
  'standards.openOutside': takes(z.strictObject({ id, line: z.int().positive().optional() })).gives<null>(),

  'activity.page': takes(
    z.strictObject({
      filter: requestFilter,
      before: time.optional(),
      after: time.optional(),
      limit: z.int().min(1).max(1_000),
      counted: z.boolean().optional(),
    }),
  ).gives<RequestPage>(),
  'activity.count': takes(z.strictObject({ filter: requestFilter })).gives<{ readonly count: number }>(),
  'activity.get': takes(z.strictObject({ seq: time })).gives<RequestDetail | null>(),
  'activity.figures': takes(
    z.strictObject({ filter: requestFilter, from: time, to: time, steps: z.int().min(1).max(200) }),
  ).gives<ActivityFigures>(),
  'activity.names': takes(nothing).gives<{
    readonly clients: readonly string[]
    readonly tools: readonly string[]
  }>(),
  /** Makes the same call once more, through the same code as a client's; it appears in the log like any other. */
  'activity.runAgain': takes(z.strictObject({ seq: time })).gives<{
    readonly response: string
    readonly micros: number
    readonly failed: boolean
  }>(),
  /** A harmless call as an assistant would make it, to see that everything works; it appears in the log. */
  'activity.testCall': takes(nothing).gives<{
    readonly response: string
    readonly micros: number
    readonly failed: boolean
  }>(),
  /** A path on the window's own origin from which the file can be fetched once, soon. */
  'activity.export': takes(z.strictObject({ filter: requestFilter, format: z.enum(['json', 'csv']) })).gives<{
    readonly path: string
    readonly name: string
  }>(),
  'activity.clear': takes(nothing).gives<{ readonly rows: number }>(),

  'cache.status': takes(nothing).gives<CacheStatus>(),
  'cache.list': takes(nothing).gives<readonly CacheEntry[]>(),
  'cache.drop': takes(z.strictObject({ key: z.string() })).gives<null>(),
  'cache.dropAll': takes(nothing).gives<{ readonly entries: number }>(),

  'errors.list': takes(z.strictObject({ acknowledged: z.boolean() })).gives<readonly ErrorGroup[]>(),
  'errors.acknowledge': takes(
    z.strictObject({
      /** `null`: all of them. */
      ids: z.array(z.string()).nullable(),
      /** False takes it back. */
      acknowledged: z.boolean().default(true),
    }),
  ).gives<null>(),
  /** Forgets them; index problems come back while they last. */
  'errors.clear': takes(z.strictObject({ ids: z.array(z.string()).nullable() })).gives<null>(),
  /** The lines around one of a file in the library. */
  'errors.lines': takes(
    z.strictObject({ id, line: z.int().positive(), around: z.int().min(0).max(20) }),
  ).gives<{ readonly first: number; readonly lines: readonly string[] } | null>(),

  /** One day is the last 24 hours; more are whole days, today being the last one. So for all of insights. */
  'insights.gaps': takes(z.strictObject({ days, client, dismissed: z.boolean() })).gives<{
    readonly gaps: readonly NearGap[]
    readonly dismissed: number
  }>(),
  'insights.dismiss': takes(z.strictObject({ gap: z.string(), dismissed: z.boolean() })).gives<null>(),
  'insights.usage': takes(z.strictObject({ days, client })).gives<LibraryUsage>(),
  'insights.clients': takes(z.strictObject({ days })).gives<ClientSteps>(),
  /** As `activity.export`: the gaps or the use of every standard as a table, or all of it as JSON. */
  'insights.export': takes(
    z.strictObject({
      days,
      client,
      content: z.enum(['gaps', 'usage', 'all']),
      format: z.enum(['json', 'csv']),
    }),
  ).gives<{ readonly path: string; readonly name: string }>(),

  'sessions.list': takes(z.strictObject({ limit: z.int().min(1).max(500) })).gives<
    readonly SessionRecord[]
  >(),
  'endpoint.token': takes(nothing).gives<{ readonly token: string; readonly file: string }>(),
  /** The token with which this window connects again after {@link endpoint.newToken}; `null` in the desktop app. */
  'endpoint.windowToken': takes(nothing).gives<{ readonly token: string | null }>(),
  /** Those who hold the old one are refused from then on. */
  'endpoint.newToken': takes(nothing).gives<{ readonly token: string; readonly file: string }>(),
  'serving.pause': takes(z.strictObject({ paused: z.boolean() })).gives<null>(),

  'settings.change': takes(
    z.custom<SettingsChange>((value) => typeof value === 'object' && value !== null),
  ).gives<Settings>(),
  /** Reads a folder without changing it. Without `path`: the user's home folder. */
  'folders.inspect': takes(
    z.strictObject({ path: z.string().max(4_096).optional() }),
  ).gives<FolderInspection>(),
  /** The system's own dialogue; `null` when the user left it. Only where the host can. */
  'folders.pick': takes(z.strictObject({ title: z.string().max(200) })).gives<{
    readonly path: string
  } | null>(),
  'library.use': takes(
    /**
     * `path` `null`: Plumbline's own folder with its starter standards. `starters`: the groups of them that it has; absent:
     * all, or what is in it already.
     */
    z.strictObject({
      path: z.string().max(4_096).nullable(),
      create: z.boolean(),
      starters: z.array(z.string().max(100)).max(100).optional(),
    }),
  ).gives<null>(),
  'library.reindex': takes(z.strictObject({ force: z.boolean() })).gives<{ readonly changed: number }>(),
  /** What was deleted in the library and went to no trash of the system. */
  'library.trash': takes(nothing).gives<{ readonly files: number; readonly bytes: number }>(),
  /** Deletes it for good. */
  'library.emptyTrash': takes(nothing).gives<{ readonly files: number }>(),
  'library.reveal': takes(nothing).gives<null>(),
  'welcome.inspect': takes(nothing).gives<{
    /** The number of starter standards for every language. */
    readonly general: number
    /** The groups of starter standards to choose from, by name. */
    readonly groups: readonly StarterGroup[]
    /** The library that is filled with them, an absolute path. */
    readonly folder: string
  }>(),
  'app.openAtLogin': takes(z.strictObject({ on: z.boolean() })).gives<null>(),
  'app.quit': takes(nothing).gives<null>(),
} as const

export type MethodName = keyof typeof METHODS
/** What a caller gives to a method. */
export type MethodInput<Name extends MethodName> = z.input<(typeof METHODS)[Name]['input']>
/** What a handler gets. */
export type MethodParams<Name extends MethodName> = z.output<(typeof METHODS)[Name]['input']>
export type MethodOutput<Name extends MethodName> =
  (typeof METHODS)[Name] extends Method<infer _Input, infer Output> ? Output : never

/** What can be followed. Whoever subscribes gets the state as it is, then events. */
export interface Topics {
  /** The whole state, whenever something in it changed; at most ten times a second. */
  readonly state: AppState
  /** Rows of the log as they are written, oldest first; an empty list with `cleared` when the log was cleared. */
  readonly requests: {
    readonly rows: readonly RequestRow[]
    readonly cleared: boolean
    /**
     * True when rows were left out because the window did not keep up, and in the first event: ask for a page to have what
     * is not in `rows`.
     */
    readonly missed: boolean
  }
}

export const TOPICS = ['state', 'requests'] as const satisfies readonly (keyof Topics)[]

export type TopicName = (typeof TOPICS)[number]

/** What the frame of the window shows, and how often each area has changed, so that views know when to ask again. */
export interface AppState {
  readonly host: HostFacts
  readonly library: LibraryStatus
  /** Milliseconds that indexing will still take, as far as can be told. */
  readonly remaining: number | null
  readonly endpoint: EndpointState
  readonly counts: {
    /** Gaps of the last 14 days that nobody dismissed and no standard answers by now. */
    readonly gaps: number
    /** Requests in the last minute. */
    readonly perMinute: number
    readonly cacheEntries: number
    /** Groups that nobody acknowledged. */
    readonly errors: number
    /** Live ones. */
    readonly sessions: number
    /** Clients whose connection needs the user. */
    readonly attention: number
  }
  readonly activity: ActivityHealth
  readonly settings: Settings
  /** What is wrong with the settings file, while it is; the last good settings go on. */
  readonly settingsProblem: string | null
  /** Numbers that grow with each change of an area. */
  readonly versions: Readonly<Record<Area, number>>
}

export type Area =
  | 'library'
  | 'requests'
  | 'errors'
  | 'sessions'
  | 'cache'
  | 'gaps'
  | 'settings'
  | 'connections'

/** The process that serves the window, and what it can do. */
export interface HostFacts {
  readonly name: 'electron' | 'headless'
  readonly version: string
  readonly platform: string
  readonly home: string
  readonly userHome: string
  readonly can: {
    readonly pickFolder: boolean
    readonly reveal: boolean
    /** In another program, such as the user's editor. */
    readonly openFile: boolean
    readonly openAtLogin: boolean
    readonly quit: boolean
  }
  /** Whether it starts when the user logs in; `null` where it cannot. */
  readonly opensAtLogin: boolean | null
}

export interface EndpointState {
  readonly state: 'on' | 'paused' | 'failed'
  /** `http://127.0.0.1:9001`, without a path. */
  readonly origin: string
  readonly port: number
  readonly webSocket: boolean
  readonly tcpPort: number | null
  /** Why it is not as the settings want it: another port, TCP not open. */
  readonly message: string | null
}

/** One row of the list of standards. */
export interface ListRow extends StandardSummary {
  readonly problems: number
  /** Number of recorded requests whose answer contained the standard. */
  readonly requests: number
  /** Sections that a search found, best first; empty without a search. */
  readonly hits: readonly ListHit[]
}

export interface ListHit {
  readonly heading: string
  readonly path: string
  readonly slug: string
  /** Marks hits with `**`. */
  readonly snippet: string
}

export interface FacetCount {
  readonly value: string
  readonly count: number
}

/** A page of the list, with counts that say what each further choice would leave. */
export interface ListPage {
  readonly rows: readonly ListRow[]
  readonly total: number
  /** Where `find` stands, from 0; -1: it is not among them. Only when it was asked for. */
  readonly at?: number
  /** Section hits in all of them. */
  readonly sections: number
  readonly facets: {
    readonly languages: readonly FacetCount[]
    readonly domains: readonly FacetCount[]
    readonly tags: readonly FacetCount[]
    readonly problems: readonly FacetCount[]
  }
}

/** A gap and what the library has to do with it now. */
export interface NearGap extends Gap {
  /** The standard that comes closest, or answers it. */
  readonly nearest: string | null
  /** True when the same question finds something by now. */
  readonly answered: boolean
}

/** How often each client called, over the steps of a span: hours of the last 24, else days. */
export interface ClientSteps {
  readonly unit: 'hour' | 'day'
  /** Beginning of the first step, local time. */
  readonly from: number
  readonly clients: readonly ClientDays[]
}

export interface LibraryUsage {
  readonly most: readonly (Usage & { readonly title: string })[]
  readonly least: readonly (Usage & { readonly title: string })[]
  /** The first 1,000 of them. */
  readonly never: readonly StandardSummary[]
  readonly neverTotal: number
}

/** Starter standards that are chosen together, such as those for one language. */
export interface StarterGroup {
  /** The name of their folder. */
  readonly name: string
  readonly standards: number
}

export interface FolderInspection {
  readonly path: string
  readonly parent: string | null
  readonly folders: readonly string[]
  /** Markdown files in it and below. */
  readonly standards: number
  /** There may be more of them: counting ended early. */
  readonly areMore: boolean
  readonly exists: boolean
  /** Files can be written in it, or it can be made. */
  readonly writable: boolean
}

/** A failure as the window gets it. */
export interface BridgeError {
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/** One message from the window. */
export type ClientMessage =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly kind: 'subscribe'; readonly topic: string }
  | { readonly kind: 'unsubscribe'; readonly topic: string }

/** One message to the window. */
export type HostMessage =
  | { readonly kind: 'result'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: BridgeError }
  | { readonly kind: 'event'; readonly topic: TopicName; readonly event: unknown }
