import type { Readable } from 'node:stream'
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { type Batch, createBatch } from './batch.ts'
import { createLineSplitter, type Line } from './line-splitter.ts'
import { readMessage, refuseInvalid, refuseUnreadable } from './read-message.ts'

/** The longest message that is read, in bytes. */
export const MAX_LINE = 10 * 1024 * 1024

/** The only version of the protocol that has batches. */
const BATCH_VERSION = '2025-03-26'

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
  /** Called once when the input has ended; the owner closes the transport after the last answer. */
  onend?: () => void

  readonly #input: Readable
  readonly #output: LineSink
  readonly #splitter = createLineSplitter(MAX_LINE)
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #batches = new Set<Batch>()
  #version: string | undefined
  #ended = false
  #closed = false

  constructor(input: Readable, output: LineSink) {
    this.#input = input
    this.#output = output
  }

  setProtocolVersion(version: string): void {
    this.#version = version
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
    for (const batch of this.#batches) if (batch.take(message)) return
    this.#write(message)
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
      this.#write(
        refuseInvalid(`the message is over the limit of ${MAX_LINE / 1024 / 1024} MB and was not read.`),
      )
      return
    }
    if (this.#closed) return
    let value: unknown
    try {
      const text = this.#decoder.decode(line.bytes)
      if (text.trim() === '') return
      value = JSON.parse(text)
    } catch (error) {
      this.#write(refuseUnreadable(error instanceof SyntaxError ? 'this is not JSON' : 'this is not UTF-8'))
      return
    }
    if (Array.isArray(value)) this.#readBatch(value)
    else this.#deliver(value)
  }

  #deliver(value: unknown): void {
    const incoming = readMessage(value)
    if ('refusal' in incoming) this.#write(incoming.refusal)
    else this.#receive(incoming.message)
  }

  #receive(message: JSONRPCMessage): void {
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.requestId
      if (typeof id === 'string' || typeof id === 'number')
        for (const batch of this.#batches) batch.cancel(id)
    }
    this.onmessage?.(message)
  }

  #readBatch(values: readonly unknown[]): void {
    if (this.#version !== BATCH_VERSION || values.length === 0) {
      const why =
        values.length === 0
          ? 'a batch must not be empty.'
          : `batches exist in protocol version ${BATCH_VERSION} only.`
      this.#write(refuseInvalid(why))
      return
    }
    const incoming = values.map(readMessage)
    const messages = incoming.flatMap((one) => ('message' in one ? [one.message] : []))
    const requests = messages.flatMap((one) => ('method' in one && 'id' in one ? [one.id] : []))
    const refusals = incoming.flatMap((one) => ('refusal' in one ? [one.refusal] : []))
    if (requests.length > 0) this.#openBatch(requests, refusals)
    else if (refusals.length > 0) this.#write(refusals)
    for (const message of messages) this.#receive(message)
  }

  #openBatch(requests: readonly (string | number)[], refusals: readonly JSONRPCMessage[]): void {
    const batch = createBatch(requests, refusals, (answers) => {
      this.#batches.delete(batch)
      if (answers.length > 0) this.#write(answers)
    })
    this.#batches.add(batch)
  }

  #write(value: JSONRPCMessage | readonly JSONRPCMessage[]): void {
    // A reader that does not keep up stops what it sends, or the answers would pile up here.
    if (!this.#output.write(`${JSON.stringify(value)}\n`)) this.#input.pause()
  }
}
