import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** The clock of all relative times in the window. It ticks every second while it has subscribers. */
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

/** The value of `derive` for the current time. The component renders again when the value changes. */
export function useClock<Value extends string | number | boolean>(derive: (now: number) => Value): Value {
  return useSyncExternalStore(clock.subscribe, () => derive(clock.now()))
}
