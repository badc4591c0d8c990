import type { PendingRequest } from '../../calls/pending-request.ts'
import { RequestQueue } from '../../calls/request-queue.ts'
import { messageText } from '../message-text.ts'
import type { ErrorResponse } from './error-response.ts'
import type { HttpCall } from './http-call.ts'
import { UnsentAnswers } from './unsent-answers.ts'

/** How many requests of one client are answered at once. */
const RUNNING = 12
/** Unsent bytes of answers above which no further request is answered: of one client, and of all. */
const FULL_CLIENT = 12 * 1024 * 1024
const FULL = 40 * 1024 * 1024
/** How often it is checked whether clients have taken their answers, in milliseconds. Only while requests wait for that. */
const CHECK_INTERVAL = 25

/** The response to a request of a client of whose requests far too many wait. */
export const TOO_MANY_WAITING: ErrorResponse = {
  status: 503,
  code: -32004,
  message: 'Too many requests wait for an answer. Try again in a moment.',
  headers: { 'retry-after': '1' },
}

/** What one client has under way. */
interface Lane {
  readonly queue: RequestQueue
  readonly unsent: UnsentAnswers
  /** Calls whose response is not complete. */
  open: number
}

/**
 * The turns of all requests over HTTP (MCP and REST) of a process, so that their answers take bounded memory. Each client has its own
 * share: one that does not read its answers holds up nobody else.
 */
export class HttpQueue {
  /** By the name of the client. */
  readonly #lanes = new Map<string, Lane>()
  readonly #laneOf = new WeakMap<PendingRequest, Lane>()
  #check: NodeJS.Timeout | undefined

  /** True while so many requests of the client wait that further ones are to be rejected with {@link TOO_MANY_WAITING}. */
  isCrowded({ client }: HttpCall): boolean {
    return this.#lanes.get(client)?.queue.isCrowded ?? false
  }

  /** To be called for each call before its requests are answered: what is answered counts until the client has taken it. */
  open({ client, socket, onDone }: HttpCall, requests: readonly PendingRequest[]): void {
    const lane = this.#openLane(client)
    const close = lane.unsent.open(socket)
    onDone(() => {
      close()
      lane.open--
      if (lane.open === 0 && lane.queue.size === 0) this.#lanes.delete(client)
      for (const { queue } of this.#lanes.values()) queue.poke()
    })
    for (const request of requests) {
      this.#laneOf.set(request, lane)
      request.onEnd((answer) => {
        if (answer !== null) lane.unsent.add(socket, messageText(answer).length)
      })
    }
  }

  /** Counts an answer that {@link HttpQueue.open} does not see. @param bytes its length */
  addAnswer({ client, socket }: HttpCall, bytes: number): void {
    this.#lanes.get(client)?.unsent.add(socket, bytes)
  }

  /** @param start called when it is the request's turn, unless it ends before. The request was given to `open`. */
  add(request: PendingRequest, start: () => void): void {
    const lane = this.#laneOf.get(request)
    if (lane === undefined) start()
    else this.#add(lane, request, start)
  }

  /** Resolves when it is the request's turn. @throws the signal's reason when the client has disconnected before */
  turn({ client, request: { signal } }: HttpCall, request: PendingRequest): Promise<void> {
    const lane = this.#lanes.get(client)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const abort = () => reject(signal.reason)
    if (lane === undefined || signal.aborted) abort()
    else {
      signal.addEventListener('abort', abort, { once: true })
      this.#add(lane, request, () => {
        signal.removeEventListener('abort', abort)
        resolve()
      })
    }
    return promise
  }

  close(): void {
    clearInterval(this.#check)
  }

  #openLane(client: string): Lane {
    const lane = this.#lanes.get(client) ?? this.#createLane()
    lane.open++
    this.#lanes.set(client, lane)
    return lane
  }

  #createLane(): Lane {
    const unsent = new UnsentAnswers()
    const queue = new RequestQueue({ running: RUNNING, isFull: () => this.#isFull(unsent) })
    return { queue, unsent, open: 0 }
  }

  #add({ queue }: Lane, request: PendingRequest, start: () => void): void {
    queue.add(request, 0, start)
    if (queue.size > 0) this.#check ??= setInterval(() => this.#checkUnsent(), CHECK_INTERVAL)
  }

  #isFull(unsent: UnsentAnswers): boolean {
    if (unsent.total() >= FULL_CLIENT) return true
    let total = 0
    for (const lane of this.#lanes.values()) total += lane.unsent.total()
    return total >= FULL
  }

  #checkUnsent(): void {
    let isWaiting = false
    for (const [client, { queue, unsent, open }] of this.#lanes) {
      if (queue.size === 0) {
        // A request of a session goes on when the client has disconnected.
        if (open === 0) this.#lanes.delete(client)
        continue
      }
      isWaiting = true
      if (this.#isFull(unsent)) this.#dropStalled()
      else queue.poke()
    }
    if (isWaiting) return
    clearInterval(this.#check)
    this.#check = undefined
  }

  #dropStalled(): void {
    const now = Date.now()
    for (const { unsent } of this.#lanes.values()) unsent.dropStalled(now)
  }
}
