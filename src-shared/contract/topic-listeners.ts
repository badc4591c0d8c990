import type { ClientMessage } from './contract.ts'

/** Who in a page listens to which topic. The host is told of a topic's first listener and of its last one's end. */
export interface TopicListeners {
  /** Returns what ends it. */
  subscribe(topic: string, listener: (event: never) => void): () => void
  tell(topic: string, event: unknown): void
  /** The topics that somebody listens to. */
  topics(): Iterable<string>
}

/** @param send brings a message to the host, or drops it while there is none */
export function createTopicListeners(send: (message: ClientMessage) => void): TopicListeners {
  const listeners = new Map<string, Set<(event: never) => void>>()
  return {
    subscribe(topic, listener) {
      const known = listeners.get(topic)
      if (known) known.add(listener)
      else listeners.set(topic, new Set([listener]))
      // Also for a late listener: the host answers with the state as it is.
      send({ kind: 'subscribe', topic })
      return () => {
        const left = listeners.get(topic)
        left?.delete(listener)
        if (left?.size !== 0) return
        listeners.delete(topic)
        send({ kind: 'unsubscribe', topic })
      }
    },
    tell(topic, event) {
      for (const listener of listeners.get(topic) ?? []) listener(event as never)
    },
    topics: () => listeners.keys(),
  }
}
