import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server'
import { messageText } from '../message-text.ts'

/** How many messages of a session are stored for a client that reconnects, and how many bytes. */
const MAX_EVENTS = 256
const MAX_BYTES = 4 * 1024 * 1024

/** Bytes that the messages of all sessions may take together. */
const MAX_MEMORY = 32 * 1024 * 1024

/** What the event stores of a process hold together; over the limit, the oldest message of any session is dropped. */
export class EventMemory {
  // In the order in which they were stored.
  readonly #stored = new Map<object, { readonly bytes: number; readonly drop: () => void }>()
  #bytes = 0

  add(event: object, bytes: number, drop: () => void): void {
    this.#stored.set(event, { bytes, drop })
    this.#bytes += bytes
    for (const [oldest, { drop: dropOldest }] of this.#stored) {
      if (this.#bytes <= MAX_MEMORY || oldest === event) return
      dropOldest()
    }
  }

  /** To be called when a store has dropped a message. */
  remove(event: object): void {
    this.#bytes -= this.#stored.get(event)?.bytes ?? 0
    this.#stored.delete(event)
  }
}

/** The messages of one session. */
export interface SessionEvents extends EventStore {
  /** Drops everything. To be called when the session has ended. */
  clear(): void
}

/**
 * The last messages of one session, so that a client whose stream broke gets what it missed (`Last-Event-ID`). An id that has
 * been dropped resumes with the messages that are still stored.
 */
export function createEventStore(memory: EventMemory): SessionEvents {
  // In the order in which they were sent.
  const events = new Map<
    string,
    { readonly stream: string; readonly message: JSONRPCMessage; readonly bytes: number }
  >()
  let last = 0
  let bytes = 0

  function drop(id: string): void {
    const event = events.get(id)
    if (event === undefined) return
    bytes -= event.bytes
    events.delete(id)
    memory.remove(event)
  }

  const dropOldest = () => drop(events.keys().next().value ?? '')

  const streamOf = (id: string) => id.slice(id.indexOf('.') + 1)

  return {
    async storeEvent(stream, message) {
      const id = `${++last}.${stream}`
      const size = messageText(message).length
      const event = { stream, message, bytes: size }
      events.set(id, event)
      bytes += size
      memory.add(event, size, () => drop(id))
      while (events.size > MAX_EVENTS || (bytes > MAX_BYTES && events.size > 1)) dropOldest()
      return id
    },
    clear() {
      for (const id of [...events.keys()]) drop(id)
    },
    async getStreamIdForEventId(id) {
      return /^\d+\../.test(id) ? streamOf(id) : undefined
    },
    async replayEventsAfter(lastId, { send }) {
      const stream = streamOf(lastId)
      const after = Number.parseInt(lastId, 10)
      for (const [id, event] of [...events]) {
        const isPriming = Object.keys(event.message).length === 0
        if (event.stream === stream && Number.parseInt(id, 10) > after && !isPriming)
          await send(id, event.message)
      }
      return stream
    },
  }
}
