import type { JSONRPCErrorResponse, JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import type { SessionHandle } from './sessions.ts'

/** A wire that answers what it cannot read by itself, and says so. */
export interface Wire extends Transport {
  onrefusal?: ((answer: JSONRPCErrorResponse) => void) | undefined
}

/** Keeps a session in line with what goes over a wire that stays open. Give the result to whoever serves the wire. */
export function watchWire(wire: Wire, session: SessionHandle): Transport {
  const answers = createAnswers(session)
  const watched: Transport = {
    start: () => wire.start(),
    async send(message, options) {
      await wire.send(message, options)
      answers.sent(message)
    },
    async close() {
      session.ending()
      await wire.close()
    },
    setProtocolVersion: (version) => wire.setProtocolVersion?.(version),
  }
  wire.onmessage = (message) => {
    answers.received(message)
    watched.onmessage?.(message)
  }
  wire.onrefusal = (answer) => session.refused(answer)
  wire.onerror = (error) => watched.onerror?.(error)
  wire.onclose = () => {
    answers.abandon()
    session.gone()
    watched.onclose?.()
  }
  return watched
}

/** The requests of a session that wait for their answer, by id. */
export interface Answers {
  received(message: JSONRPCMessage): void
  sent(message: JSONRPCMessage): void
  /** True while a request waits that somebody observes. */
  areWaiting(): boolean
  /** The answer to one request, or `null`: there will be none. */
  settle(id: string | number, answer: JSONRPCMessage | null): void
  /** Whatever still waits gets no answer. */
  abandon(): void
}

export function createAnswers(session: SessionHandle): Answers {
  const waiting = new Map<unknown, (answer: JSONRPCMessage | null) => void>()

  function settle(id: unknown, answer: JSONRPCMessage | null): void {
    const answered = waiting.get(id)
    if (answered === undefined) return
    waiting.delete(id)
    answered(answer)
  }

  return {
    received(message) {
      const answered = session.received(message)
      if (!('method' in message)) return
      if (answered !== undefined && 'id' in message) waiting.set(message.id, answered)
      if (message.method === 'notifications/cancelled') settle(message.params?.requestId, null)
    },
    areWaiting: () => waiting.size > 0,
    settle,
    sent(message) {
      if (!('method' in message)) settle(message.id, message)
    },
    abandon() {
      for (const answered of waiting.values()) answered(null)
      waiting.clear()
    },
  }
}
