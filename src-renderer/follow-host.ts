import type { QueryClient } from '@tanstack/react-query'
import type { Bridge } from './bridge/bridge.ts'
import { type AppStateStore, followAppState } from './state/app-state.tsx'
import { createQueryClient, refetchOnChange } from './state/queries.ts'
import { listenToKeys } from './state/use-keys.ts'

/** What a window keeps for its life. */
export interface Following {
  readonly state: AppStateStore
  readonly queries: QueryClient
  /** Stops listening to the keyboard; the rest ends with the bridge. */
  readonly stop: () => void
}

/** Follows the host's state, refetches what changes, and listens to the keyboard. */
export function followHost(bridge: Bridge): Following {
  const state = followAppState(bridge)
  const queries = createQueryClient()
  refetchOnChange(queries, state, bridge)
  const stop = listenToKeys(() => state.get()?.settings.window.letterKeys ?? false)
  return { state, queries, stop }
}
