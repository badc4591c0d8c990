/** A set of listeners. A listener that is added twice is notified twice. */
export interface Listeners<Event extends readonly unknown[]> {
  readonly size: number
  /** Returns a function that removes the listener; it may be called more than once. */
  add(listener: (...event: Event) => void): () => void
  /** Calls every listener. Listeners may be added and removed meanwhile. */
  notify(...event: Event): void
  clear(): void
}

/** @typeParam Event the arguments that listeners receive */
export function createListeners<Event extends readonly unknown[] = []>(): Listeners<Event> {
  const listeners = new Set<{ readonly call: (...event: Event) => void }>()
  return {
    get size() {
      return listeners.size
    },
    add(listener) {
      const entry = { call: listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    notify(...event) {
      for (const { call } of [...listeners]) call(...event)
    },
    clear: () => listeners.clear(),
  }
}
