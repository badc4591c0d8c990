import type { Icon } from '@tabler/icons-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { KeyId } from '../keys.ts'

/** An action of the palette. */
export interface Action {
  readonly id: string
  /** Begins with a verb: `Clear the log`. A function receives the typed words, which may be empty. */
  readonly label: string | ((words: string) => string)
  readonly icon: Icon
  readonly run: (words: string) => void
  /** The shortcut of the action. */
  readonly keyId?: KeyId
  /** Additional search words. */
  readonly also?: string
}

let all: readonly { readonly owner: object; readonly actions: readonly Action[] }[] = []
const listeners = new Set<() => void>()

function set(next: typeof all): void {
  all = next
  for (const listener of listeners) listener()
}

/**
 * Adds actions to the palette while the component is mounted. The list may be a new array for each render: the palette is
 * updated only when ids or labels change, and always calls the newest `run`.
 */
export function useActions(actions: readonly Action[]): void {
  const newest = useRef(actions)
  useEffect(() => {
    newest.current = actions
  })
  const signature = actions
    .map(({ id, label }) => `${id}=${typeof label === 'string' ? label : label('')}`)
    .join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature changes when ids or labels change.
  useEffect(() => {
    const owner = {}
    const own = newest.current.map((action) => ({
      ...action,
      run: (words: string) => newest.current.find(({ id }) => id === action.id)?.run(words),
    }))
    set([...all, { owner, actions: own }])
    return () => set(all.filter((entry) => entry.owner !== owner))
  }, [signature])
}

/** All current actions of the palette. */
export function useOfferedActions(): readonly Action[] {
  const sets = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
  )
  return sets.flatMap(({ actions }) => actions)
}
