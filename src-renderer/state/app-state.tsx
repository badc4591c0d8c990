import { replaceEqualDeep } from '@tanstack/react-query'
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { AppState } from '../../src-shared/contract/contract.ts'
import type { Bridge } from '../bridge/bridge.ts'

/** The last state that the host sent. It is retained while the host is unreachable. */
export interface AppStateStore {
  get(): AppState | null
  subscribe(listener: () => void): () => void
}

/** Subscribes to the host's state. Unchanged parts of the state keep their identity. */
export function followAppState(bridge: Bridge): AppStateStore {
  const listeners = new Set<() => void>()
  let state: AppState | null = null
  bridge.subscribe('state', (next) => {
    state = replaceEqualDeep(state, next)
    for (const listener of listeners) listener()
  })
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const AppStateContext = createContext<AppStateStore | null>(null)

export const AppStateProvider = AppStateContext.Provider

function useStore(): AppStateStore {
  const store = useContext(AppStateContext)
  if (!store) throw new Error('There is no AppStateProvider above this component.')
  return store
}

/** True after the host sent its first state; until then only the frame is shown. */
export function useHasAppState(): boolean {
  const store = useStore()
  return useSyncExternalStore(store.subscribe, () => store.get() !== null)
}

/**
 * A part of the state, such as `useAppState((state) => state.counts.gaps)`. The component renders again when that part changes.
 * `choose` must return a part of the state: a new object for each call would cause endless rendering.
 */
export function useAppState<Part>(choose: (state: AppState) => Part): Part {
  const store = useStore()
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.get()
    if (!state) throw new Error('The state was read before the host told it.')
    return choose(state)
  })
}

/** As {@link useAppState}, but `undefined` before the first state arrives. */
export function useAppStateIfAny<Part>(choose: (state: AppState) => Part): Part | undefined {
  const store = useStore()
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.get()
    return state ? choose(state) : undefined
  })
}
