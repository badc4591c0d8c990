import type {
  CacheState,
  NewRequest,
  RequestFilter,
  RequestStatus,
  TransportName,
} from '../../src-shared/contract/activity.ts'

/** What many requests share: who asked, how, for what, and how it ended. */
export interface RequestType {
  readonly client: string | null
  readonly clientVersion: string | null
  readonly protocolVersion: string | null
  readonly transport: TransportName
  readonly method: string
  readonly tool: string | null
  readonly status: RequestStatus
  readonly cache: CacheState
  readonly code: number | null
}

// A client chooses these; a hostile one must not fill the table with novels.
const MAX_NAME = 200

/** The kind of a request, its names cut to a length that a table can show. */
export function requestTypeOf(request: NewRequest): RequestType {
  return {
    client: short(request.client),
    clientVersion: short(request.clientVersion),
    protocolVersion: short(request.protocolVersion),
    transport: request.transport,
    method: short(request.method) ?? '',
    tool: short(request.tool),
    status: request.status,
    cache: request.cache,
    code: request.code,
  }
}

function short(name: string | null): string | null {
  return name === null || name.length <= MAX_NAME ? name : name.slice(0, MAX_NAME)
}

/** The same text for the same kind. */
export function requestTypeKey(kind: RequestType): string {
  return JSON.stringify([
    kind.client,
    kind.clientVersion,
    kind.protocolVersion,
    kind.transport,
    kind.method,
    kind.tool,
    kind.status,
    kind.cache,
    kind.code,
  ])
}

/** True for what a client does with the library; false for what the protocol needs. */
export function isCall(method: string): boolean {
  return method === 'tools/call' || method === 'resources/read' || method === 'prompts/get'
}

/** True when the filter narrows by anything that is a kind's. */
export function filtersRequestTypes(filter: RequestFilter): boolean {
  const { clients, tools, statuses, cache, callsOnly } = filter
  return callsOnly === true || [clients, tools, statuses, cache].some((list) => list && list.length > 0)
}

/** True when requests of this kind fit, as far as the kind can say. */
export function requestTypeMatches(kind: RequestType, filter: RequestFilter): boolean {
  return (
    fits(filter.clients, kind.client ?? '') &&
    fits(filter.tools, kind.tool ?? '') &&
    fits(filter.statuses, kind.status) &&
    fits(filter.cache, kind.cache) &&
    (filter.callsOnly !== true || isCall(kind.method))
  )
}

function fits(list: readonly string[] | undefined, value: string): boolean {
  return !list || list.length === 0 || list.includes(value)
}
