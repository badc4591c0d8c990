import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import type { RawData, WebSocket } from 'ws'
import type { Wire } from './connection.ts'
import { FlowControl } from './flow-control.ts'
import { createMessageDecoder, rejectTooLong } from './message-decoder.ts'
import { messageText } from './message-text.ts'
import { rejectInvalid } from './read-message.ts'

/** Close codes of RFC 6455. */
const GOING_AWAY = 1001
const UNSUPPORTED_DATA = 1003

/** One JSON-RPC message a text frame. Unreadable messages are answered, as `LineTransport` does. */
export class WebSocketTransport implements Wire {
  onmessage?: Wire['onmessage']
  onclose?: (() => void) | undefined
  onerror?: ((error: Error) => void) | undefined
  onrejected?: ((answer: JSONRPCErrorResponse) => void) | undefined
  ondrain?: (() => void) | undefined

  readonly #socket: WebSocket
  readonly #limit: number
  readonly #flow: FlowControl
  readonly #decoder = createMessageDecoder({
    write: (value) => this.#write(value),
    rejected: (answer) => this.onrejected?.(answer),
    receive: (message, bytes) => this.onmessage?.(message, bytes),
  })

  /** @param limit the longest message that is read, in bytes */
  constructor(socket: WebSocket, limit: number) {
    this.#socket = socket
    this.#limit = limit
    this.#flow = new FlowControl(
      {
        unsent: () => socket.bufferedAmount,
        pause: () => socket.pause(),
        resume: () => socket.resume(),
      },
      () => this.ondrain?.(),
    )
  }

  setProtocolVersion(version: string): void {
    this.#decoder.setVersion(version)
  }

  async start(): Promise<void> {
    this.#socket.on('message', (data, isBinary) => this.#read(data, isBinary))
    this.#socket.on('error', (error) => this.onerror?.(error))
    this.#socket.on('close', () => this.onclose?.())
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
    this.#socket.close(GOING_AWAY)
  }

  #read(data: RawData, isBinary: boolean): void {
    const bytes = data as Buffer
    if (isBinary) {
      this.#reject(rejectInvalid('a message must be a text frame, not a binary one.'))
      this.#socket.close(UNSUPPORTED_DATA, 'Text frames only')
    } else if (bytes.length > this.#limit) {
      this.#reject(rejectTooLong(this.#limit))
    } else {
      this.#decoder.decode(bytes.toString())
    }
  }

  readonly #onTaken = (): void => this.#flow.flushed()

  #reject(answer: JSONRPCErrorResponse): void {
    this.#write(answer)
    this.onrejected?.(answer)
  }

  #write(value: JSONRPCMessage | readonly JSONRPCMessage[]): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    socket.send(messageText(value), this.#onTaken)
    this.#flow.written()
  }
}
