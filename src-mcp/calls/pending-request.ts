import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server'
import type { ProtocolGeneration } from './client-claims.ts'
import type { CallNotes } from './request-context.ts'

/** Called when a request ends. @param answer `null`: it gets none @param sent what the client gets */
type OnEnd = (request: PendingRequest, answer: JSONRPCMessage | null, sent: object | null) => void

/** A request from its arrival to its answer. */
export class PendingRequest {
  readonly message: JSONRPCRequest
  /** Milliseconds since the epoch. */
  readonly startedAt = Date.now()
  /** The protocol generation whose server answers it; `null` until that is known. */
  generation: ProtocolGeneration | null = null
  readonly #started = performance.now()
  readonly #onEnd: OnEnd
  readonly #listeners: ((answer: JSONRPCMessage | null) => void)[] = []
  #notes: CallNotes = {}

  constructor(message: JSONRPCRequest, onEnd: OnEnd) {
    this.message = message
    this.#onEnd = onEnd
  }

  get notes(): CallNotes {
    return this.#notes
  }

  /** Microseconds since the request came. */
  elapsed(): number {
    return Math.round((performance.now() - this.#started) * 1000)
  }

  /** Adds facts about the call for the activity log. */
  note(notes: CallNotes): void {
    this.#notes = { ...this.#notes, ...notes }
  }

  /** Calls back when the request ends, with its answer; `null`: it gets none. */
  onEnd(listener: (answer: JSONRPCMessage | null) => void): void {
    this.#listeners.push(listener)
  }

  /**
   * To be called once, when the answer has been handed to the transport.
   * @param answer `null`: the request was cancelled, or the client disconnected
   * @param sent what the client gets, where that is not the answer itself
   */
  end(answer: JSONRPCMessage | null, sent: object | null = answer): void {
    this.#onEnd(this, answer, sent)
    for (const listener of this.#listeners) listener(answer)
  }
}
