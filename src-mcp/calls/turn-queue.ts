import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import { messageText } from '../transports/message-text.ts'
import type { PendingRequest } from './pending-request.ts'

/** How many requests may wait, and how many bytes of them, before nothing more should be read. */
const CROWDED_REQUESTS = 1_024
const CROWDED_BYTES = 8 * 1024 * 1024

/**
 * How many requests start in one turn of the event loop. Between turns what was answered is sent and the activity log is written;
 * otherwise both would pile up.
 */
const STARTS_PER_TURN = 4
/** The length of an answer after which one request starts in a turn, in UTF-16 units. */
const LARGE = 256 * 1024

export interface TurnQueueOptions {
  /** How many requests are answered at once. */
  readonly running: number
  /** True while so many bytes of answers are unsent that no request should start. Call {@link TurnQueue.poke} when it may have changed. */
  isFull(): boolean
  /** Called when {@link TurnQueue.isCrowded} has changed. */
  readonly onCrowded?: ((isCrowded: boolean) => void) | undefined
}

interface Entry {
  readonly bytes: number
  readonly start: () => void
}

/**
 * Starts requests in the order in which they came, and never more of them than can be answered within bounded memory. Every
 * transport has one: a connection that stays open its own, HTTP one for the process. A request that ends while it waits (cancelled,
 * or its client disconnected) leaves the queue and is never started.
 */
export class TurnQueue {
  readonly #options: TurnQueueOptions
  readonly #waiting = new Set<Entry>()
  #waitingBytes = 0
  #running = 0
  #startsPerTurn = STARTS_PER_TURN
  #startsLeft = STARTS_PER_TURN
  #crowded = false
  #wakeUp: NodeJS.Immediate | undefined

  constructor(options: TurnQueueOptions) {
    this.#options = options
  }

  /** How many requests wait. */
  get size(): number {
    return this.#waiting.size
  }

  /** True while so much waits that nothing more should be read. */
  get isCrowded(): boolean {
    return this.#crowded
  }

  /** @param bytes the length of the message @param start called once, now or later, unless the request ends before */
  add(request: PendingRequest, bytes: number, start: () => void): void {
    const entry: Entry = { bytes, start }
    request.onEnd((answer) => this.#ended(entry, answer))
    if (this.#waiting.size === 0 && this.#hasRoom()) {
      this.#start(entry)
      return
    }
    this.#waiting.add(entry)
    this.#waitingBytes += bytes
    this.#checkCrowd()
  }

  /** To be called when `isFull` may have become false. */
  poke(): void {
    if (this.#waiting.size > 0) this.#wakeUp ??= setImmediate(() => this.#nextTurn())
  }

  #hasRoom(): boolean {
    return this.#startsLeft > 0 && this.#running < this.#options.running && !this.#options.isFull()
  }

  #nextTurn(): void {
    this.#wakeUp = undefined
    this.#startsLeft = this.#startsPerTurn
    for (const entry of this.#waiting) {
      if (!this.#hasRoom()) return
      this.#remove(entry)
      this.#start(entry)
    }
  }

  #start(entry: Entry): void {
    this.#running++
    this.#startsLeft--
    if (this.#startsLeft === 0) this.#wakeUp ??= setImmediate(() => this.#nextTurn())
    entry.start()
  }

  #ended(entry: Entry, answer: JSONRPCMessage | null): void {
    if (this.#waiting.has(entry)) this.#remove(entry)
    else this.#running--
    if (answer !== null) this.#startsPerTurn = messageText(answer).length < LARGE ? STARTS_PER_TURN : 1
    this.poke()
  }

  #remove(entry: Entry): void {
    this.#waiting.delete(entry)
    this.#waitingBytes -= entry.bytes
    this.#checkCrowd()
  }

  #checkCrowd(): void {
    const isCrowded = this.#waiting.size >= CROWDED_REQUESTS || this.#waitingBytes >= CROWDED_BYTES
    if (isCrowded === this.#crowded) return
    this.#crowded = isCrowded
    this.#options.onCrowded?.(isCrowded)
  }
}
