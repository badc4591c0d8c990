import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server'

/** How many messages of a session are stored for a client that reconnects, and how many bytes. */
const MAX_EVENTS = 256
const MAX_BYTES = 4 * 1024 * 1024

/**
 * The last messages of one session, so that a client whose stream broke gets what it missed (`Last-Event-ID`). An id that has
 * been dropped resumes with the messages that are still stored.
 */
export function createEventStore(): EventStore {
  // In the order in which they were sent.
  const events = new Map<
    string,
    { readonly stream: string; readonly message: JSONRPCMessage; readonly bytes: number }
  >()
  let last = 0
  let bytes = 0

  function dropOldest(): void {
    const oldest = events.entries().next()
    if (oldest.done) return
    bytes -= oldest.value[1].bytes
    events.delete(oldest.value[0])
  }

  const streamOf = (id: string) => id.slice(id.indexOf('.') + 1)

  return {
    async storeEvent(stream, message) {
      const id = `${++last}.${stream}`
      const size = JSON.stringify(message).length
      events.set(id, { stream, message, bytes: size })
      bytes += size
      while (events.size > MAX_EVENTS || (bytes > MAX_BYTES && events.size > 1)) dropOldest()
      return id
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
