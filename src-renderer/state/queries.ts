import { QueryClient } from '@tanstack/react-query'
import type { Area } from '../../src-shared/contract/contract.ts'
import type { Bridge } from '../bridge/bridge.ts'
import type { AppStateStore } from './app-state.tsx'

/** Minimum milliseconds between two refetches of an area. The first change is refetched immediately. */
const PACE: Readonly<Record<Area, number>> = {
  library: 100,
  requests: 1_000,
  errors: 250,
  sessions: 500,
  cache: 1_000,
  gaps: 500,
  settings: 100,
  connections: 250,
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly areas?: readonly Area[] }
  }
}

/** Creates the query cache. Responses are valid until their area changes. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/**
 * Refetches the responses of an area when its version in the state changes, and all responses after a reconnect, because
 * another host may have taken over.
 */
export function refetchOnChange(queries: QueryClient, state: AppStateStore, bridge: Bridge): void {
  const paced = new Map<Area, { timer: ReturnType<typeof setTimeout>; again: boolean }>()
  let versions = state.get()?.versions
  let wasOnline = bridge.connection().state === 'online'

  function refetch(area: Area): void {
    void queries.invalidateQueries({ predicate: (query) => query.meta?.areas?.includes(area) ?? false })
  }

  function changed(area: Area): void {
    const running = paced.get(area)
    if (running) {
      running.again = true
      return
    }
    refetch(area)
    const timer = setTimeout(() => {
      const again = paced.get(area)?.again
      paced.delete(area)
      if (again) changed(area)
    }, PACE[area])
    paced.set(area, { timer, again: false })
  }

  state.subscribe(() => {
    const next = state.get()?.versions
    if (!next || next === versions) return
    const before = versions
    versions = next
    if (!before) return
    for (const area of Object.keys(next) as Area[]) if (next[area] !== before[area]) changed(area)
  })
  bridge.onConnection(() => {
    const online = bridge.connection().state === 'online'
    if (online && !wasOnline) void queries.invalidateQueries()
    wasOnline = online
  })
}
