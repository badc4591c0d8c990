import type { Readable } from 'node:stream'
import { Connection, type ConnectionOptions } from './connection.ts'
import { type LineSink, LineTransport } from './line-transport.ts'

/** How long the next of the pending answers may take after the input has ended, in milliseconds. */
const LAST_ANSWERS = 5_000

export interface LineServerOptions extends Omit<ConnectionOptions, 'wire'> {
  readonly input: Readable
  readonly output: LineSink
}

export interface LineServer {
  /** Resolves when the client has disconnected: the input ended and the last answers were sent, or the output is closed. */
  readonly finished: Promise<void>
  close(): Promise<void>
}

/** Serves MCP, one message a line, over a pair of streams until the client disconnects: stdin and stdout, or a TCP socket. */
export function serveLines({ input, output, ...options }: LineServerOptions): LineServer {
  const wire = new LineTransport(input, output)
  const connection = new Connection({ ...options, wire })
  const finished = new Promise<void>((resolve) => {
    const { onclose } = wire
    wire.onclose = () => {
      onclose?.()
      resolve()
    }
  })
  wire.onend = async () => {
    await lastAnswers(connection)
    await connection.close()
  }
  return { finished, close: () => connection.close() }
}

/** Resolves when everything is answered, or no answer has come for a while. A slow client may take long to read many answers. */
async function lastAnswers(connection: Connection): Promise<void> {
  const answered = connection.whenAnswered().then(() => true)
  for (let left = Number.POSITIVE_INFINITY; connection.pending < left; ) {
    left = connection.pending
    const timeout = Promise.withResolvers<false>()
    const timer = setTimeout(timeout.resolve, LAST_ANSWERS, false)
    const isDone = await Promise.race([answered, timeout.promise])
    clearTimeout(timer)
    if (isDone) return
  }
}
