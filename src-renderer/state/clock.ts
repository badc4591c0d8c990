import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** One clock for every relative time in the window; it ticks each second while somebody looks. */
export const clock = {
  now: (): number => now,
  subscribe(listener: () => void): () => void {
    if (listeners.size === 0) {
      now = Date.now()
      timer = setInterval(tick, 1_000)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) clearInterval(timer)
    }
  },
}

/** What `derive` makes of the present; draws again only when that changes. Give a string, number or boolean. */
export function useClock<Value extends string | number | boolean>(derive: (now: number) => Value): Value {
  return useSyncExternalStore(clock.subscribe, () => derive(clock.now()))
}
