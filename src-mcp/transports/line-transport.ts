import type { Readable } from 'node:stream'
import type { JSONRPCErrorResponse, JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { createLineSplitter, type Line } from './line-splitter.ts'
import { createMessageDecoder, rejectTooLong } from './message-decoder.ts'
import { messageText } from './message-text.ts'
import { rejectUnreadable } from './read-message.ts'

/** The longest message that is read, in bytes. */
export const MAX_LINE = 10 * 1024 * 1024

/** The part of a writable stream that a transport needs. */
export interface LineSink {
  /** False asks to wait for `drain`. */
  write(text: string, done?: (error?: Error | null) => void): boolean
  on(event: 'drain', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * One JSON-RPC message a line, over any pair of streams (stdio, TCP). Unlike the SDK's transport it answers whatever it cannot
 * read and lives on, and at the end of the input it leaves the owner the time to answer what is under way.
 */
export class LineTransport implements Transport {
  onmessage?: Transport['onmessage']
  onclose?: (() => void) | undefined
  onerror?: ((error: Error) => void) | undefined
  /** Called with the answer to what could not be read. */
  onrefusal?: ((answer: JSONRPCErrorResponse) => void) | undefined
  /** Called once when the input has ended; the owner closes the transport after the last answer. */
  onend?: () => void

  readonly #input: Readable
  readonly #output: LineSink
  readonly #splitter = createLineSplitter(MAX_LINE)
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #inbox = createMessageDecoder({
    write: (value) => this.#write(value),
    refused: (answer) => this.onrefusal?.(answer),
    receive: (message) => this.onmessage?.(message),
  })
  #ended = false
  #closed = false

  constructor(input: Readable, output: LineSink) {
    this.#input = input
    this.#output = output
  }

  setProtocolVersion(version: string): void {
    this.#inbox.setVersion(version)
  }

  async start(): Promise<void> {
    this.#output.on('drain', () => this.#input.resume())
    // The reader is gone: nobody is left to tell.
    this.#output.on('error', () => void this.close())
    this.#input.on('error', (error) => this.onerror?.(error))
    this.#input.on('end', this.#onEnd)
    this.#input.on('close', this.#onEnd)
    this.#input.on('data', this.#onData)
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!this.#inbox.collect(message)) this.#write(message)
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

  #readLine(line: Line): void {
    if ('tooLong' in line) {
      this.#refuse(rejectTooLong(MAX_LINE))
      return
    }
    if (this.#closed) return
    let text: string
    try {
      text = this.#decoder.decode(line.bytes)
    } catch {
      this.#refuse(rejectUnreadable('this is not UTF-8'))
      return
    }
    if (text.trim() !== '') this.#inbox.take(text)
  }

  #refuse(answer: JSONRPCErrorResponse): void {
    this.#write(answer)
    this.onrefusal?.(answer)
  }

  #write(value: JSONRPCMessage | readonly JSONRPCMessage[]): void {
    // A reader that does not keep up stops what it sends, or the answers would pile up here.
    if (!this.#output.write(`${messageText(value)}\n`)) this.#input.pause()
  }
}
