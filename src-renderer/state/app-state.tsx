import { replaceEqualDeep } from '@tanstack/react-query'
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { AppState } from '../../src-shared/contract/contract.ts'
import type { Bridge } from '../bridge/bridge.ts'

/** The newest state that the host told. It stays while the host is away. */
export interface AppStateStore {
  get(): AppState | null
  subscribe(listener: () => void): () => void
}

/** Follows the host's state for the life of the window. What did not change keeps its identity. */
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

/** True once the host told its state; before that, nothing but the frame's outline is shown. */
export function useHasAppState(): boolean {
  const store = useStore()
  return useSyncExternalStore(store.subscribe, () => store.get() !== null)
}

/**
 * A part of the state, chosen so that only its changes draw again: `useAppState((state) => state.counts.gaps)`.
 * Choose what is in the state; an object made on the spot would never be the same twice.
 */
export function useAppState<Part>(choose: (state: AppState) => Part): Part {
  const store = useStore()
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.get()
    if (!state) throw new Error('The state was read before the host told it.')
    return choose(state)
  })
}

/** As {@link useAppState}, for the few that are there before the state is. */
export function useAppStateIfAny<Part>(choose: (state: AppState) => Part): Part | undefined {
  const store = useStore()
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.get()
    return state ? choose(state) : undefined
  })
}
