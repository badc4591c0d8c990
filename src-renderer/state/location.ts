import { useSyncExternalStore } from 'react'
import { navigate, useSearch } from 'wouter/use-browser-location'
import { isObject } from '../../src-shared/is-object.ts'

export { useSearch }

/** Decides whether the window may leave the page. `true`: leave; `false`: stay, and `proceed` may be called later to leave. */
export type LeaveGuard = (proceed: () => void) => boolean

let guard: LeaveGuard | null = null
/** Number of history entries before the current one. The difference is the number of steps that a rejected Back must undo. */
let position = readPosition()
let ignorePop = false

/** Sets the guard that is asked before the page is left. Returns a function that removes it. */
export function guardLeaving(ask: LeaveGuard): () => void {
  const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault()
  guard = ask
  addEventListener('beforeunload', onUnload)
  return () => {
    if (guard === ask) guard = null
    removeEventListener('beforeunload', onUnload)
  }
}

/** Navigates to a path of the window unless the guard rejects it. */
export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const target = new URL(to, location.href)
  const elsewhere = target.pathname !== location.pathname
  const proceed = (): void => {
    if (!replace) position += 1
    navigate(to, { replace, state: { position } })
  }
  if (!elsewhere || !guard || guard(proceed)) proceed()
}

function readPosition(): number {
  const state: unknown = typeof history === 'undefined' ? null : history.state
  return isObject(state) ? Number(state.position) || 0 : 0
}

// Runs before the listeners of the router, so that a rejected Back is undone before anything renders.
if (typeof window !== 'undefined')
  addEventListener(
    'popstate',
    (event) => {
      const next = readPosition()
      const step = next - position
      if (ignorePop) {
        ignorePop = false
        event.stopImmediatePropagation()
        return
      }
      const proceed = (): void => {
        guard = null
        history.go(step)
      }
      if (step !== 0 && guard && !guard(proceed)) {
        ignorePop = true
        event.stopImmediatePropagation()
        history.go(-step)
        return
      }
      position = next
    },
    { capture: true },
  )

const EVENTS = ['popstate', 'pushState', 'replaceState', 'hashchange'] as const

function onLocation(listener: () => void): () => void {
  for (const event of EVENTS) addEventListener(event, listener)
  return () => {
    for (const event of EVENTS) removeEventListener(event, listener)
  }
}

/** The path, encoded as in the address bar. */
export function usePath(): string {
  return useSyncExternalStore(onLocation, () => location.pathname)
}

/** The fragment without its `#`, decoded: a section's slug. */
export function useFragment(): string {
  const hash = useSyncExternalStore(onLocation, () => location.hash)
  try {
    return decodeURIComponent(hash.slice(1))
  } catch {
    return ''
  }
}

/** The location hook that wouter's links and routes of this window use. */
export function useGuardedLocation(): [string, typeof go] {
  return [usePath(), go]
}
