import {
  CACHE_STATES,
  type CacheState,
  REQUEST_STATUSES,
  type RequestFilter,
  type RequestStatus,
} from '../../../src-shared/contract/activity.ts'
import { isSpanName, type SpanName } from './spans.ts'

/** What the Activity view shows, as it stands in the address: a reload, a link and Back lead to the same rows. */
export interface ActivityQuery {
  /** What the figures are over. */
  readonly span: SpanName
  /** A span between two times, chosen in a chart: it narrows the rows too. */
  readonly between: { readonly from: number; readonly to: number } | null
  readonly text: string
  readonly clients: readonly string[]
  readonly tools: readonly string[]
  readonly statuses: readonly RequestStatus[]
  readonly cache: readonly CacheState[]
  /** Protocol messages too. */
  readonly all: boolean
  readonly session: string | null
  readonly standard: string | null
  /** True: the selected request is not shown in the drawer. */
  readonly closed: boolean
}

const LISTS = { clients: 'client', tools: 'tool', statuses: 'status', cache: 'cache' } as const

/** Reads the query of the address; what makes no sense in it counts as absent. */
export function readQuery(search: string): ActivityQuery {
  const params = new URLSearchParams(search)
  const span = params.get('span') ?? ''
  const from = timeOf(params.get('from'))
  const to = timeOf(params.get('to'))
  return {
    span: isSpanName(span) ? span : '1h',
    between: from !== null && to !== null && from < to ? { from, to } : null,
    text: params.get('q') ?? '',
    clients: params.getAll(LISTS.clients),
    tools: params.getAll(LISTS.tools),
    statuses: REQUEST_STATUSES.filter((status) => params.getAll(LISTS.statuses).includes(status)),
    cache: CACHE_STATES.filter((state) => params.getAll(LISTS.cache).includes(state)),
    all: params.get('all') === '1',
    session: params.get('session'),
    standard: params.get('standard'),
    closed: params.get('drawer') === 'closed',
  }
}

/** The query of the address for it, with its `?`; empty when everything is as usual. */
export function writeQuery(query: ActivityQuery): string {
  const params = new URLSearchParams()
  if (query.span !== '1h') params.set('span', query.span)
  if (query.between) {
    params.set('from', String(query.between.from))
    params.set('to', String(query.between.to))
  }
  if (query.text !== '') params.set('q', query.text)
  for (const [key, name] of Object.entries(LISTS))
    for (const value of query[key as keyof typeof LISTS]) params.append(name, value)
  if (query.all) params.set('all', '1')
  if (query.session !== null) params.set('session', query.session)
  if (query.standard !== null) params.set('standard', query.standard)
  if (query.closed) params.set('drawer', 'closed')
  return params.size === 0 ? '' : `?${params}`
}

/** What narrows the figures: everything but status and cache, which are what the figures tell of. */
export function figureFilterOf(query: ActivityQuery): RequestFilter {
  return {
    ...(query.all ? {} : { callsOnly: true }),
    ...(query.clients.length > 0 ? { clients: query.clients } : {}),
    ...(query.tools.length > 0 ? { tools: query.tools } : {}),
    ...(query.text.trim() === '' ? {} : { text: query.text }),
    ...(query.session === null ? {} : { session: query.session }),
    ...(query.standard === null ? {} : { standard: query.standard }),
  }
}

/** What narrows the rows. */
export function rowFilterOf(query: ActivityQuery): RequestFilter {
  return {
    ...figureFilterOf(query),
    ...(query.statuses.length > 0 ? { statuses: query.statuses } : {}),
    ...(query.cache.length > 0 ? { cache: query.cache } : {}),
    ...(query.between ?? {}),
  }
}

/** How many filters narrow the rows; Calls or All messages is none. */
export function countFilters(query: ActivityQuery): number {
  const lists = [query.clients, query.tools, query.statuses, query.cache]
  return (
    lists.filter(({ length }) => length > 0).length +
    [query.between, query.session, query.standard].filter((value) => value !== null).length +
    (query.text.trim() === '' ? 0 : 1)
  )
}

/** The same view without its filters. */
export function withoutFilters(query: ActivityQuery): ActivityQuery {
  return {
    ...query,
    between: null,
    text: '',
    clients: [],
    tools: [],
    statuses: [],
    cache: [],
    session: null,
    standard: null,
  }
}

/** Everything that is not as it should be, as one choice. */
export const NOT_OK: readonly RequestStatus[] = REQUEST_STATUSES.filter((status) => status !== 'ok')

/** What the status menu shows as chosen: `not-ok` stands for all that are not ok. */
export function statusChoice(statuses: readonly RequestStatus[]): readonly (RequestStatus | 'not-ok')[] {
  const isNotOk = statuses.length === NOT_OK.length && NOT_OK.every((status) => statuses.includes(status))
  return isNotOk ? ['not-ok'] : statuses
}

/** The statuses for a new choice in that menu; the newest choice wins over what it contradicts. */
export function statusesOf(
  choice: readonly (RequestStatus | 'not-ok')[],
  before: readonly (RequestStatus | 'not-ok')[],
): readonly RequestStatus[] {
  if (choice.includes('not-ok') && !before.includes('not-ok')) return NOT_OK
  return choice.filter((status) => status !== 'not-ok')
}

function timeOf(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null
  return Number(text)
}
