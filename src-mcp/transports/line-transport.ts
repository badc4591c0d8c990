import type { Readable } from 'node:stream'
import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import type { Wire } from './connection.ts'
import { FlowControl } from './flow-control.ts'
import { createLineSplitter, type Line } from './line-splitter.ts'
import { createMessageDecoder, rejectTooLong } from './message-decoder.ts'
import { messageText } from './message-text.ts'
import { rejectUnreadable } from './read-message.ts'

/** The longest message that is read, in bytes. */
export const MAX_LINE = 10 * 1024 * 1024

/** The part of a writable stream that a transport needs. */
export interface LineSink {
  /** Bytes that were written and that the other side has not taken yet. */
  readonly writableLength: number
  /** @param done called when the other side has taken the text */
  write(text: string, done?: (error?: Error | null) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * One JSON-RPC message a line, over any pair of streams (stdio, TCP). Unlike the SDK's transport it answers whatever it cannot
 * read and goes on, and at the end of the input it stays open until its owner has sent the pending answers.
 */
export class LineTransport implements Wire {
  onmessage?: Wire['onmessage']
  onclose?: (() => void) | undefined
  onerror?: ((error: Error) => void) | undefined
  onrejected?: ((answer: JSONRPCErrorResponse) => void) | undefined
  ondrain?: (() => void) | undefined
  /** Called once when the input has ended; the owner closes the transport after the last answer. */
  onend?: () => void

  readonly #input: Readable
  readonly #output: LineSink
  readonly #splitter = createLineSplitter(MAX_LINE)
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true })
  readonly #decoder = createMessageDecoder({
    write: (value) => this.#write(value),
    rejected: (answer) => this.onrejected?.(answer),
    receive: (message, bytes) => this.onmessage?.(message, bytes),
  })
  readonly #flow: FlowControl
  #ended = false
  #closed = false

  constructor(input: Readable, output: LineSink) {
    this.#input = input
    this.#output = output
    this.#flow = new FlowControl(
      {
        unsent: () => output.writableLength,
        pause: () => input.pause(),
        resume: () => this.#resume(),
      },
      () => this.ondrain?.(),
    )
  }

  setProtocolVersion(version: string): void {
    this.#decoder.setVersion(version)
  }

  async start(): Promise<void> {
    // EPIPE: the client has closed its end.
    this.#output.on('error', () => void this.close())
    this.#input.on('error', (error) => this.onerror?.(error))
    this.#input.on('end', this.#onEnd)
    this.#input.on('close', this.#onEnd)
    this.#input.on('data', this.#onData)
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!this.#decoder.collect(message)) this.#write(message)
  }

  isFull(): boolean {
    return this.#flow.isFull()
  }

  holdReading(isHeld: boolean): void {
    this.#flow.hold(isHeld)
  }

  cancel(id: string | number): void {
    this.#decoder.cancel(id)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#input.off('data', this.#onData)
    this.#input.pause()
    await new Promise<void>((resolve) => this.#output.write('', () => resolve()))
    this.onclose?.()
  }

  readonly #onData = (chunk: Buffer): void => {
    for (const line of this.#splitter.push(chunk)) this.#readLine(line)
  }

  readonly #onEnd = (): void => {
    if (this.#ended) return
    this.#ended = true
    for (const line of this.#splitter.end()) this.#readLine(line)
    this.onend?.()
  }

  readonly #onTaken = (): void => this.#flow.flushed()

  #resume(): void {
    if (!this.#closed) this.#input.resume()
  }

  #readLine(line: Line): void {
    if ('tooLong' in line) {
      this.#reject(rejectTooLong(MAX_LINE))
      return
    }
    if (this.#closed) return
    let text: string
    try {
      text = this.#utf8.decode(line.bytes)
    } catch {
      this.#reject(rejectUnreadable('this is not UTF-8'))
      return
    }
    if (text.trim() !== '') this.#decoder.decode(text)
  }

  #reject(answer: JSONRPCErrorResponse): void {
    this.#write(answer)
    this.onrejected?.(answer)
  }

  #write(value: JSONRPCMessage | readonly JSONRPCMessage[]): void {
    this.#output.write(`${messageText(value)}\n`, this.#onTaken)
    this.#flow.written()
  }
}
