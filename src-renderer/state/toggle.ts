/** Something that is open or not, for the whole window: a store for `useSyncExternalStore`. */
export interface Toggle {
  get(): boolean
  open(): void
  close(): void
  subscribe(listener: () => void): () => void
}

export function createToggle(): Toggle {
  const listeners = new Set<() => void>()
  let opened = false
  function set(next: boolean): void {
    opened = next
    for (const listener of listeners) listener()
  }
  return {
    get: () => opened,
    open: () => set(true),
    close: () => set(false),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
