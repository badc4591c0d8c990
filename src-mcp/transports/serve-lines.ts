import type { Readable } from 'node:stream'
import { Connection, type ConnectionOptions } from './connection.ts'
import { type LineSink, LineTransport } from './line-transport.ts'

/** How long pending answers may take after the input has ended, in milliseconds. */
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
    const timeout = Promise.withResolvers<void>()
    const timer = setTimeout(timeout.resolve, LAST_ANSWERS)
    await Promise.race([connection.whenAnswered(), timeout.promise])
    clearTimeout(timer)
    await connection.close()
  }
  return { finished, close: () => connection.close() }
}
