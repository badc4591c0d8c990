import {
  CACHE_STATES,
  type CacheState,
  REQUEST_STATUSES,
  type RequestFilter,
  type RequestStatus,
} from '../../../src-shared/contract/activity.ts'
import { isSpanName, type SpanName, type TimeSpan } from './figure-spans.ts'

/** The state of the Activity view that its address holds, so that a reload, a link and Back show the same rows. */
export interface ActivityQuery {
  /** The span of the figures. */
  readonly span: SpanName
  /** A span that was drawn in a chart or entered. It replaces `span` and filters the rows too. */
  readonly between: TimeSpan | null
  readonly text: string
  readonly clients: readonly string[]
  readonly tools: readonly string[]
  readonly statuses: readonly RequestStatus[]
  readonly cache: readonly CacheState[]
  /** True: protocol messages are listed too. */
  readonly all: boolean
  readonly session: string | null
  readonly standard: string | null
  /** True: the drawer with the selected request is closed. */
  readonly closed: boolean
}

/** The names of the filters that have several values, in the address. */
const LISTS = { clients: 'client', tools: 'tool', statuses: 'status', cache: 'cache' } as const

/** Reads the query string of the address. Invalid values are ignored. */
export function readActivityQuery(search: string): ActivityQuery {
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

/** The query string for the address, with its `?`. Defaults are left out, so it may be empty. */
export function writeActivityQuery(query: ActivityQuery): string {
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

/** The filter of the figures: without status and cache, as the figures show their shares. */
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

/** The filter of the rows. */
export function rowFilterOf(query: ActivityQuery): RequestFilter {
  return {
    ...figureFilterOf(query),
    ...(query.statuses.length > 0 ? { statuses: query.statuses } : {}),
    ...(query.cache.length > 0 ? { cache: query.cache } : {}),
    ...(query.between ?? {}),
  }
}

/** The number of active filters. The choice between calls and all messages is not counted. */
export function countFilters(query: ActivityQuery): number {
  const lists = [query.clients, query.tools, query.statuses, query.cache]
  return (
    lists.filter(({ length }) => length > 0).length +
    [query.between, query.session, query.standard].filter((value) => value !== null).length +
    (query.text.trim() === '' ? 0 : 1)
  )
}

/** The query without its filters. */
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

export type StatusChoice = RequestStatus | 'not-ok'

/** The statuses that the choice `not-ok` of the status menu stands for. */
export const NOT_OK: readonly RequestStatus[] = REQUEST_STATUSES.filter((status) => status !== 'ok')

/** The chosen entries of the status menu. */
export function statusChoices(statuses: readonly RequestStatus[]): readonly StatusChoice[] {
  const isNotOk = statuses.length === NOT_OK.length && NOT_OK.every((status) => statuses.includes(status))
  return isNotOk ? ['not-ok'] : statuses
}

/** The statuses after a change in the status menu. Choosing `not-ok` replaces single statuses, and the other way round. */
export function statusesOf(
  choices: readonly StatusChoice[],
  before: readonly StatusChoice[],
): readonly RequestStatus[] {
  if (choices.includes('not-ok') && !before.includes('not-ok')) return NOT_OK
  return choices.filter((status) => status !== 'not-ok')
}

function timeOf(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null
  return Number(text)
}
