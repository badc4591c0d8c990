import type { ClientMessage } from './contract.ts'

/** The listeners of a page, by topic. Tells the host to subscribe and unsubscribe the page. */
export interface TopicListeners {
  /** Returns an unsubscribe function. */
  subscribe(topic: string, listener: (event: never) => void): () => void
  /** Calls the listeners of a topic. */
  notify(topic: string, event: unknown): void
  /** The topics with at least one listener. */
  topics(): Iterable<string>
}

/** @param send sends a message to the host, or drops it while there is no connection */
export function createTopicListeners(send: (message: ClientMessage) => void): TopicListeners {
  const listeners = new Map<string, Set<(event: never) => void>>()
  return {
    subscribe(topic, listener) {
      const existing = listeners.get(topic)
      if (existing) existing.add(listener)
      else listeners.set(topic, new Set([listener]))
      // Sent for every listener, because the host answers with the current state, which a late listener needs, too.
      send({ kind: 'subscribe', topic })
      return () => {
        const remaining = listeners.get(topic)
        remaining?.delete(listener)
        if (remaining?.size !== 0) return
        listeners.delete(topic)
        send({ kind: 'unsubscribe', topic })
      }
    },
    notify(topic, event) {
      for (const listener of listeners.get(topic) ?? []) listener(event as never)
    },
    topics: () => listeners.keys(),
  }
}
