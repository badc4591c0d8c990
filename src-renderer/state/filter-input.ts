import type { RequestFilter } from '../../src-shared/contract/activity.ts'

/** Copies a filter for a window call: the schemas of the calls infer mutable lists. */
export function filterInput({ clients, tools, statuses, cache, ...rest }: RequestFilter) {
  return {
    ...rest,
    ...(clients ? { clients: [...clients] } : {}),
    ...(tools ? { tools: [...tools] } : {}),
    ...(statuses ? { statuses: [...statuses] } : {}),
    ...(cache ? { cache: [...cache] } : {}),
  }
}
