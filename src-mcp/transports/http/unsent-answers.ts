/** What is read of the socket of an HTTP request. */
export interface AnswerSocket {
  /** Bytes that were handed to the socket, with those that it still holds. */
  readonly bytesWritten: number
  readonly writableLength: number
  destroy(): unknown
}

interface SocketState {
  /** Requests whose response is not complete. */
  open: number
  /** `sentBy` when the first of them came. */
  readonly sentBefore: number
  /** Bytes of answers since then. */
  answered: number
  /** The last observed `sentBy`, and when it last grew, in milliseconds since the epoch. */
  lastSent: number
  movedAt: number
}

/** How long a client may take no byte of its answers while others wait for their turn, in milliseconds. */
const STALLED = 10_000

/** Counts the answers of a process that HTTP clients have not taken yet: the SDK and Node buffer them without a limit. */
export class UnsentAnswers {
  readonly #sockets = new Map<AnswerSocket, SocketState>()

  /** To be called for each request; the returned function when its response is complete or its client is gone. */
  open(socket: AnswerSocket): () => void {
    const state = this.#stateOf(socket)
    state.open++
    return () => {
      state.open--
      if (state.open === 0 && this.#sockets.get(socket) === state) this.#sockets.delete(socket)
    }
  }

  /** Adds an answer that is on its way to a client. Does nothing for one that is gone. */
  add(socket: AnswerSocket, bytes: number): void {
    const state = this.#sockets.get(socket)
    if (state !== undefined) state.answered += bytes
  }

  /** Bytes. Headers and framing are not counted as answers, so it is a little less than what is buffered. */
  total(): number {
    let total = 0
    for (const [socket, state] of this.#sockets) total += unsentOf(socket, state)
    return total
  }

  /** Disconnects the clients that have taken nothing for a while. To be called only when others wait for them. */
  dropStalled(now: number): void {
    for (const [socket, state] of this.#sockets) {
      const sent = sentBy(socket)
      if (sent > state.lastSent || unsentOf(socket, state) === 0) {
        state.lastSent = sent
        state.movedAt = now
      } else if (now - state.movedAt > STALLED) {
        this.#sockets.delete(socket)
        socket.destroy()
      }
    }
  }

  #stateOf(socket: AnswerSocket): SocketState {
    const known = this.#sockets.get(socket)
    if (known !== undefined) return known
    const sentBefore = sentBy(socket)
    const state = { open: 0, sentBefore, answered: 0, lastSent: sentBefore, movedAt: Date.now() }
    this.#sockets.set(socket, state)
    return state
  }
}

function sentBy(socket: AnswerSocket): number {
  return socket.bytesWritten - socket.writableLength
}

function unsentOf(socket: AnswerSocket, { answered, sentBefore }: SocketState): number {
  return Math.max(0, answered - (sentBy(socket) - sentBefore))
}
