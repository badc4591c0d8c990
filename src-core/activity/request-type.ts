import type {
  CacheState,
  NewRequest,
  RequestFilter,
  RequestStatus,
  TransportName,
} from '../../src-shared/contract/activity.ts'

/** The values that many requests share. Requests refer to a type by its id. */
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

// Clients choose these names, so their length needs a limit.
const MAX_NAME = 200

/** The type of a request, with names truncated. */
export function requestTypeOf(request: NewRequest): RequestType {
  return {
    client: truncate(request.client),
    clientVersion: truncate(request.clientVersion),
    protocolVersion: truncate(request.protocolVersion),
    transport: request.transport,
    method: truncate(request.method) ?? '',
    tool: truncate(request.tool),
    status: request.status,
    cache: request.cache,
    code: request.code,
  }
}

function truncate(name: string | null): string | null {
  return name === null || name.length <= MAX_NAME ? name : name.slice(0, MAX_NAME)
}

/** Equal for equal types. */
export function requestTypeKey(type: RequestType): string {
  return JSON.stringify([
    type.client,
    type.clientVersion,
    type.protocolVersion,
    type.transport,
    type.method,
    type.tool,
    type.status,
    type.cache,
    type.code,
  ])
}

/** True for methods that use the library; false for those that only the protocol needs. */
export function isCall(method: string): boolean {
  return method === 'tools/call' || method === 'resources/read' || method === 'prompts/get'
}

/** True when the filter narrows by a value of request types. */
export function filtersRequestTypes(filter: RequestFilter): boolean {
  const { clients, tools, statuses, cache, callsOnly } = filter
  return callsOnly === true || [clients, tools, statuses, cache].some((list) => list && list.length > 0)
}

/** True when requests of this type match the lists of the filter; its other conditions are ignored. */
export function requestTypeMatches(type: RequestType, filter: RequestFilter): boolean {
  return (
    matches(filter.clients, type.client ?? '') &&
    matches(filter.tools, type.tool ?? '') &&
    matches(filter.statuses, type.status) &&
    matches(filter.cache, type.cache) &&
    (filter.callsOnly !== true || isCall(type.method))
  )
}

function matches(list: readonly string[] | undefined, value: string): boolean {
  return !list || list.length === 0 || list.includes(value)
}
