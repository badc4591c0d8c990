import type { JSONRPCErrorResponse, JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import type { RawData, WebSocket } from 'ws'
import { createMessageDecoder, rejectTooLong } from './message-decoder.ts'
import { messageText } from './message-text.ts'
import { rejectInvalid } from './read-message.ts'

/** Bytes that may wait for a slow reader before nothing more is taken from it. */
const HIGH_WATER = 4 * 1024 * 1024

/** Close codes of RFC 6455. */
export const GOING_AWAY = 1001
const UNSUPPORTED_DATA = 1003

/** One JSON-RPC message a text frame. What cannot be read is answered, as on a line. */
export class WebSocketTransport implements Transport {
  onmessage?: Transport['onmessage']
  onclose?: (() => void) | undefined
  onerror?: ((error: Error) => void) | undefined
  /** Called with the answer to what could not be read. */
  onrefusal?: ((answer: JSONRPCErrorResponse) => void) | undefined

  readonly #socket: WebSocket
  readonly #limit: number
  readonly #inbox = createMessageDecoder({
    write: (value) => this.#write(value),
    refused: (answer) => this.onrefusal?.(answer),
    receive: (message) => this.onmessage?.(message),
  })

  /** @param limit the longest message that is read, in bytes */
  constructor(socket: WebSocket, limit: number) {
    this.#socket = socket
    this.#limit = limit
  }

  setProtocolVersion(version: string): void {
    this.#inbox.setVersion(version)
  }

  async start(): Promise<void> {
    this.#socket.on('message', (data, isBinary) => this.#read(data, isBinary))
    this.#socket.on('error', (error) => this.onerror?.(error))
    this.#socket.on('close', () => this.onclose?.())
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!this.#inbox.collect(message)) this.#write(message)
  }

  async close(): Promise<void> {
    this.#socket.close(GOING_AWAY)
  }

  #read(data: RawData, isBinary: boolean): void {
    const bytes = data as Buffer
    if (isBinary) {
      this.#refuse(rejectInvalid('a message must be a text frame, not a binary one.'))
      this.#socket.close(UNSUPPORTED_DATA, 'Text frames only')
    } else if (bytes.length > this.#limit) {
      this.#refuse(rejectTooLong(this.#limit))
    } else {
      this.#inbox.take(bytes.toString())
    }
  }

  #refuse(answer: JSONRPCErrorResponse): void {
    this.#write(answer)
    this.onrefusal?.(answer)
  }

  #write(value: JSONRPCMessage | readonly JSONRPCMessage[]): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    socket.send(messageText(value), () => {
      if (socket.isPaused && socket.bufferedAmount < HIGH_WATER) socket.resume()
    })
    if (socket.bufferedAmount >= HIGH_WATER) socket.pause()
  }
}
