import type { PendingRequest } from '../../calls/pending-request.ts'
import { TurnQueue } from '../../calls/turn-queue.ts'
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
interface Share {
  readonly queue: TurnQueue
  readonly unsent: UnsentAnswers
  /** Calls whose response is not complete. */
  open: number
}

/**
 * The turns of all requests over HTTP (MCP and REST) of a process, so that their answers take bounded memory. Each client has its own
 * share, so a client that does not read its answers does not delay the others.
 */
export class HttpQueue {
  /** By the name of the client. */
  readonly #shares = new Map<string, Share>()
  readonly #shareOf = new WeakMap<PendingRequest, Share>()
  #check: NodeJS.Timeout | undefined

  /** True while so many requests of the client wait that further ones are to be rejected with {@link TOO_MANY_WAITING}. */
  isCrowded({ client }: HttpCall): boolean {
    return this.#shares.get(client)?.queue.isCrowded ?? false
  }

  /** To be called for each call before its requests are answered: what is answered counts until the client has taken it. */
  open({ client, socket, onDone }: HttpCall, requests: readonly PendingRequest[]): void {
    const share = this.#openShare(client)
    const close = share.unsent.open(socket)
    onDone(() => {
      close()
      share.open--
      if (share.open === 0 && share.queue.size === 0) this.#shares.delete(client)
      for (const { queue } of this.#shares.values()) queue.poke()
    })
    for (const request of requests) {
      this.#shareOf.set(request, share)
      request.onEnd((answer) => {
        if (answer !== null) share.unsent.add(socket, messageText(answer).length)
      })
    }
  }

  /** Counts an answer that {@link HttpQueue.open} does not see. @param bytes its length */
  addAnswer({ client, socket }: HttpCall, bytes: number): void {
    this.#shares.get(client)?.unsent.add(socket, bytes)
  }

  /** @param start called when it is the request's turn, unless it ends before. The request was given to `open`. */
  add(request: PendingRequest, start: () => void): void {
    const share = this.#shareOf.get(request)
    if (share === undefined) start()
    else this.#add(share, request, start)
  }

  /** Resolves when it is the request's turn. @throws the signal's reason when the client has disconnected before */
  turn({ client, request: { signal } }: HttpCall, request: PendingRequest): Promise<void> {
    const share = this.#shares.get(client)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const abort = () => reject(signal.reason)
    if (share === undefined || signal.aborted) abort()
    else {
      signal.addEventListener('abort', abort, { once: true })
      this.#add(share, request, () => {
        signal.removeEventListener('abort', abort)
        resolve()
      })
    }
    return promise
  }

  close(): void {
    clearInterval(this.#check)
  }

  #openShare(client: string): Share {
    const share = this.#shares.get(client) ?? this.#createShare()
    share.open++
    this.#shares.set(client, share)
    return share
  }

  #createShare(): Share {
    const unsent = new UnsentAnswers()
    const queue = new TurnQueue({ running: RUNNING, isFull: () => this.#isFull(unsent) })
    return { queue, unsent, open: 0 }
  }

  #add({ queue }: Share, request: PendingRequest, start: () => void): void {
    queue.add(request, 0, start)
    if (queue.size > 0) this.#check ??= setInterval(() => this.#checkUnsent(), CHECK_INTERVAL)
  }

  #isFull(unsent: UnsentAnswers): boolean {
    if (unsent.total() >= FULL_CLIENT) return true
    let total = 0
    for (const share of this.#shares.values()) total += share.unsent.total()
    return total >= FULL
  }

  #checkUnsent(): void {
    let isWaiting = false
    for (const [client, { queue, unsent, open }] of this.#shares) {
      if (queue.size === 0) {
        // A request of a session goes on when the client has disconnected.
        if (open === 0) this.#shares.delete(client)
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
    for (const { unsent } of this.#shares.values()) unsent.dropStalled(now)
  }
}
