import type { Icon } from '@tabler/icons-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { KeyId } from '../keys.ts'

/** Something the user can do from the palette. */
export interface Action {
  readonly id: string
  /** A verb first: `Clear the log`. A function makes it from the words that were typed, which may be none. */
  readonly label: string | ((words: string) => string)
  readonly icon: Icon
  readonly run: (words: string) => void
  /** The key that does the same. */
  readonly keyId?: KeyId
  /** Further words that find it. */
  readonly also?: string
}

let all: readonly { readonly owner: object; readonly actions: readonly Action[] }[] = []
const listeners = new Set<() => void>()

function set(next: typeof all): void {
  all = next
  for (const listener of listeners) listener()
}

/**
 * Offers actions in the palette while the component is there. Their list may be made anew with each drawing; only another
 * set of ids or labels is taken notice of, and `run` is always the newest.
 */
export function useActions(actions: readonly Action[]): void {
  const newest = useRef(actions)
  useEffect(() => {
    newest.current = actions
  })
  const signature = actions
    .map(({ id, label }) => `${id}=${typeof label === 'string' ? label : label('')}`)
    .join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says when the actions are others.
  useEffect(() => {
    const owner = {}
    const own = newest.current.map((action) => ({
      ...action,
      run: (words: string) => newest.current.find(({ id }) => id === action.id)?.run(words),
    }))
    set([...all, { owner, actions: own }])
    return () => set(all.filter((one) => one.owner !== owner))
  }, [signature])
}

/** Every action that is offered now. */
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
