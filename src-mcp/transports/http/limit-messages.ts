import type { Transport } from '@modelcontextprotocol/server'
import { rejectMessage } from '../read-message.ts'
import { tooMany } from './error-response.ts'
import type { RateLimit } from './rate-limit.ts'

/** Holds a connection to its rate: a request too many gets an error, anything else too much is dropped. */
export function limitWire(wire: Transport, rate: RateLimit, client: string): Transport {
  const limited: Transport = {
    start: () => wire.start(),
    send: (message, options) => wire.send(message, options),
    close: () => wire.close(),
    setProtocolVersion: (version) => wire.setProtocolVersion?.(version),
  }
  wire.onmessage = (message) => {
    const wait = rate.take(client)
    if (wait === 0) {
      limited.onmessage?.(message)
      return
    }
    const { code, message: why } = tooMany(wait)
    if ('method' in message && 'id' in message)
      wire.send(rejectMessage(code, why, message.id)).catch((error) => limited.onerror?.(error))
  }
  wire.onerror = (error) => limited.onerror?.(error)
  wire.onclose = () => limited.onclose?.()
  return limited
}
