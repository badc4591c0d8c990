/** Unsent bytes of answers above which no further request is answered. */
const FULL = 8 * 1024 * 1024
/** Unsent bytes above which nothing more is read: errors and pings are answered without waiting in a queue. */
const OVERFULL = 16 * 1024 * 1024

/** A stream-like transport, as far as flow control uses it. */
export interface FlowSource {
  /** Bytes that were written and that the client has not taken yet. */
  unsent(): number
  pause(): void
  resume(): void
}

/** Decides when a connection that stays open reads and when it answers, so that a client that does not read costs no memory. */
export class FlowControl {
  readonly #source: FlowSource
  readonly #onDrain: () => void
  #isOverfull = false
  #isHeld = false
  #isPaused = false

  /** @param onDrain called when bytes were sent and `isFull` is false */
  constructor(source: FlowSource, onDrain: () => void) {
    this.#source = source
    this.#onDrain = onDrain
  }

  isFull(): boolean {
    return this.#source.unsent() >= FULL
  }

  /** Stops reading, or lets it go on. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#apply()
  }

  /** To be called after each write. */
  written(): void {
    if (this.#source.unsent() < OVERFULL) return
    this.#isOverfull = true
    this.#apply()
  }

  /** To be called each time that the client has taken what was written. */
  flushed(): void {
    if (this.isFull()) return
    this.#isOverfull = false
    this.#apply()
    this.#onDrain()
  }

  #apply(): void {
    const isPaused = this.#isHeld || this.#isOverfull
    if (isPaused === this.#isPaused) return
    this.#isPaused = isPaused
    if (isPaused) this.#source.pause()
    else this.#source.resume()
  }
}
