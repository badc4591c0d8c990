import type { Readable } from 'node:stream'
import type { McpServerFactory, Transport } from '@modelcontextprotocol/server'
import { type ConnectionOptions, serveConnection } from './connection.ts'
import { type LineSink, LineTransport } from './line-transport.ts'

/** How long answers under way may take after stdin has ended, in milliseconds. */
const LAST_ANSWERS = 5_000

export interface StdioOptions {
  readonly factory: McpServerFactory
  readonly input: Readable
  readonly output: LineSink
  /** Puts around the wire what else has to see the messages. */
  readonly wrap: (wire: Transport) => Transport
  readonly listenedTo?: ConnectionOptions['listenedTo']
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
}

export interface StdioServer {
  /** Resolves when the client is gone: stdin ended and the last answers were sent, or nobody reads stdout any more. */
  readonly finished: Promise<void>
  close(): Promise<void>
}

/** Serves MCP, one message a line, over a pair of streams until the client leaves: stdin and stdout, or a TCP socket. */
export function serveOverStdio({ factory, input, output, wrap, listenedTo, log }: StdioOptions): StdioServer {
  const wire = new LineTransport(input, output)
  const connection = serveConnection({ factory, wire: wrap(wire), listenedTo, log })
  const finished = new Promise<void>((resolve) => {
    const onclose = wire.onclose
    wire.onclose = () => {
      onclose?.()
      resolve()
    }
  })
  wire.onend = async () => {
    const patience = Promise.withResolvers<void>()
    const timer = setTimeout(patience.resolve, LAST_ANSWERS)
    await Promise.race([connection.whenAnswered(), patience.promise])
    clearTimeout(timer)
    await connection.close()
  }
  return { finished, close: () => connection.close() }
}
